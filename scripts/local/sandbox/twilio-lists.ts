import type { Instant } from '../../../shared/lib/instant.ts';
import type { LocalResponse } from '../router.ts';
import { twilioError, twilioJson } from './twilio-errors.ts';

const PAGE_SIZE_DEFAULT = 50;
const PAGE_SIZE_MAX = 1000;

interface Listed {
  readonly to: string;
  readonly from: string;
  readonly status: string;
}

export interface ListOf<T extends Listed> {
  /** What the list is called in the answer: `messages`, `calls`. */
  readonly name: string;
  /** The parameter that filters by time: `DateSent`, `StartTime`. */
  readonly time: string;
  readonly timeOf: (item: T) => Instant | undefined;
  /** `/2010-04-01/Accounts/AC.../Messages.json` */
  readonly path: string;
  /** Oldest first. */
  readonly items: readonly T[];
  readonly resource: (item: T) => object;
}

/**
 * One page of a list as Twilio gives it: newest first, filtered by `To`, `From`, `Status` and the time parameter with
 * `<`, `>` or `=` (inclusive, to the second). With a time asked for, what has none yet, still queued, is not in the list.
 */
export const listPage = <T extends Listed>(list: ListOf<T>, query: URLSearchParams): LocalResponse => {
  const size = Math.min(Number(query.get('PageSize') ?? PAGE_SIZE_DEFAULT), PAGE_SIZE_MAX);
  const page = Number(query.get('Page') ?? 0);
  const times = readTimes(list.time, query);
  if (!Number.isInteger(size) || size < 1) return twilioError(400, 20001, 'PageSize is invalid');
  if (!Number.isInteger(page) || page < 0) return twilioError(400, 20001, 'Page is invalid');
  if (!times) return twilioError(400, 20001, `${list.time} is invalid`);
  const matching = list.items.filter((item) => matches(item, query) && isWithin(list.timeOf(item), times)).reverse();
  const shown = matching.slice(page * size, (page + 1) * size);
  const hasNext = matching.length > (page + 1) * size;
  return twilioJson(200, {
    [list.name]: shown.map(list.resource),
    end: Math.max(0, page * size + shown.length - 1),
    first_page_uri: pageUri(list.path, query, 0, size),
    next_page_uri: hasNext ? pageUri(list.path, query, page + 1, size) : null,
    page,
    page_size: size,
    previous_page_uri: page > 0 ? pageUri(list.path, query, page - 1, size) : null,
    start: page * size,
    uri: pageUri(list.path, query, page, size),
  });
};

const matches = (item: Listed, query: URLSearchParams): boolean =>
  (query.get('To') ?? item.to) === item.to &&
  (query.get('From') ?? item.from) === item.from &&
  (query.get('Status') ?? item.status) === item.status;

interface Times {
  readonly fromMs: number;
  readonly untilMs: number;
}

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

/** Both `DateSent>` (as `DateSent>=2026-...` arrives) and `DateSent>=` written out in full name the beginning. */
const readTimes = (name: string, query: URLSearchParams): Times | undefined => {
  const from = query.get(`${name}>`) ?? query.get(`${name}>=`) ?? query.get(name);
  const until = query.get(`${name}<`) ?? query.get(`${name}<=`) ?? query.get(name);
  const fromMs = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const untilMs = until === null ? Number.POSITIVE_INFINITY : Date.parse(until);
  if (Number.isNaN(fromMs) || Number.isNaN(untilMs)) return undefined;
  const isDay = until?.length === 'YYYY-MM-DD'.length;
  return { fromMs: Math.floor(fromMs / SECOND_MS) * SECOND_MS, untilMs: untilMs + (isDay ? DAY_MS : SECOND_MS) - 1 };
};

const isWithin = (at: Instant | undefined, { fromMs, untilMs }: Times): boolean => {
  if (at === undefined) return fromMs === Number.NEGATIVE_INFINITY && untilMs === Number.POSITIVE_INFINITY;
  const atMs = Date.parse(at);
  return atMs >= fromMs && atMs <= untilMs;
};

const pageUri = (path: string, query: URLSearchParams, page: number, size: number): string => {
  const next = new URLSearchParams(query);
  next.set('PageSize', String(size));
  next.set('Page', String(page));
  return `${path}?${next}`;
};
