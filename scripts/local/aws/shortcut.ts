import { AsyncLocalStorage } from 'node:async_hooks';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** A request of an AWS client, signed and serialized, as it would have gone through a socket. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers a request, or undefined when it is to take the socket. */
export type Serve = (request: WireRequest) => Promise<WireResponse> | undefined;

type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** Set for whoever wants to see every request on its socket: tests that kill a process at one. */
const SOCKETS_ONLY = 'PD_SOCKETS_ONLY';

const origins = new Map<string, Serve>();
const listeners = new Set<(request: WireRequest) => void>();
let isPatched = false;

/**
 * Has the SDK's clients of this process hand what they ask of `url` over to `serve`, signed and serialized as ever, but
 * without a socket: sockets are a third of an incident's processor time on a laptop (ADR 0024). A request that may be
 * given up, by an abort signal, takes the socket as before. Returns how to end it.
 */
export const takeShortcut = (url: string, serve: Serve): (() => void) => {
  if (process.env[SOCKETS_ONLY]) return () => {};
  patch();
  const { host } = new URL(url);
  origins.set(host, serve);
  return () => {
    if (origins.get(host) === serve) origins.delete(host);
  };
};

/** Hears of every request that takes a short way, in the context of whoever makes it. Returns how to end it. */
export const onShortcut = (listener: (request: WireRequest) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const patch = (): void => {
  if (isPatched) return;
  isPatched = true;
  const { handle } = NodeHttpHandler.prototype;
  // Who is asked works in a context of its own, as it does behind a socket.
  const inOwnContext = AsyncLocalStorage.snapshot();
  NodeHttpHandler.prototype.handle = function (request, options): Promise<Answer> {
    const serve = origins.get(`${request.hostname}:${request.port}`);
    const { path, headers, body } = request;
    const isWhole = typeof body === 'string' || body instanceof Uint8Array;
    if (!serve || options?.abortSignal || !isWhole) return handle.call(this, request, options);
    const wire: WireRequest = { path, headers, body: bytesOf(body) };
    const answer = inOwnContext(serve, wire);
    if (!answer) return handle.call(this, request, options);
    for (const listener of listeners) listener(wire);
    return answer.then((said) => answerOf(said));
  };
};

/** A view of the bytes: what the SDK makes warns of whoever takes it for the text that it once was. */
const bytesOf = (body: string | Uint8Array): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

const answerOf = ({ status, headers, body }: WireResponse): Answer => ({
  response: { statusCode: status, headers: { ...headers }, body: Buffer.from(body) },
});
