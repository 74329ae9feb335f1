import {
  type ArrivalMs,
  type Budget,
  latestArrivalMs,
  nextGoMs,
  type Reserved,
  reserve,
} from '../domain/chat/rate-budget.ts';
import { fromEpochMs, type Instant, toEpochMs } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { rateBudgetEntity } from './entities/chat.ts';
import type { TableConnection } from './table.ts';

/** A try is lost only to a budget that was idle this instant and is used by another now. */
const TRIES_MAX = 4;

/**
 * Rate budgets, shared by all functions. A reservation is one conditional update that adds to the arrival time, so that
 * a hundred who ask at once each get a turn of their own and nobody has to ask again.
 */
export const rateBudgetStore = (connection: TableConnection) => {
  const budgets = rateBudgetEntity(connection);

  const read = async (name: string): Promise<ArrivalMs> =>
    (await budgets.get({ name }).go(CONSISTENT)).data?.arrivalMs ?? 0;

  /** What `reserve` decides for a budget that is in use: its arrival time moves on by one call. */
  const queueUp = async ({ name, rate }: Budget, nowMs: number, withinMs: number): Promise<Reserved | undefined> => {
    let arrivalMs = 0;
    const isQueued = await written(
      budgets
        .patch({ name })
        .add({ arrivalMs: rate.everyMs })
        .where((attribute, { between }) => between(attribute.arrivalMs, nowMs, latestArrivalMs(rate, nowMs, withinMs)))
        .go({ response: 'updated_new' })
        .then(({ data }) => {
          arrivalMs = Number(data.arrivalMs);
        }),
    );
    if (!isQueued) return undefined;
    const goAt = fromEpochMs(nextGoMs(arrivalMs - rate.everyMs, rate, nowMs));
    return { type: 'reserved', goAt, arrivalMs };
  };

  /** The same for a budget that is full again: it begins anew. */
  const begin = async ({ name, rate }: Budget, nowMs: number): Promise<Reserved | undefined> => {
    const arrivalMs = nowMs + rate.everyMs;
    const isBegun = await written(
      budgets
        .put({ name, arrivalMs })
        .where(
          (attribute, { notExists, lt }) => `${notExists(attribute.arrivalMs)} OR ${lt(attribute.arrivalMs, nowMs)}`,
        )
        .go(UNANSWERED),
    );
    return isBegun ? { type: 'reserved', goAt: fromEpochMs(nowMs), arrivalMs } : undefined;
  };

  return {
    /** Reserves a call that may go within so many milliseconds, as the pure `reserve` decides it. */
    async reserve(budget: Budget, at: Instant, withinMs: number): Promise<Reserved> {
      const nowMs = toEpochMs(at);
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const reserved = (await queueUp(budget, nowMs, withinMs)) ?? (await begin(budget, nowMs));
        if (reserved) return reserved;
        const decided = reserve(await read(budget.name), budget.rate, at, withinMs);
        if (decided.type === 'full') return decided;
      }
      return { type: 'full', until: fromEpochMs(nowMs + withinMs + budget.rate.everyMs) };
    },

    /** Closes a budget for everybody; never opens one that is closed for longer. */
    close: (name: string, arrivalMs: ArrivalMs): Promise<boolean> =>
      written(
        budgets
          .put({ name, arrivalMs })
          .where(
            (attribute, { notExists, lt }) =>
              `${notExists(attribute.arrivalMs)} OR ${lt(attribute.arrivalMs, arrivalMs)}`,
          )
          .go(UNANSWERED),
      ),
  };
};

export type RateBudgetStore = ReturnType<typeof rateBudgetStore>;
