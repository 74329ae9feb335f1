import { timingSafeEqual } from 'node:crypto';
import type { CalendarLink, CalendarLinkKey, CalendarLinkStore } from '../../data/calendar-link-store.ts';
import type { Instant } from '../../lib/instant.ts';
import { isSlug } from '../../lib/slug.ts';
import type { Caller } from '../http/request.ts';
import { newSecret } from '../resources/new-secret.ts';
import { sha256 } from '../sha256.ts';

/** Whose shifts a calendar shows. */
export interface CalendarOf {
  readonly type: 'schedule' | 'user';
  readonly id: string;
}

const OWNER_LENGTH = 16;
/** `schedule.checkout-primary.9f86d081884c7d65.<secret>.ics` */
const FILE = /^(schedule|user)\.([a-z0-9-]{1,64})\.([0-9a-f]{16})\.([\w-]{43})\.ics$/;

const keyOf = ({ type, id }: CalendarOf, owner: string): CalendarLinkKey => ({ of: `${type}#${id}`, owner });

/** The name of a new secret link's file. Nobody can be shown it again; the link that this caller had before is dead. */
export const newCalendarFile = async (
  links: Pick<CalendarLinkStore, 'put'>,
  of: CalendarOf,
  { actor }: Caller,
  at: Instant,
): Promise<string> => {
  const kind = actor.kind === 'user' ? 'user' : 'token';
  const owner = sha256(`${kind}#${actor.id}`).slice(0, OWNER_LENGTH);
  const { secret, hash } = newSecret();
  await links.put(keyOf(of, owner), { hash, kind, id: actor.id, createdAt: at });
  return `${of.type}.${of.id}.${owner}.${secret}.ics`;
};

/** What a file's name opens, and whose link it is. Undefined: nothing, and nobody learns why. */
export const openCalendarFile = async (
  links: Pick<CalendarLinkStore, 'get'>,
  file: string,
): Promise<{ readonly of: CalendarOf; readonly link: CalendarLink } | undefined> => {
  const [, type, id = '', owner = '', secret = ''] = FILE.exec(file) ?? [];
  if (!type || !isSlug(id)) return undefined;
  const of: CalendarOf = { type: type as CalendarOf['type'], id };
  const link = await links.get(keyOf(of, owner));
  const isRight = link && timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(link.hash));
  return isRight ? { of, link } : undefined;
};
