import { type Breaker, CLOSED } from '../domain/breaker/breaker.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { breakerEntity } from './entities/breaker.ts';
import type { TableConnection } from './table.ts';

/** Changes are tried again this often; a breaker that is being changed that much is being taught by others. */
const TRIES_MAX = 4;

/** Circuit breakers by name (`twilio-sms`). */
export const breakerStore = (connection: TableConnection) => {
  const breakers = breakerEntity(connection);
  const read = async (name: string): Promise<{ readonly revision: number; readonly breaker: Breaker }> => {
    const found = (await breakers.get({ name }).go(CONSISTENT)).data;
    return found ? { revision: found.revision, breaker: found.breaker } : { revision: 0, breaker: CLOSED };
  };
  return {
    read,
    /**
     * Changes a breaker by a pure function of what it is; undefined leaves it alone. Answers whether this call made the
     * change: of two functions that ask for the one probe, one is told yes.
     */
    async change(name: string, change: (breaker: Breaker) => Breaker | undefined): Promise<boolean> {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const { revision, breaker } = await read(name);
        const after = change(breaker);
        if (!after) return false;
        const row = { name, revision: revision + 1, breaker: after };
        const write = revision
          ? breakers.put(row).where((attribute, { eq }) => eq(attribute.revision, revision))
          : breakers.create(row);
        if (await written(write.go(UNANSWERED))) return true;
      }
      return false;
    },
  };
};

export type BreakerStore = ReturnType<typeof breakerStore>;
