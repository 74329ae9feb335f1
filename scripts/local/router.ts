import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from './aws/shortcut.ts';

/** A request as the region's own endpoints see it: header names in lower case, the body complete. */
export interface LocalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  /** What `{name}` in the route's path stood for, decoded. */
  readonly params: Record<string, string>;
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
}

/** An object as body is sent as JSON. */
export interface LocalResponse {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer | object;
}

export interface Route {
  /** `GET`, `POST`, ... or `ANY`. */
  readonly method: string;
  /** `/sandbox/calls/{id}/press`; `/_twilio/*` also takes everything below, and `/_twilio` itself. */
  readonly path: string;
  /** True for a request that waits for the region to settle: it must not count as something going on. */
  readonly untracked?: boolean;
  /** True for what holds no secret and does nothing, so that pages of other sites may link to it. */
  readonly linkable?: boolean;
  /** Answers, or writes to `request.response` itself and returns nothing (server-sent events). */
  handle(request: LocalRequest): Promise<LocalResponse | void>;
  /** Answers a client of this very process without a socket; undefined when it is to take one. */
  readonly direct?: (request: WireRequest) => Promise<WireResponse> | undefined;
}

export interface Found<T> {
  readonly value: T;
  readonly params: Record<string, string>;
}

interface Pattern<T> {
  readonly segments: string[];
  readonly greedy: boolean;
  readonly value: T;
}

/**
 * Finds what belongs to a method and a path. As in API Gateway the more exact path wins: a full match, then one with
 * `{parameters}`, then one that takes all below (`{name+}` or `*`).
 */
export class Router<T> {
  readonly #exact = new Map<string, T>();
  readonly #patterns = new Map<string, Pattern<T>[]>();

  add(method: string, path: string, value: T): void {
    if (!/[{*]/.test(path)) {
      this.#exact.set(`${method} ${path}`, value);
      return;
    }
    const segments = path.split('/').slice(1);
    const greedy = /^\*$|^\{.*\+\}$/.test(segments.at(-1) ?? '');
    const patterns = this.#patterns.get(method) ?? [];
    patterns.push({ segments, greedy, value });
    patterns.sort((one, other) => rank(one) - rank(other));
    this.#patterns.set(method, patterns);
  }

  /** @throws URIError when a parameter in the path is not well encoded. */
  find(method: string, path: string): Found<T> | undefined {
    const exact = this.#exact.get(`${method} ${path}`) ?? this.#exact.get(`ANY ${path}`);
    if (exact !== undefined) return { value: exact, params: {} };
    return this.#match(method, path) ?? this.#match('ANY', path);
  }

  #match(method: string, path: string): Found<T> | undefined {
    const patterns = this.#patterns.get(method);
    if (!patterns) return undefined;
    const parts = path.split('/').slice(1);
    for (const pattern of patterns) {
      const params = match(pattern, parts);
      if (params) return { value: pattern.value, params };
    }
    return undefined;
  }
}

/** Greedy patterns last, the longest first; otherwise the one with its first parameter furthest to the right. */
const rank = (pattern: Pattern<unknown>): number =>
  pattern.greedy
    ? 1000 - pattern.segments.length
    : 100 - pattern.segments.findIndex((segment) => segment.startsWith('{'));

const match = (pattern: Pattern<unknown>, parts: string[]): Record<string, string> | undefined => {
  const { segments, greedy } = pattern;
  const fixed = greedy ? segments.length - 1 : segments.length;
  if (greedy ? parts.length < fixed : parts.length !== fixed) return undefined;
  const params: Record<string, string> = {};
  for (let index = 0; index < fixed; index += 1) {
    const segment = segments[index] as string;
    const part = parts[index] as string;
    if (!segment.startsWith('{')) {
      if (segment !== part) return undefined;
    } else if (part === '') return undefined;
    else params[segment.slice(1, -1)] = decodeURIComponent(part);
  }
  if (greedy) {
    const name = segments.at(-1) as string;
    const rest = parts.slice(fixed).join('/');
    if (name !== '*' && rest === '') return undefined;
    params[name === '*' ? '*' : name.slice(1, -2)] = decodeURIComponent(rest);
  }
  return params;
};
