import { existsSync, writeFileSync } from 'node:fs';
import http from 'node:http';

/**
 * Loaded before the product (`node --import`), so that the product has no code for its tests. It watches the requests
 * that the process sends (every step of the paging path is one) and kills the process by SIGKILL, once, at the one that
 * `CRASH_AT` describes. `CRASH_MARK` is the file that says that it has happened: with it there, nothing happens again.
 */
export interface CrashPoint {
  /** `before`: not a byte of the request leaves. `after`: the other side has answered, and nobody has read it. */
  readonly when: 'before' | 'after';
  /** What the request's line (`POST /path`) and its `x-amz-target` must contain, and what its body must contain. */
  readonly request: string;
  readonly body?: readonly string[];
  /** Which of the requests that fit; the first by default. */
  readonly nth?: number;
}

type Write = (chunk?: unknown, ...rest: unknown[]) => unknown;

const { CRASH_AT, CRASH_MARK } = process.env;

const textOf = (chunk: unknown): string =>
  typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString('utf8') : '';

const install = (point: CrashPoint, mark: string): void => {
  process.env.PD_SOCKETS_ONLY = 'true';
  const bodies = new WeakMap<http.ClientRequest, string>();
  const counted = new WeakSet<http.ClientRequest>();
  let seen = 0;

  const crash = (): void => {
    writeFileSync(mark, JSON.stringify(point));
    process.kill(process.pid, 'SIGKILL');
  };

  const fits = (request: http.ClientRequest): boolean => {
    const line = `${request.method} ${request.path} ${String(request.getHeader('x-amz-target') ?? '')}`;
    const body = bodies.get(request) ?? '';
    return line.includes(point.request) && (point.body ?? []).every((part) => body.includes(part));
  };

  const look = (request: http.ClientRequest, chunk: unknown): void => {
    bodies.set(request, (bodies.get(request) ?? '') + textOf(chunk));
    if (counted.has(request) || !fits(request)) return;
    counted.add(request);
    seen += 1;
    if (seen !== (point.nth ?? 1)) return;
    if (point.when === 'before') crash();
    request.prependOnceListener('response', crash);
  };

  const prototype = http.ClientRequest.prototype as unknown as { write: Write; end: Write };
  for (const name of ['write', 'end'] as const) {
    const original = prototype[name];
    prototype[name] = function (this: http.ClientRequest, chunk?: unknown, ...rest: unknown[]) {
      look(this, chunk);
      return original.call(this, chunk, ...rest);
    };
  }
};

if (CRASH_AT && CRASH_MARK && !existsSync(CRASH_MARK)) install(JSON.parse(CRASH_AT) as CrashPoint, CRASH_MARK);
