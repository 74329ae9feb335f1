import { CustomAttributeType } from 'electrodb';

/** A key as it is written, without ElectroDB's own prefixes and lower-casing. */
export const key = <const Field extends string, const Names extends readonly string[], const Template extends string>(
  field: Field,
  composite: Names,
  template: Template,
) => ({ field, composite: [...composite] as [...Names], template, casing: 'none' as const });

/** A key whose value is an attribute of the item, for sparse indexes: no attribute, no entry. */
export const asIs = <const Field extends string>(field: Field) => ({
  field,
  composite: [field] as [Field],
  casing: 'none' as const,
});

/** An attribute that holds a whole value of the domain. */
export const holds = <T>() =>
  ({ type: CustomAttributeType<T>('any' as Parameters<typeof CustomAttributeType<T>>[0]), required: true }) as const;

export const text = { type: 'string', required: true } as const;
export const count = { type: 'number', required: true } as const;
export const optionalText = { type: 'string' } as const;
