/**
 * The parts of the API that a token may be kept to, as its paths have them. Tokens are not among them: one that is kept to
 * something makes none that is not.
 */
export const SCOPES = [
  'incidents',
  'oncall',
  'schedules',
  'services',
  'policies',
  'users',
  'drills',
  'reachability',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Everybody may ask who they are. */
const ALWAYS = '/v1/me';

/** Whether a token that is kept to some parts (none: to nothing) may be used for a path of the API. */
export const isWithin = (scopes: readonly string[], path: string): boolean =>
  scopes.length === 0 || path === ALWAYS || scopes.includes(path.split('/')[2] ?? '');
