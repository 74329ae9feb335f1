import { Entity } from 'electrodb';
import type { Breaker } from '../../domain/breaker/breaker.ts';
import type { TableConnection } from '../table.ts';
import { count, holds, key, text } from './keys.ts';

/** One circuit breaker: what any function learned about a provider, all of them know. */
export const breakerEntity = ({ client, table }: TableConnection) =>
  new Entity(
    {
      model: { service: 'pd', entity: 'breaker', version: '1' },
      attributes: { name: text, revision: count, breaker: holds<Breaker>() },
      indexes: { primary: { pk: key('pk', ['name'], 'breaker#${name}'), sk: key('sk', [], 'state') } },
    },
    { client, table },
  );
