import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import HEADERS from '../../dashboard/headers.json' with { type: 'json' };

const DASHBOARD = fileURLToPath(new URL('../../dashboard/', import.meta.url));
const ENTRY = 'dashboard/src/main.tsx';

/** What a browser must load before it shows the incidents: markup, styles and scripts, compressed. */
export const FIRST_LOAD_BYTES_MAX = 150_000;

/** A file of the dashboard, as it is served. */
export interface StaticFile {
  /** `/assets/main-3F2A.js` */
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
  /** Its name changes with its content: it may be kept for ever. */
  readonly immutable: boolean;
}

export interface DashboardBuild {
  readonly files: readonly StaticFile[];
  /** The page that every address of the dashboard gets. */
  readonly page: StaticFile;
  /** Compressed. */
  readonly firstLoadBytes: number;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

const staticFile = (path: string, body: Uint8Array | string): StaticFile => ({
  path,
  contentType: CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
  body: Buffer.from(body as Uint8Array),
  immutable: path.startsWith('/assets/'),
});

/**
 * Packages that the page does without. What keeps a page from scrolling behind a dialog writes a style element, which
 * the content security policy refuses; a rule in our styles does the same.
 */
const withoutInlineStyles: Plugin = {
  name: 'without-inline-styles',
  setup(plugin) {
    plugin.onResolve({ filter: /^react-remove-scroll$/ }, () => ({
      path: join(DASHBOARD, 'src/ui/no-scroll-lock.tsx'),
    }));
  },
};

const bundle = () =>
  build({
    absWorkingDir: join(DASHBOARD, '..'),
    entryPoints: [ENTRY],
    outdir: '/',
    outbase: 'dashboard/src',
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    jsx: 'automatic',
    minify: true,
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutInlineStyles],
  });

/** The service worker, told what to keep for when there is no network. */
const bundleWorker = async (shell: readonly string[]): Promise<StaticFile> => {
  const version = createHash('sha256').update(shell.join()).digest('hex').slice(0, 12);
  const { outputFiles } = await build({
    absWorkingDir: join(DASHBOARD, '..'),
    entryPoints: ['dashboard/src/service-worker.ts'],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'silent',
    define: { __SHELL__: JSON.stringify(shell), __VERSION__: JSON.stringify(version) },
  });
  return staticFile('/sw.js', (outputFiles[0] as OutputFile).contents);
};

/** Everything that the entry imports at once, the entry first; what it imports later is left out. */
const firstScripts = ({ outputs }: Metafile): { readonly scripts: string[]; readonly styles: string[] } => {
  const entry = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === ENTRY) as string;
  const seen = new Set([entry]);
  for (const name of seen) {
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') seen.add(path);
  }
  const style = outputs[entry]?.cssBundle;
  return { scripts: [...seen].map(rooted), styles: style ? [rooted(style)] : [] };
};

/** esbuild tells outputs relative to the working directory, or absolute: all we want is `/assets/name`. */
const rooted = (name: string): string => `/assets/${basename(name)}`;

const pageOf = async (first: ReturnType<typeof firstScripts>): Promise<StaticFile> => {
  const template = await readFile(join(DASHBOARD, 'index.html'), 'utf8');
  const [entry = '', ...others] = first.scripts;
  const tags = [
    ...first.styles.map((path) => `<link rel="stylesheet" href="${path}">`),
    ...others.map((path) => `<link rel="modulepreload" href="${path}">`),
    `<script type="module" src="${entry}"></script>`,
  ];
  return staticFile('/index.html', template.replace('<!-- assets -->', tags.join('\n  ')));
};

const publicFiles = async (): Promise<StaticFile[]> => {
  const names = await readdir(join(DASHBOARD, 'public'));
  return Promise.all(
    names.map(async (name) => staticFile(`/${name}`, await readFile(join(DASHBOARD, 'public', name)))),
  );
};

/**
 * Builds the dashboard in memory: scripts and styles with hashed names, the page that loads them, and a service worker.
 *
 * @throws Error of esbuild when a source cannot be built
 */
export const buildDashboard = async (): Promise<DashboardBuild> => {
  const { outputFiles, metafile } = await bundle();
  const assets = outputFiles.map(({ path, contents }) => staticFile(rooted(path), contents));
  const first = firstScripts(metafile);
  const [page, others] = await Promise.all([pageOf(first), publicFiles()]);
  // The system keeps the icons of what is installed: the shell does without their pictures.
  const shell = [...assets, ...others].map(({ path }) => path).filter((path) => !path.endsWith('.png'));
  const worker = await bundleWorker(shell.sort());
  const files = [page, worker, ...assets, ...others];
  const loadedFirst = new Set([page.path, ...first.scripts, ...first.styles]);
  const firstLoadBytes = files
    .filter(({ path }) => loadedFirst.has(path))
    .reduce((sum, { body }) => sum + gzipSync(body).length, 0);
  return { files, page, firstLoadBytes };
};

/**
 * What every answer of the dashboard carries, on the laptop and in AWS: both read the same file. Nothing inline, nothing
 * of others; `connect` are the other origins that it talks to: the issuer of sign-in.
 */
export const dashboardHeaders = (connect: readonly string[] = []): Readonly<Record<string, string>> => {
  const origins = connect.map((origin) => ` ${origin}`).join('');
  const headers = Object.entries(HEADERS).map(([name, value]) => [name, value.replace('${connect}', origins)] as const);
  return Object.fromEntries(headers);
};
