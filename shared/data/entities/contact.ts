import { Entity } from 'electrodb';
import type { ReachabilityReports } from '../../domain/reachability/report.ts';
import type { TableConnection } from '../table.ts';
import { count, holds, key, text } from './keys.ts';

/** The code that was sent to one address of a person last. */
export const contactCodeEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'contact-code', version: '1' },
      attributes: { userId: text, methodId: text, hash: text, salt: text, sentAt: text, tries: count },
      indexes: {
        primary: {
          pk: key('pk', ['userId'], 'contact-code#${userId}'),
          sk: key('sk', ['methodId'], '${methodId}'),
        },
      },
    },
    { client, table },
  );

/** A number that has said STOP. All of them are one partition: there are few, and the lint reads them together. */
export const optOutEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'opt-out', version: '1' },
      attributes: { kind: { ...text, default: 'opt-out' }, number: text, since: text },
      indexes: { primary: { pk: key('pk', ['kind'], 'config#${kind}'), sk: key('sk', ['number'], '${number}') } },
    },
    { client, table },
  );

/** What was told today of those who cannot be reached. */
export const reachabilityReportsEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'reachability-reports', version: '1' },
      attributes: { name: text, revision: count, reports: holds<ReachabilityReports>() },
      indexes: { primary: { pk: key('pk', ['name'], 'reachability#${name}'), sk: key('sk', [], 'state') } },
    },
    { client, table },
  );
