import { Entity } from 'electrodb';
import type { TableConnection } from '../table.ts';
import { count, key, text } from './keys.ts';

/** The counter that INC-numbers come from. */
export const counterEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'counter', version: '1' },
      attributes: { name: text, value: count },
      indexes: { primary: { pk: key('pk', ['name'], 'counter#${name}'), sk: key('sk', [], 'value') } },
    },
    { client, table },
  );

/** INC-7 to its incident. */
export const numberEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'number', version: '1' },
      attributes: { number: count, incidentId: text },
      indexes: { primary: { pk: key('pk', ['number'], 'number#${number}'), sk: key('sk', [], 'incident') } },
    },
    { client, table },
  );
