import { Entity } from 'electrodb';
import type { TableConnection } from '../table.ts';
import { count, key, text } from './keys.ts';

/** Which incident an alert (or a group of alerts) is in, and how often the alert was repeated. */
export const alertKeyEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'alert-key', version: '1' },
      attributes: {
        /** `alert#<integration>#<hash of the dedup key>` or `group#<service>#<hash of the group>`. */
        name: text,
        incidentId: text,
        repeats: count,
        firstSeenAt: text,
        lastSeenAt: text,
        lastSummary: text,
      },
      indexes: { primary: { pk: key('pk', ['name'], '${name}'), sk: key('sk', [], 'open') } },
    },
    { client, table },
  );
