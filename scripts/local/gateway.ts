import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from './activity.ts';
import type { WireRequest, WireResponse } from './aws/shortcut.ts';
import type { LocalClock } from './clock.ts';
import type { Functions } from './functions.ts';
import {
  authorizerEvent,
  httpEvent,
  type ParsedUrl,
  parseTarget,
  send,
  sendMessage,
  sendResult,
} from './http-event.ts';
import { type Manifest, triggersOf } from './manifest.ts';
import { ACCOUNT } from './names.ts';
import { type Found, type LocalResponse, type Route, Router } from './router.ts';

/** API Gateway takes no larger request than this. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
const HOST = '127.0.0.1';

interface FunctionTarget {
  readonly kind: 'function';
  readonly name: string;
  readonly routeKey: string;
  readonly isPublic: boolean;
}

type Target = FunctionTarget | { readonly kind: 'local'; readonly route: Route };

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: ParsedUrl;
  readonly params: Record<string, string>;
  readonly body: Buffer;
  /** Ends what the region counts as in flight for this request. */
  readonly done: () => void;
}

/** A Lambda authorizer's simple response. */
interface Verdict {
  readonly isAuthorized?: boolean;
  readonly context?: Record<string, unknown>;
}

export interface GatewayOptions {
  readonly manifest: Manifest;
  readonly functions: Functions;
  readonly activity: Activity;
  readonly clock: LocalClock;
  readonly region: string;
}

/** The region's one HTTP port: the product's routes as API Gateway serves them, and the region's own endpoints. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #router = new Router<Target>();
  readonly #server: Server;
  #ready = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    for (const { name, trigger } of triggersOf(options.manifest, 'http')) {
      const routeKey = `${trigger.method} ${trigger.path}`;
      const target = { kind: 'function', name, routeKey, isPublic: trigger.role === 'public' } as const;
      this.#router.add(trigger.method, trigger.path, target);
    }
    this.#server = createServer((request, response) => this.#receive(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  addRoutes(routes: readonly Route[]): void {
    for (const route of routes) this.#router.add(route.method, route.path, { kind: 'local', route });
  }

  /** Binds the port (0: any that is free) and says the address. Until `open` all requests are answered by 503. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    return `http://${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  open(): void {
    this.#ready = true;
  }

  /** Answers nobody from here on, and cuts those who still wait. */
  async close(): Promise<void> {
    this.#ready = false;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Answers what a client of this process asks of an endpoint that needs no socket; undefined where it needs one. */
  direct(request: WireRequest): Promise<WireResponse> | undefined {
    const target = this.#ready ? this.#router.find('POST', request.path)?.value : undefined;
    const answer = target?.kind === 'local' ? target.route.direct?.(request) : undefined;
    return target && answer?.finally(this.#options.activity.begin(nameOf(target)));
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const url = parseTarget(request.url ?? '/');
    const found = this.#find(request, response, url);
    if (!found) return void request.resume();
    const name = nameOf(found.value);
    const tracked = found.value.kind === 'function' || !found.value.route.untracked;
    const done = tracked ? this.#options.activity.begin(name) : () => {};
    readBody(request, response)
      .then((body) =>
        body ? this.#serve({ request, response, url, body, params: found.params, done }, found.value) : undefined,
      )
      .catch((error: unknown) => {
        if (!request.complete) return;
        console.error(`${name} failed:`, error);
        sendMessage(response, 500, 'Internal Server Error');
      })
      .finally(done);
  }

  #find(request: IncomingMessage, response: ServerResponse, url: ParsedUrl): Found<Target> | undefined {
    if (!this.#ready) return void sendMessage(response, 503, 'Service Unavailable');
    try {
      const found = this.#router.find(request.method as string, url.path);
      if (!found) return void sendMessage(response, 404, 'Not Found');
      if (isPrivate(found.value) && isForeign(request)) return void sendMessage(response, 403, 'Forbidden');
      return found;
    } catch {
      return void sendMessage(response, 400, 'Bad Request');
    }
  }

  #serve(exchange: Exchange, target: Target): Promise<void> {
    return target.kind === 'function' ? this.#callFunction(exchange, target) : callLocal(exchange, target.route);
  }

  async #callFunction(exchange: Exchange, target: FunctionTarget): Promise<void> {
    const { request, response, url, params, body, done } = exchange;
    const { clock, functions } = this.#options;
    const event = httpEvent(request, url, target.routeKey, params, body, clock.nowMs());
    if (!target.isPublic) {
      const verdict = (await functions.invoke('authorize', authorizerEvent(event, this.#routeArn(target)))) as Verdict;
      if (verdict?.isAuthorized !== true) return sendMessage(response, 403, 'Forbidden');
      event.requestContext.authorizer = { lambda: verdict.context ?? {} };
    }
    const result = functions.invoke(target.name, event);
    // From here on it is the function that is in flight, and only once: it may sleep on the clock.
    done();
    sendResult(response, await result);
  }

  #routeArn(target: FunctionTarget): string {
    return `arn:aws:execute-api:${this.#options.region}:${ACCOUNT}:laptop/$default/${target.routeKey.replace(' ', '')}`;
  }
}

const callLocal = async (exchange: Exchange, route: Route): Promise<void> => {
  const { request, response, url, params, body } = exchange;
  const answer = await route.handle({
    method: request.method as string,
    path: url.path,
    query: new URLSearchParams(url.query),
    headers: request.headers as Record<string, string>,
    body,
    params,
    raw: request,
    response,
  });
  if (answer) sendLocal(response, answer);
};

const isPrivate = (target: Target): boolean => target.kind === 'local' && !target.route.linkable;

/** The route, not the path: a path can hold a key or a phone number, which belong in no log. */
const nameOf = (target: Target): string =>
  target.kind === 'function' ? target.routeKey : `${target.route.method} ${target.route.path}`;

const sendLocal = (response: ServerResponse, answer: LocalResponse): void => {
  const headers = { ...answer.headers };
  const { body } = answer;
  if (typeof body === 'object' && !Buffer.isBuffer(body)) {
    headers['content-type'] ??= 'application/json';
    send(response, answer.status, headers, JSON.stringify(body));
  } else send(response, answer.status, headers, body ?? '');
};

/** Reads the whole body; a body that is too large is answered here and gives undefined. */
const readBody = (request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> => {
  if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined) {
    return EMPTY;
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= BODY_BYTES_MAX) chunks.push(chunk);
      else if (!response.headersSent) {
        response.setHeader('connection', 'close');
        sendMessage(response, 413, 'Request Entity Too Large');
        resolve(undefined);
      }
    });
    request.on('end', () => resolve(length > BODY_BYTES_MAX ? undefined : joined(chunks)));
    request.on('error', reject);
  });
};

const joined = (chunks: Buffer[]): Buffer => (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));

const EMPTY = Promise.resolve(Buffer.alloc(0));

/**
 * The region's own endpoints have no password, so they are for this machine alone: not for a page of another site, nor
 * for a name that somebody pointed at 127.0.0.1, nor through a tunnel that publishes the port.
 */
const isForeign = (request: IncomingMessage): boolean =>
  request.headers['sec-fetch-site'] === 'cross-site' ||
  !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '');
