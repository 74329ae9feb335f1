/** What is wrong and where, as Slack says it: `must be less than 151 characters [json-pointer:/blocks/0/text/text]`. */
export type Complain = (what: string, pointer: string) => void;
export type Check = (value: unknown, pointer: string, complain: Complain) => void;
/** The fields of an object; a name that ends in `?` may be missing. */
export type Fields = Readonly<Record<string, Check>>;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text of at most so many characters, and at least so many. */
export const text =
  (max: number, min = 0): Check =>
  (value, pointer, complain) => {
    if (typeof value !== 'string') complain('must be a string', pointer);
    else if (value.length < min) complain(`must be more than ${min - 1} characters`, pointer);
    else if (value.length > max) complain(`must be less than ${max + 1} characters`, pointer);
  };

export const flag: Check = (value, pointer, complain) => {
  if (typeof value !== 'boolean') complain('must be a boolean', pointer);
};

export const integer =
  (min: number, max: number): Check =>
  (value, pointer, complain) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) complain('must be an integer', pointer);
    else if (value < min) complain(`must be greater than or equal to ${min}`, pointer);
    else if (value > max) complain(`must be less than or equal to ${max}`, pointer);
  };

export const oneOf =
  (...values: readonly string[]): Check =>
  (value, pointer, complain) => {
    if (!values.includes(value as string)) complain(`must be one of: ${values.join(', ')}`, pointer);
  };

export const webAddress: Check = (value, pointer, complain) => {
  text(3000, 1)(value, pointer, complain);
  if (typeof value === 'string' && !/^https?:\/\//.test(value)) complain('must be a valid URL', pointer);
};

/** A list of at most so many, each checked. */
export const list =
  (each: Check, max: number, min = 1): Check =>
  (value, pointer, complain) => {
    if (!Array.isArray(value)) return complain('must be an array', pointer);
    if (value.length < min) complain(`no less than ${min} items allowed`, pointer);
    if (value.length > max) return complain(`no more than ${max} items allowed`, pointer);
    value.forEach((item, index) => {
      each(item, `${pointer}/${index}`, complain);
    });
  };

/** An object with these fields and no others. */
export const object =
  (fields: Fields): Check =>
  (value, pointer, complain) => {
    if (!isObject(value)) return complain('must be an object', pointer);
    for (const [key, check] of Object.entries(fields)) {
      const name = key.replace('?', '');
      if (value[name] !== undefined) check(value[name], `${pointer}/${name}`, complain);
      else if (name === key) complain(`missing required field: ${name}`, pointer);
    }
    for (const name of Object.keys(value)) {
      if (!(name in fields) && !(`${name}?` in fields)) complain(`invalid additional property: ${name}`, pointer);
    }
  };

/** An object that its `type` says all about. */
export const byType =
  (types: Readonly<Record<string, Check>>): Check =>
  (value, pointer, complain) => {
    if (!isObject(value)) return complain('must be an object', pointer);
    const type = value.type;
    const check = typeof type === 'string' && Object.hasOwn(types, type) ? types[type] : undefined;
    if (check) check(value, pointer, complain);
    else complain(type === undefined ? 'missing required field: type' : `unsupported type: ${String(type)}`, pointer);
  };

export const both =
  (...checks: readonly Check[]): Check =>
  (value, pointer, complain) => {
    for (const check of checks) check(value, pointer, complain);
  };
