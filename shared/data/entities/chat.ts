import { Entity } from 'electrodb';
import type { TableConnection } from '../table.ts';
import { count, key, text } from './keys.ts';

/** How much of a rate budget at Slack is used: every function counts here, so that together they keep to it. */
export const rateBudgetEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'rate-budget', version: '1' },
      attributes: { name: text, arrivalMs: count },
      indexes: { primary: { pk: key('pk', ['name'], 'slack-budget#${name}'), sk: key('sk', [], 'state') } },
    },
    { client, table },
  );
