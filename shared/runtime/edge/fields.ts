import type { FieldError } from '../http/response.ts';

type Json = Readonly<Record<string, unknown>>;

/** Slack's ids: of users, channels, messages' senders. */
const SLACK_ID = /^[A-Z0-9]{2,30}$/;
/** A message is known by its channel and its time: `1712345678.123456`. */
const TS = /^\d{1,12}\.\d{1,6}$/;
const ID_LENGTH_MAX = 255;
const URL_LENGTH_MAX = 2000;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a request holds, field by field. Whatever is not as it should be is in `errors`, and reads as nothing. */
export class Fields {
  readonly errors: FieldError[] = [];
  readonly #root: Json;

  /** @param root what was read of the body; anything but an object is an error already */
  constructor(root: unknown) {
    this.#root = isJson(root) ? root : {};
    if (!isJson(root)) this.#wrong('body', 'is not an object');
  }

  /** The value at `user.id`; undefined when there is none. Only of what the sender wrote, never of a prototype. */
  at(path: string): unknown {
    let value: unknown = this.#root;
    for (const step of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Json)[step];
    }
    return value;
  }

  /** A text that has to be there, and may be empty. */
  text(path: string, lengthMax: number): string {
    const value = this.at(path);
    if (typeof value !== 'string') return this.#wrong(path, value === undefined ? 'is missing' : 'is not text');
    return value.length <= lengthMax ? value : this.#wrong(path, `is longer than ${lengthMax} characters`);
  }

  /** Any id that Slack gives: not empty, and not long. */
  id(path: string): string {
    const value = this.text(path, ID_LENGTH_MAX);
    return value === '' && !this.#isWrong(path) ? this.#wrong(path, 'is empty') : value;
  }

  /** An id such as `U0ADA` or `C0GENERAL`. */
  slackId(path: string): string {
    return this.#matching(path, SLACK_ID, 'is not an id of Slack');
  }

  ts(path: string): string {
    return this.#matching(path, TS, "is not a message's time");
  }

  /** An http(s) address. Whether it may be asked is up to whoever asks it. */
  url(path: string): string {
    const value = this.text(path, URL_LENGTH_MAX);
    if (this.#isWrong(path) || (/^https?:\/\//.test(value) && URL.canParse(value))) return value;
    return this.#wrong(path, 'is not an address');
  }

  /** Reads a field if it is there at all; null when it is not. */
  optional<T>(path: string, read: (path: string) => T): T | null {
    const value = this.at(path);
    return value === undefined || value === null ? null : read.call(this, path);
  }

  object(path: string): Json {
    const value = this.at(path);
    if (isJson(value)) return value;
    this.#wrong(path, value === undefined ? 'is missing' : 'is not an object');
    return {};
  }

  /** Says that a field is wrong; gives the empty text that stands for it. */
  #wrong(field: string, message: string): '' {
    this.errors.push({ field, message });
    return '';
  }

  #isWrong(path: string): boolean {
    return this.errors.some(({ field }) => field === path);
  }

  #matching(path: string, form: RegExp, message: string): string {
    const value = this.text(path, ID_LENGTH_MAX);
    return this.#isWrong(path) || form.test(value) ? value : this.#wrong(path, message);
  }
}

/** JSON that somebody sent; undefined when it is none. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
