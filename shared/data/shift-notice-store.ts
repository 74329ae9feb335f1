import type { ScheduleId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED, written } from './conditions.ts';
import { shiftNoticeEntity } from './entities/shift-notice.ts';
import type { TableConnection } from './table.ts';

/** Whoever has it from then on, or whoever had it. */
export type Notice = 'begun' | 'ended';

/** Up to which hand-over people were told, by schedule: only forward, and by one function at a time. */
export const shiftNoticeStore = (connection: TableConnection) => {
  const notices = shiftNoticeEntity(connection);
  return {
    async toldUpTo(scheduleId: ScheduleId, which: Notice): Promise<Instant | undefined> {
      return (await notices.get({ scheduleId, which }).go(CONSISTENT)).data?.at as Instant | undefined;
    },

    /** Takes it upon oneself to tell of a hand-over. False: another has, since `toldUpTo` was read. */
    claim: (scheduleId: ScheduleId, which: Notice, at: Instant, toldUpTo: Instant | undefined): Promise<boolean> =>
      written(
        notices
          .put({ scheduleId, which, at })
          .where((attribute, { eq, notExists }) =>
            toldUpTo === undefined ? notExists(attribute.at) : eq(attribute.at, toldUpTo as string),
          )
          .go(UNANSWERED),
      ),

    /** Gives a claim back: nobody was told. */
    async release(scheduleId: ScheduleId, which: Notice, at: Instant, toldUpTo: Instant | undefined): Promise<void> {
      const mine = ({ at: stored }: { at: unknown }, { eq }: { eq(a: unknown, b: unknown): string }) => eq(stored, at);
      await written(
        toldUpTo === undefined
          ? notices
              .delete({ scheduleId, which })
              .where(mine as never)
              .go(UNANSWERED)
          : notices
              .put({ scheduleId, which, at: toldUpTo })
              .where(mine as never)
              .go(UNANSWERED),
      );
    },
  };
};

export type ShiftNoticeStore = ReturnType<typeof shiftNoticeStore>;
