import { gzipSync } from 'node:zlib';
import { buildDashboard, dashboardHeaders, type StaticFile } from '../build/dashboard.ts';
import type { LocalRequest, LocalResponse, Route } from './router.ts';

/** The dashboard's own addresses: each gets the page, which draws what the address names. */
export const ADDRESSES = [
  '/',
  '/index.html',
  '/incidents/*',
  '/on-call/*',
  '/services/*',
  '/policies/*',
  '/people/*',
  '/who/*',
  '/metrics',
  '/drills',
  '/settings/*',
  '/start',
  '/sign-in',
  '/auth/callback',
];
export const FILES = [
  '/sw.js',
  '/manifest.webmanifest',
  '/apple-touch-icon.png',
  '/icon.svg',
  '/icon-192.png',
  '/icon-512.png',
  '/icon-maskable.svg',
  '/icon-maskable-512.png',
  '/assets/*',
];

interface Served {
  readonly file: StaticFile;
  readonly compressed: Buffer;
}

type Site = ReadonlyMap<string, Served>;

/**
 * The dashboard as static files, as it is in AWS. It is built in this process and kept, at the first request for it or
 * when `warm` is called, so that the region is ready without it. `connect` are the other origins that its policy lets it
 * talk to.
 */
export const startDashboard = (
  connect: () => readonly string[] = () => [],
): { readonly routes: Route[]; warm(): Promise<void> } => {
  let site: Promise<Site> | undefined;
  const built = (): Promise<Site> => {
    site ??= buildSite().catch((error) => {
      site = undefined;
      throw error;
    });
    return site;
  };
  const serve = async (request: LocalRequest, path: string): Promise<LocalResponse> => {
    const found = (await built()).get(path);
    return found ? answer(request, found, connect()) : { status: 404, body: { message: 'Not Found' } };
  };
  const route = (path: string, file?: string): Route => ({
    method: 'GET',
    path,
    untracked: true,
    linkable: true,
    handle: (request) => serve(request, file ?? request.path),
  });
  return {
    routes: [
      ...ADDRESSES.map((path) => route(path, '/index.html')),
      ...FILES.map((path) => route(path)),
      others(serve),
    ],
    warm: async () => void (await built()),
  };
};

/** Any other address: whoever came with a browser is told in words, and finds the menu. It is the last to be asked. */
const others = (serve: (request: LocalRequest, path: string) => Promise<LocalResponse>): Route => ({
  method: 'ANY',
  path: '/*',
  untracked: true,
  linkable: true,
  handle: async (request) =>
    request.method === 'GET' && /\btext\/html\b/.test(request.headers['accept'] ?? '')
      ? { ...(await serve(request, '/index.html')), status: 404 }
      : { status: 404, body: { message: 'Not Found' } },
});

const buildSite = async (): Promise<Site> => {
  const { files } = await buildDashboard();
  return new Map(files.map((file) => [file.path, { file, compressed: gzipSync(file.body) }]));
};

const answer = (request: LocalRequest, { file, compressed }: Served, connect: readonly string[]): LocalResponse => {
  const zipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  return {
    status: 200,
    headers: {
      'content-type': file.contentType,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...dashboardHeaders(connect),
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    },
    body: zipped ? compressed : file.body,
  };
};
