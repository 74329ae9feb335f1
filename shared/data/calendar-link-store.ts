import type { Instant } from '../lib/instant.ts';
import { CONSISTENT, UNANSWERED } from './conditions.ts';
import { calendarLinkEntity } from './entities/calendar.ts';
import type { TableConnection } from './table.ts';

/** What is known of a link that was shown once: never its secret, only the hash. */
export interface CalendarLink {
  readonly hash: string;
  /** Whose link it is. */
  readonly kind: 'user' | 'token';
  readonly id: string;
  readonly createdAt: Instant;
}

/** Whose calendar a link shows (`schedule#checkout-primary`, `user#ada`), and who made it. */
export interface CalendarLinkKey {
  readonly of: string;
  readonly owner: string;
}

/** Secret links to calendars: everybody has one for each calendar at most, so that a new one ends the one before. */
export const calendarLinkStore = (connection: TableConnection) => {
  const links = calendarLinkEntity(connection);
  return {
    async put(linkKey: CalendarLinkKey, link: CalendarLink): Promise<void> {
      await links.put({ ...linkKey, link }).go(UNANSWERED);
    },
    async get(linkKey: CalendarLinkKey): Promise<CalendarLink | undefined> {
      return (await links.get(linkKey).go(CONSISTENT)).data?.link;
    },
  };
};

export type CalendarLinkStore = ReturnType<typeof calendarLinkStore>;
