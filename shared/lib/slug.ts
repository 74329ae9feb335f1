/** What people may choose as the id of something: words of small letters and digits, joined by hyphens. */
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const SLUG_LENGTH_MAX = 64;
/** So that a number still fits behind it. */
const MADE_LENGTH_MAX = 40;

export const isSlug = (text: string): boolean => text.length <= SLUG_LENGTH_MAX && SLUG.test(text);

/** An id that people can type, from a name: `dana-cole`. Empty when the name has no letter or digit of the alphabet. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MADE_LENGTH_MAX)
    .replace(/-+$/, '');
