import { Entity } from 'electrodb';
import type { Attempt } from '../../domain/paging/page.ts';
import type { TableConnection } from '../table.ts';
import { count, holds, key, text } from './keys.ts';

/** The claim to one send, then its outcome and receipts, which only move forward. */
export const attemptEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'attempt', version: '1' },
      attributes: {
        incidentId: text,
        attemptId: text,
        /** Grows with every change, so that two receipts at once cannot undo each other. */
        revision: count,
        attempt: holds<Attempt>(),
      },
      indexes: {
        primary: {
          pk: key('pk', ['incidentId'], 'incident#${incidentId}'),
          sk: key('sk', ['attemptId'], 'attempt#${attemptId}'),
        },
      },
    },
    { client, table },
  );
