import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { FieldProblem } from './problem.ts';

export interface JsonLimits {
  /** Of the text in UTF-8. */
  readonly maxBytes: number;
  /** Lists and objects inside each other: `[]` is 1 deep. */
  readonly maxDepth: number;
  /** Values of any kind: `[1, 2]` has 3. */
  readonly maxNodes: number;
}

/** PagerDuty's own limit for one event. */
export const EVENT_LIMITS: JsonLimits = { maxBytes: 512_000, maxDepth: 64, maxNodes: 50_000 };

/** Room for the most alerts taken from one request (1,000), and for a sender that sends more. */
export const BATCH_LIMITS: JsonLimits = { maxBytes: 4_000_000, maxDepth: 64, maxNodes: 200_000 };

const no = (message: string) => err<FieldProblem>({ field: 'body', message });

/**
 * Reads JSON from outside. Size, depth and number of values are judged before it is parsed, so that no body can use up
 * the stack or the memory. Keys named `__proto__` are left out. The problem's field is always `body`; its message never
 * quotes the body.
 */
export const readJson = (raw: string, limits: JsonLimits): Result<unknown, FieldProblem> => {
  if (isLonger(raw, limits.maxBytes)) return no(`is larger than ${limits.maxBytes} bytes`);
  const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
  if (text.trim() === '') return no('is empty');
  const excess = excessOf(text, limits);
  if (excess) return no(excess);
  try {
    const value: unknown = JSON.parse(text);
    // The key may be spelt with escapes; a body with neither needs no second look.
    return ok(/__proto__|\\u/.test(text) ? withoutPrototypeKeys(value) : value);
  } catch (error) {
    return no(`is not valid JSON${positionOf(error)}`);
  }
};

const isLonger = (text: string, maxBytes: number): boolean => {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).length > maxBytes;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

const isOpener = (code: number) => code === 0x5b || code === 0x7b;
const isCloser = (code: number) => code === 0x5d || code === 0x7d;
const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** One pass over the characters, without recursion: what the text would cost to parse, or undefined when it may be. */
const excessOf = (text: string, { maxDepth, maxNodes }: JsonLimits): string | undefined => {
  let depth = 0;
  let nodes = 1;
  let justOpened = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) continue;
    if (justOpened && !isCloser(code)) nodes += 1;
    justOpened = isOpener(code);
    if (justOpened) depth += 1;
    else if (isCloser(code)) depth -= 1;
    else if (code === COMMA) nodes += 1;
    else if (code === QUOTE) at = endOfString(text, at);
    if (depth > maxDepth) return `is nested more than ${maxDepth} deep`;
    if (nodes > maxNodes) return `holds more than ${maxNodes} values`;
  }
  return undefined;
};

/** Where the string that starts here ends; the end of the text when nothing ends it. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return at;
};

/** JSON.parse makes `__proto__` an ordinary key, but the next copy by assignment would make it a prototype. */
const withoutPrototypeKeys = (root: unknown): unknown => {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
    for (const child of Object.values(value)) waiting.push(child);
  }
  return root;
};

/** V8 tells the position of most mistakes; the text around it is left out. */
const positionOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : '';
  const match = /at position (\d+)/.exec(message);
  if (match) return ` at position ${match[1]}`;
  return message.startsWith('Unexpected end') ? ': it ends too early' : '';
};
