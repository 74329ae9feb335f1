import { Entity } from 'electrodb';
import type { TableConnection } from '../table.ts';
import { count, key, text } from './keys.ts';

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
