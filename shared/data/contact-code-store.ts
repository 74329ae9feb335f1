import { CODE_AGAIN_SECONDS, CODE_TRIES_MAX, type ContactCode } from '../domain/directory/contact-code.ts';
import { addSeconds } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { contactCodeEntity } from './entities/contact.ts';
import type { TableConnection } from './table.ts';

/** Codes that were sent to people's addresses, one for each address. */
export const contactCodeStore = (connection: TableConnection) => {
  const codes = contactCodeEntity(connection);
  return {
    async get(userId: string, methodId: string): Promise<ContactCode | undefined> {
      return ((await codes.get({ userId, methodId }).go(CONSISTENT)).data ?? undefined) as ContactCode | undefined;
    },

    /** Takes the place of the code before. False: that one was sent a moment ago. */
    put: (code: ContactCode): Promise<boolean> =>
      written(
        codes
          .put(code)
          .where(
            ({ sentAt }, { notExists, lte }) =>
              `${notExists(sentAt)} OR ${lte(sentAt, addSeconds(code.sentAt, -CODE_AGAIN_SECONDS) as string)}`,
          )
          .go(UNANSWERED),
      ),

    /**
     * Takes one of the tries, before anything is compared: many who guess at once have no more of them than one.
     * False: there are none left, or there is another code by now.
     */
    takeTry: ({ userId, methodId, hash }: ContactCode): Promise<boolean> =>
      written(
        codes
          .patch({ userId, methodId })
          .add({ tries: 1 })
          .where((attribute, { lt, eq }) => `${lt(attribute.tries, CODE_TRIES_MAX)} AND ${eq(attribute.hash, hash)}`)
          .go(UNANSWERED),
      ),

    async remove(userId: string, methodId: string): Promise<void> {
      await codes.delete({ userId, methodId }).go(UNANSWERED);
    },
  };
};

export type ContactCodeStore = ReturnType<typeof contactCodeStore>;
