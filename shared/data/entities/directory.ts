import { Entity } from 'electrodb';
import type { Integration, Service } from '../../domain/directory/service.ts';
import type { User } from '../../domain/directory/user.ts';
import type { EscalationPolicy } from '../../domain/escalation/policy.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import type { TableConnection } from '../table.ts';
import { holds, key, text } from './keys.ts';

/** A thing that people configure, whole in one item. All of a kind are one partition, so that a list is one query. */
const configured = <T>(connection: TableConnection, kind: string) =>
  new Entity(
    {
      model: { service: 'pd', entity: kind, version: '1' },
      attributes: { kind: { ...text, default: kind }, id: text, value: holds<T>() },
      indexes: { primary: { pk: key('pk', ['kind'], 'config#${kind}'), sk: key('sk', ['id'], '${id}') } },
    },
    { client: connection.client, table: connection.table },
  );

export type ConfiguredEntity<T> = ReturnType<typeof configured<T>>;

export const userEntity = (connection: TableConnection) => configured<User>(connection, 'user');
export const serviceEntity = (connection: TableConnection) => configured<Service>(connection, 'service');
export const policyEntity = (connection: TableConnection) => configured<EscalationPolicy>(connection, 'policy');
export const scheduleEntity = (connection: TableConnection) => configured<Schedule>(connection, 'schedule');

/**
 * Something looked up by a secret or a name and nothing else: the hash of an integration key or token, a phone, an e-mail
 * address, a Slack id.
 */
const lookup = <T>({ client, table }: TableConnection, kind: string) =>
  new Entity(
    {
      model: { service: 'pd', entity: kind, version: '1' },
      attributes: { kind: { ...text, default: kind }, by: text, value: holds<T>() },
      indexes: { primary: { pk: key('pk', ['kind', 'by'], '${kind}#${by}'), sk: key('sk', [], 'is') } },
    },
    { client, table },
  );

export type LookupEntity<T> = ReturnType<typeof lookup<T>>;

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'responder' | 'viewer';
  /** The user it acts for, where it is a person's. */
  readonly userId: string | null;
  readonly expiresAt: string | null;
  /** The parts of the API that it is kept to. Absent: all that its role may. */
  readonly scopes?: readonly string[];
  /** Absent in tokens of before. */
  readonly createdAt?: string;
}

export const integrationKeyEntity = (connection: TableConnection) => lookup<Integration>(connection, 'integration-key');
export const apiTokenEntity = (connection: TableConnection) => lookup<ApiToken>(connection, 'api-token');

/** Secrets of one owner (a service's keys, the API's tokens), so that they can be listed and taken away. */
export const secretEntity = <T>({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'secret', version: '1' },
      attributes: { owner: text, id: text, hash: text, value: holds<T>() },
      indexes: { primary: { pk: key('pk', ['owner'], 'secrets#${owner}'), sk: key('sk', ['id'], '${id}') } },
    },
    { client, table },
  );

interface WhoseItIs {
  readonly userId: string;
}

export const phoneEntity = (connection: TableConnection) => lookup<WhoseItIs>(connection, 'phone');
export const emailEntity = (connection: TableConnection) => lookup<WhoseItIs>(connection, 'email');
export const slackUserEntity = (connection: TableConnection) => lookup<WhoseItIs>(connection, 'slack-user');
