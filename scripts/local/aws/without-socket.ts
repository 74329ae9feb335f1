import type { IncomingMessage, ServerResponse } from 'node:http';

/** What dynalite's server does with a request. */
export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Asks dynalite by hand, with as much of a request and its response as it looks at. */
export const askWithoutSocket = (
  serve: RequestListener,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  answer: (status: number, body: string) => void,
): void => {
  const hears = new Map<string, (said?: unknown) => void>();
  const request = {
    method: 'POST',
    url: '/',
    headers,
    on: (event: string, hear: (said?: unknown) => void) => hears.set(event, hear),
    removeAllListeners: () => {},
  };
  const response = {
    statusCode: 200,
    setHeader: () => {},
    end: (said: string) => answer(response.statusCode, said),
  };
  serve(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  hears.get('data')?.(Buffer.from(body));
  hears.get('end')?.();
};
