import type { LocalRequest } from '../../router.ts';
import type { Json } from './model.ts';
import { isObject } from './schema.ts';

/** A method's arguments, however they came: a form with JSON in it as Slack's own clients send it, or a JSON body. */
export class Arguments {
  readonly #values: Json;

  constructor(values: Json) {
    this.#values = values;
  }

  has(name: string): boolean {
    const value = this.#values[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** @returns the argument as text; empty when it is missing */
  text(name: string): string {
    const value = this.#values[name];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name));
  }

  /** @returns the number, within these bounds */
  number(name: string, given: number, max: number): number {
    const value = Number(this.text(name) || given);
    return Number.isFinite(value) ? Math.min(Math.max(1, Math.floor(value)), max) : given;
  }

  /** A list as Slack takes them: ids with commas between them, or JSON. */
  ids(name: string): string[] {
    const value = this.json(name);
    const items = Array.isArray(value) ? value : this.text(name).split(',');
    return items.map((item) => String(item).trim()).filter(Boolean);
  }

  /** @returns what the JSON holds; undefined when it is none */
  json(name: string): unknown {
    const value = this.#values[name];
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  }
}

export const readArguments = (request: LocalRequest): Arguments => {
  const query = Object.fromEntries(request.query);
  const body = request.body.toString('utf8');
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return new Arguments({ ...query, ...Object.fromEntries(new URLSearchParams(body)) });
  }
  try {
    const value: unknown = JSON.parse(body);
    return new Arguments({ ...query, ...(isObject(value) ? value : {}) });
  } catch {
    return new Arguments(query);
  }
};
