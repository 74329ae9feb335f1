import { randomUUID } from 'node:crypto';
import { byKind, type Fields, KINDS, type Kind, NOUNS, SCHEMAS, type Stored, type System } from './model.ts';
import type { Step } from './plan.ts';

const TIMEOUT_MS = 30_000;
const PAGE = 100;
/** Ten thousand of a kind is as many as the system lists. */
const PAGES_MAX = 100;
/** A creation that may or may not have happened is asked for again, under the same key. */
const TRIES_MAX = 3;

/** The API said no, or nothing at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
}

export interface ApiOptions {
  /** `http://127.0.0.1:4280` */
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof fetch;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const said = ({ status, body }: Answer): string =>
  status === 401
    ? `the token is not taken: ${body['detail'] ?? ''} Set PD_TOKEN.`
    : `${status} ${body['detail'] ?? body['message'] ?? ''}`;

/** Only what people configure: not what the system adds. */
const configured = (kind: Kind, item: Record<string, unknown>): Fields =>
  Object.fromEntries(
    Object.keys(SCHEMAS[kind].entries)
      .filter((name) => name !== 'id' && item[name] !== undefined)
      .map((name) => [name, item[name]]),
  );

const stored = (kind: Kind, item: Record<string, unknown>): Stored => ({
  id: String(item['id']),
  version: Number(item['version']),
  fields: configured(kind, item),
});

/** The API of a system, as far as configuring it goes. */
export const configApi = ({ url, token, fetch: ask }: ApiOptions) => {
  const call = async (method: string, path: string, body?: unknown, key?: string): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    const init = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' } as const;
    try {
      const response = await ask(`${url}${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) });
      const text = await response.text();
      const read: unknown = text === '' ? {} : JSON.parse(text);
      return { status: response.status, body: typeof read === 'object' && read !== null ? { ...read } : {} };
    } catch (error) {
      const { message, cause } = error as Error;
      throw new ApiError(`${url} does not answer as PD Lite does: ${(cause as Error | undefined)?.message ?? message}`);
    }
  };

  const must = async (answer: Promise<Answer>): Promise<Record<string, unknown>> => {
    const { status, body } = await answer;
    if (status >= 200 && status < 300) return body;
    throw new ApiError(said({ status, body }));
  };

  const all = async (kind: Kind): Promise<ReadonlyMap<string, Stored>> => {
    const found = new Map<string, Stored>();
    let after = '';
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const { items, next } = await must(call('GET', `/v1/${kind}?limit=${PAGE}${after}`));
      for (const item of items as Record<string, unknown>[]) found.set(String(item['id']), stored(kind, item));
      if (typeof next !== 'string') return found;
      after = `&after=${encodeURIComponent(next)}`;
    }
    throw new ApiError(`there are more than ${PAGE * PAGES_MAX} ${kind}`);
  };

  const create = async (kind: Kind, body: Fields): Promise<unknown> => {
    const key = randomUUID();
    for (let tries = 1; tries < TRIES_MAX; tries += 1) {
      const answer = await call('POST', `/v1/${kind}`, body, key).catch(() => undefined);
      if (answer && answer.status !== 503) return must(Promise.resolve(answer));
    }
    return must(call('POST', `/v1/${kind}`, body, key));
  };

  return {
    /** Everything that can be configured, as it is now. */
    system: async (): Promise<System> => {
      const found = await Promise.all(KINDS.map(all));
      return byKind((kind) => found[KINDS.indexOf(kind)] ?? new Map());
    },

    /** @throws ApiError that says why it was not done */
    async carryOut(step: Step): Promise<void> {
      const { kind, id } = step;
      if (step.type === 'create') await create(kind, { id, ...step.fields });
      else if (step.type === 'delete') await must(call('DELETE', `/v1/${kind}/${id}?version=${step.version}`));
      else {
        const { status, body } = await call('PATCH', `/v1/${kind}/${id}`, { version: step.version, ...step.fields });
        if (status === 409 && body['code'] === 'version-mismatch') {
          throw new ApiError(`the ${NOUNS[kind]} was changed by somebody else meanwhile: plan again`);
        }
        if (status !== 200) throw new ApiError(said({ status, body }));
      }
    },
  };
};

export type ConfigApi = ReturnType<typeof configApi>;
