import { keepSignedIn } from '../auth/sign-in-flow.ts';
import { configuration } from './configuration.ts';
import { session, signOut } from './session.ts';

/** What the API says is wrong (RFC 9457), or that it could not be asked. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string | null;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, detail: string, body: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.body = body;
    this.code = typeof body['code'] === 'string' ? body['code'] : null;
    this.errors = Array.isArray(body['errors']) ? body['errors'] : [];
  }

  /** No answer at all: no network, or nobody there. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  /** What is wrong with one field of a form. */
  of(field: string): string | undefined {
    return this.errors.find((error) => error.field === field || error.field.startsWith(`${field}.`))?.message;
  }
}

const TIMEOUT_MS = 15_000;
const WAITS_MS = [400, 1500];

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

const once = async (path: string, { method = 'GET', body, signal, headers }: Asked): Promise<Response> => {
  const { apiUrl } = await configuration();
  await keepSignedIn();
  const token = session()?.token;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(`${apiUrl}${path}`, {
    method,
    cache: 'no-store',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    headers: {
      accept: 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

const problemOf = async (response: Response): Promise<Problem> => {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const said = body['detail'] ?? body['message'];
  const detail = typeof said === 'string' && said !== '' ? said : `The answer was ${response.status}.`;
  return new Problem(response.status, detail, body);
};

const answerOf = async <T>(response: Response): Promise<T> => {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = await problemOf(response);
  if (response.status === 401) signOut('Your sign-in has ended. Sign in again to go on.');
  throw problem;
};

const unreachable = (): Problem =>
  new Problem(0, navigator.onLine ? 'PD Lite cannot be reached just now.' : 'You are offline.');

/** Asks for something. @throws Problem */
export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> => {
  const response = await once(path, signal ? { signal } : {}).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw unreachable();
  });
  return answerOf<T>(response);
};

/**
 * Changes something. Where it is not known whether it was recorded the same is sent again, a few times, with the same
 * key: it happens once.
 *
 * @throws Problem
 */
export const send = async <T>(
  method: 'POST' | 'PATCH' | 'DELETE' | 'PUT',
  path: string,
  body?: unknown,
): Promise<T> => {
  const headers = method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {};
  for (let attempt = 0; ; attempt += 1) {
    const response = await once(path, { method, headers, ...(body === undefined ? {} : { body }) }).catch(() => null);
    const waitMs = WAITS_MS[attempt];
    const unclear = response === null || response.status === 503;
    if (!unclear || waitMs === undefined || method !== 'POST') {
      if (response === null) throw unreachable();
      return answerOf<T>(response);
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
};

export const post = <T>(path: string, body?: unknown): Promise<T> => send<T>('POST', path, body);
