import http from 'node:http';
import https from 'node:https';

export type HttpRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

export type HttpResponse = { readonly statusCode: number; readonly body: string; readonly headers: object };

/** No answer came. `reached` is false when the request cannot have left this machine. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly reached: boolean;
  readonly timedOut: boolean;

  constructor(options: { reached: boolean; timedOut: boolean; cause: unknown }) {
    super('no answer', { cause: options.cause });
    this.reached = options.reached;
    this.timedOut = options.timedOut;
  }
}

const BODY_BYTES_MAX = 1_000_000;
/** Shorter than the providers' own, so that a request seldom meets a socket that the other side has just closed. */
const IDLE_MS_MAX = 15_000;
const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_MS_MAX, maxSockets: 64 } as const;

/** Sends over connections that are kept open. Follows no redirect and never tries twice. */
export class KeepAliveHttp {
  readonly #http = new http.Agent(AGENT_OPTIONS);
  readonly #https = new https.Agent(AGENT_OPTIONS);

  /** @throws NoAnswer when there is no complete answer; an answer of any status is a value. */
  send(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const secure = request.url.protocol === 'https:';
      const { method, signal, body } = request;
      const headers = body === undefined ? request.headers : withLength(request.headers, body);
      const options = { method, headers, signal, agent: secure ? this.#https : this.#http };
      const outgoing = (secure ? https : http).request(request.url, options);
      let reached = false;
      const fail = (cause: unknown): void => reject(new NoAnswer({ reached, timedOut: signal.aborted, cause }));
      outgoing.on('error', fail);
      outgoing.on('socket', (socket) => {
        if (!socket.connecting) reached = true;
        else socket.once(secure ? 'secureConnect' : 'connect', () => (reached = true));
      });
      outgoing.on('response', (incoming) => read(incoming).then(resolve, fail));
      outgoing.end(body);
    });
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

const withLength = (headers: Readonly<Record<string, string>>, body: string): Record<string, string> => ({
  ...headers,
  'Content-Length': String(Buffer.byteLength(body)),
});

/** A refusal counts even when its text is cut off: its status line said all that matters. */
const read = async (incoming: http.IncomingMessage): Promise<HttpResponse> => {
  const { statusCode = 0, headers } = incoming;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) throw new Error('the answer is too long');
      chunks.push(chunk);
    }
  } catch (error) {
    if (statusCode < 400) throw error;
    return { statusCode, body: '', headers };
  }
  return { statusCode, body: Buffer.concat(chunks).toString('utf8'), headers };
};
