import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, OnResolveArgs, Plugin, PluginBuild } from 'esbuild';

const standIn = (file: string): string => fileURLToPath(new URL(`./stand-ins/${file}`, import.meta.url));

/** Packages that a bundle gets something smaller for. Why each is safe is said in the file that replaces it. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@aws-lambda-powertools/jmespath': standIn('jmespath.ts'),
  '@aws-lambda-powertools/jmespath/functions': standIn('jmespath.ts'),
  '@aws-sdk/credential-provider-node': standIn('credentials.ts'),
  '@smithy/core/event-streams': standIn('event-streams.ts'),
  electrodb: standIn('electrodb.js'),
  jsonschema: standIn('jsonschema.ts'),
  'p-queue': standIn('p-queue.cjs'),
  'p-retry': standIn('p-retry.cjs'),
  xmlbuilder: standIn('xmlbuilder.ts'),
};

const inPackage = (name: string, file: string): boolean => file.replaceAll('\\', '/').includes(`node_modules/${name}/`);

const replacePackages: Plugin = {
  name: 'replace-packages',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
      const file = STAND_INS[path];
      return file === undefined ? undefined : { path: file };
    });
    // ElectroDB's own requires of the SDK; ours go to the real packages.
    build.onResolve({ filter: /^@aws-sdk\/(lib|util)-dynamodb$/ }, ({ importer }) =>
      inPackage('electrodb', importer) ? { path: standIn('sdk-slot.cjs') } : undefined,
    );
    build.onResolve({ filter: /^\.\/(call|message)\// }, ({ importer }) =>
      inPackage('twilio/lib/rest/api/v2010/account', importer)
        ? { path: standIn('twilio-subresource.cjs') }
        : undefined,
    );
    build.onResolve({ filter: /^\.\/(methods|chat-stream|file-upload)$/ }, ({ importer, path }) => {
      if (!inPackage('@slack/web-api/dist', importer)) return undefined;
      return { path: standIn(path === './methods' ? 'slack-methods.cjs' : 'slack-unused.cjs') };
    });
  },
};

/** Resolves as esbuild would, and adds that the module does nothing but define what it exports. */
const withoutSideEffects = (build: PluginBuild, filter: RegExp, applies: (args: OnResolveArgs) => boolean): void => {
  const seen = Symbol('resolved by this plugin');
  build.onResolve({ filter }, async (args) => {
    if (args.pluginData === seen || !applies(args)) return undefined;
    const { importer, kind, namespace, resolveDir } = args;
    const resolved = await build.resolve(args.path, { importer, kind, namespace, resolveDir, pluginData: seen });
    return { ...resolved, sideEffects: false };
  });
};

const OURS = /[\\/](functions|shared)[\\/](?!.*node_modules).*\.ts$/;

/**
 * `once(make)` only remembers what to make, which a bundler cannot see from another file. Told so, it drops the dependencies that a
 * function does not ask for, and the SDK's clients with them.
 */
const pruneUnusedDependencies: Plugin = {
  name: 'prune-unused-dependencies',
  setup(build) {
    withoutSideEffects(build, /^\./, ({ importer }) => OURS.test(importer));
    build.onLoad({ filter: /[\\/]shared[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return {
        loader: 'ts',
        contents: text.replaceAll(/^((?:export )?const \w+ = )once\(/gm, '$1/* @__PURE__ */ once('),
      };
    });
  },
};

const pruneUnusedModules: Plugin = {
  name: 'prune-unused-modules',
  setup(build) {
    // Neither package says so in its package.json, which keeps every module of theirs that is reachable.
    withoutSideEffects(build, /^electrodb\//, () => true);
    withoutSideEffects(build, /^@aws-sdk\/lib-dynamodb$/, ({ importer }) => !inPackage('electrodb', importer));
    withoutSideEffects(build, /^\./, ({ importer }) => inPackage('@aws-sdk/lib-dynamodb', importer));
  },
};

/** How a function is bundled for Lambda. Why each setting: the cold start is most of what a page waits for on a quiet day. */
export const lambdaPreset: BuildOptions & { metafile: true } = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  // As an ES module, the first import of node:http costs 20 ms more on Node 22.
  format: 'cjs',
  // The packages' ES modules, which can be pruned, before their CommonJS, which cannot: a quarter of the size.
  mainFields: ['module', 'main'],
  // Classes lose their names: an error that a state machine catches has its name as a string, and a test holds us to it.
  minify: true,
  // Reading a source map takes longer than the start.
  sourcemap: false,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  logLevel: 'warning',
  // First answer wins: the replacement before the pruning.
  plugins: [replacePackages, pruneUnusedModules, pruneUnusedDependencies],
};
