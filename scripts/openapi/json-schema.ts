import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { isE164 } from '../../shared/lib/ids.ts';
import { isSlug, SLUG_LENGTH_MAX } from '../../shared/lib/slug.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a check that is a function of ours means, said as JSON Schema can say it. */
const CHECKS = new Map<unknown, JsonSchema>([
  [isSlug, { pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: SLUG_LENGTH_MAX }],
  [isE164, { pattern: '^\\+[1-9]\\d{6,14}$' }],
]);

interface Action {
  readonly type: string;
  readonly requirement?: unknown;
  readonly message?: unknown;
}

/** A check that JSON Schema has no word for is told in words: its message. */
const overrideAction: NonNullable<ConversionConfig['overrideAction']> = ({ valibotAction, jsonSchema }) => {
  const { type, requirement, message } = valibotAction as Action;
  if (type !== 'check') return undefined;
  const described = typeof message === 'string' ? { description: message } : {};
  return { ...jsonSchema, ...CHECKS.get(requirement), ...described } as typeof jsonSchema;
};

/**
 * The JSON Schema (2020-12) of what a valibot schema takes: never stricter than it but for blanks around a text, and
 * looser where a rule cannot be said.
 */
export const jsonSchemaOf = (schema: v.GenericSchema): JsonSchema => {
  const { $schema: _, ...rest } = toJsonSchema(schema as Parameters<typeof toJsonSchema>[0], {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    overrideAction,
  });
  return rest as JsonSchema;
};
