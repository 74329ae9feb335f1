import { Entity } from 'electrodb';
import type { IncidentEvent } from '../../domain/incident/events.ts';
import type { TableConnection } from '../table.ts';
import { asIs, holds, key, optionalText, text } from './keys.ts';

/** One command's events: written once, never changed but for the outbox mark. This put is the commit (ADR 0001). */
export const commitEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'commit', version: '1' },
      attributes: {
        incidentId: text,
        seq: { type: 'number', required: true, padding: { length: 8, char: '0' } },
        /** Tells our own commit, written by a try whose answer was lost, from somebody else's. */
        commitId: text,
        events: holds<readonly IncidentEvent[]>(),
        at: text,
        region: text,
        outboxPk: optionalText,
        outboxSk: optionalText,
      },
      indexes: {
        primary: { pk: key('pk', ['incidentId'], 'incident#${incidentId}'), sk: key('sk', ['seq'], 'log#${seq}') },
        outbox: { index: 'outbox', pk: asIs('outboxPk'), sk: asIs('outboxSk') },
      },
    },
    { client, table },
  );
