import { LIMITS } from './limits.ts';

/** Letters that Unicode does not decompose. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};
const READ_MAX = 500;
/** Beyond this a name is no longer read but only scrolled past. */
const SLUG_MAX = 50;

const slug = (title: string): string =>
  title
    .slice(0, READ_MAX)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\x20-\x7e]/gu, (letter) => LETTERS[letter] ?? ' ')
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-');

/** Cut at a word where that loses little. */
const shorten = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax) return text;
  const end = text.lastIndexOf('-', lengthMax);
  return text.slice(0, end > lengthMax / 2 ? end : lengthMax);
};

const trimmed = (text: string): string => text.replace(/^-+|-+$/g, '');

/**
 * The name of an incident's channel, `inc-7-checkout-is-down`: lower-case letters, digits and `-`, at most 80. A suffix
 * from 2 tells it from one whose name is taken, archived ones included. A title without Latin letters leaves `inc-7`.
 */
export const channelName = (number: number, title: string, suffix?: number): string => {
  const start = `inc-${number}`;
  const end = suffix === undefined ? '' : `-${suffix}`;
  const words = trimmed(
    shorten(trimmed(slug(title)), Math.min(SLUG_MAX, LIMITS.channelName - start.length - end.length - 1)),
  );
  return `${start}${words ? `-${words}` : ''}${end}`;
};
