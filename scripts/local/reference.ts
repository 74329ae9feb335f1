import type { LocalResponse, Route } from './router.ts';

/** Where each file of the reference is: a folder's page also at the folder itself. */
export const REFERENCE_PATHS = ['/openapi.json', '/docs/api', '/docs/api/', '/docs/api/reference.css'];

const fileOf = (path: string): string => (/\/api\/?$/.test(path) ? '/docs/api/index.html' : path);

/** Made, and all that it is made from loaded, at the first request: the region is ready without. */
const build = async (): Promise<ReadonlyMap<string, LocalResponse>> => {
  const { buildReference, REFERENCE_HEADERS } = await import('../openapi/reference.ts');
  const files = await buildReference();
  return new Map(
    files.map(({ path, contentType, body }) => [
      path,
      { status: 200, headers: { ...REFERENCE_HEADERS, 'content-type': contentType }, body },
    ]),
  );
};

/** The description of the API, and its page. */
export const referenceRoutes = (): Route[] => {
  let built: ReturnType<typeof build> | undefined;
  const route = (path: string): Route => ({
    method: 'GET',
    path,
    untracked: true,
    linkable: true,
    handle: async () => {
      built ??= build();
      return (await built).get(fileOf(path)) ?? { status: 404 };
    },
  });
  return REFERENCE_PATHS.map(route);
};
