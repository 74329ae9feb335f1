/**
 * Lets the dashboard open when there is no network: it keeps the page and its scripts, and nothing else. Answers of the
 * API never pass through it, so that nothing old can look new; what was seen last is kept by the page, which says so.
 */
interface Worker {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

const worker = self as unknown as Worker;
const CACHE = `shell-${__VERSION__}`;
const PAGE = '/';

worker.addEventListener('install', (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll([PAGE, ...__SHELL__]);
    await worker.skipWaiting();
  };
  event.waitUntil(keep());
});

worker.addEventListener('activate', (event) => {
  const forgetOthers = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(forgetOthers());
});

/** The page is always asked for anew: only without a network it is the one that was kept. */
const pageOrKept = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
};

const keptOrFetched = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);

/** Addresses below these are the sandbox's and the provider's own pages. */
const OTHERS = /^\/(v1|v2|sandbox|_|oidc|oauth2|openapi|config\.json)/;

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || OTHERS.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(pageOrKept(request));
  else if (__SHELL__.includes(url.pathname)) event.respondWith(keptOrFetched(request));
});
