import { Entity } from 'electrodb';
import type { TableConnection } from '../table.ts';
import { count, key, text } from './keys.ts';

/** Whose turn it was when a run came to a level where people take turns. */
export const turnEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'turn', version: '1' },
      attributes: { incidentId: text, runId: text, level: count, turn: count },
      indexes: {
        primary: {
          pk: key('pk', ['incidentId'], 'incident#${incidentId}'),
          sk: key('sk', ['runId', 'level'], 'turn#${runId}#${level}'),
        },
      },
    },
    { client, table },
  );
