import type * as v from 'valibot';
import { PolicyInput } from '../../shared/runtime/schemas/policy.ts';
import { ScheduleInput } from '../../shared/runtime/schemas/schedule.ts';
import { ServiceInput } from '../../shared/runtime/schemas/service.ts';
import { UserInput } from '../../shared/runtime/schemas/user.ts';

/** What can be configured by file, in the order in which one refers to the other: nothing refers to what comes later. */
export const KINDS = ['users', 'schedules', 'policies', 'services'] as const;
export type Kind = (typeof KINDS)[number];

export const NOUNS = { users: 'user', schedules: 'schedule', policies: 'policy', services: 'service' } as const;

/** What validates each kind: the same that the API validates a new one by. */
export const SCHEMAS = {
  users: UserInput,
  schedules: ScheduleInput,
  policies: PolicyInput,
  services: ServiceInput,
} as const satisfies Record<Kind, v.GenericSchema>;

/** The fields of one thing, without its id. */
export type Fields = Readonly<Record<string, unknown>>;

/** All of a file, or of a system: by kind and id. */
export type Config = Readonly<Record<Kind, ReadonlyMap<string, Fields>>>;

/** A thing as the system has it. */
export interface Stored {
  readonly id: string;
  readonly version: number;
  readonly fields: Fields;
}

export type System = Readonly<Record<Kind, ReadonlyMap<string, Stored>>>;

/** The same record of all kinds. */
export const byKind = <T>(make: (kind: Kind) => T): Record<Kind, T> => ({
  users: make('users'),
  schedules: make('schedules'),
  policies: make('policies'),
  services: make('services'),
});

interface Reference {
  readonly kind: Kind;
  readonly id: string;
  /** Where in the fields it stands. */
  readonly path: readonly (string | number)[];
}

const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value : []);

const targetReferences = (targets: unknown, path: readonly (string | number)[]): Reference[] =>
  list(targets).flatMap(({ type, id }, index): Reference[] =>
    (type === 'user' || type === 'schedule') && typeof id === 'string'
      ? [{ kind: type === 'user' ? 'users' : 'schedules', id, path: [...path, index, 'id'] }]
      : [],
  );

/** Everything that a thing refers to by id. */
export const referencesOf = (kind: Kind, fields: Fields): readonly Reference[] => {
  if (kind === 'services') {
    const { policyId } = fields;
    return typeof policyId === 'string' ? [{ kind: 'policies', id: policyId, path: ['policyId'] }] : [];
  }
  if (kind === 'policies') {
    return [
      ...list(fields['levels']).flatMap(({ targets }, level) =>
        targetReferences(targets, ['levels', level, 'targets']),
      ),
      ...targetReferences(fields['fallback'], ['fallback']),
    ];
  }
  if (kind === 'users') return [];
  return [
    ...list(fields['layers']).flatMap(({ participants }, layer) =>
      ((participants ?? []) as readonly string[]).map(
        (id, index): Reference => ({ kind: 'users', id, path: ['layers', layer, 'participants', index] }),
      ),
    ),
    ...list(fields['overrides']).map(
      ({ userId }, index): Reference => ({ kind: 'users', id: String(userId), path: ['overrides', index, 'userId'] }),
    ),
  ];
};
