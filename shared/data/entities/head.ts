import { Entity } from 'electrodb';
import type { Incident } from '../../domain/incident/incident.ts';
import type { TableConnection } from '../table.ts';
import { asIs, count, holds, key, optionalText, text } from './keys.ts';

/**
 * The incident as its newest projected commit left it, and the fence that every send passes (ADR 0004). Its key sorts
 * right behind the log, so that one query from the end reads it together with any commits it lacks.
 */
export const headEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'head', version: '1' },
      attributes: {
        incidentId: text,
        version: count,
        state: holds<Incident>(),
        /** The run that may page, or `none`. */
        fence: text,
        fencedAt: optionalText,
        listPk: optionalText,
        listSk: optionalText,
      },
      indexes: {
        primary: { pk: key('pk', ['incidentId'], 'incident#${incidentId}'), sk: key('sk', [], 'now') },
        list: { index: 'list', pk: asIs('listPk'), sk: asIs('listSk') },
      },
    },
    { client, table },
  );
