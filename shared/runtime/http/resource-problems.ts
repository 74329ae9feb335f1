import type { Versioned } from '../../data/versioned-store.ts';
import { problem, type Response } from './response.ts';

/** Something that refers to a thing, so that people can find and change it. */
export interface Referrer {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** An answer names this many of what refers to a thing. */
const NAMED_MAX = 20;

/** 409: another change came first; `current` is what it is now. */
export const versionMismatch = <T extends Versioned>(
  noun: string,
  given: number,
  current: T,
  view: (value: T) => unknown,
): Response =>
  problem(
    409,
    'It was changed meanwhile',
    `The ${noun} has version ${current.version} and not ${given}: look at it as it is now, and change it again.`,
    [{ field: 'version', message: `is ${current.version} now` }],
    { code: 'version-mismatch', current: view(current) },
  );

/** 409: something refers to it. */
export const inUse = (noun: string, referrers: readonly Referrer[]): Response => {
  const named = referrers.slice(0, NAMED_MAX);
  const rest = referrers.length - named.length;
  const list = named.map(({ type, name }) => `the ${type} ${name}`).join(', ');
  return problem(
    409,
    'It is in use',
    `The ${noun} is in use by ${list}${rest > 0 ? ` and ${rest} more` : ''}. Change those first.`,
    [{ field: 'id', message: 'is in use' }],
    { code: 'in-use', usedBy: named },
  );
};

/** 409: there is one of that id, or of that name more often than can be told apart. */
export const taken = (noun: string): Response =>
  problem(
    409,
    'There is one already',
    `There is a ${noun} with this id. Give another id.`,
    [{ field: 'id', message: 'is taken' }],
    { code: 'already-exists' },
  );

/** 409: there is a bound to how many there can be. */
export const tooMany = (noun: string, max: number): Response =>
  problem(409, 'There are too many', `There can be ${max} of them: delete a ${noun} that nobody needs.`, [], {
    code: 'too-many',
  });
