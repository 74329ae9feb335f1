/*
 * Who may import whom: lib <- domain <- {data, ingest, telephony, slack, advisor} <- runtime <- functions.
 * scripts and tests may import anything; nothing but a test imports them.
 */
/** Tests, and what only tests use. */
const TEST = '\\.test\\.ts$|/fixtures/';
const ADAPTERS = '(data|ingest|telephony|slack|advisor)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'lib-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^shared/lib/' },
      to: { path: '^(shared|functions)/', pathNot: '^shared/lib/' },
    },
    {
      name: 'domain-imports-only-lib',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { path: '^(shared|functions)/', pathNot: '^shared/(lib|domain)/' },
    },
    {
      name: 'domain-needs-no-package-but-temporal',
      comment: 'A decision that can be replayed years later depends on nothing that changes under it (D12).',
      severity: 'error',
      from: { path: '^shared/domain/', pathNot: TEST },
      to: { path: 'node_modules/', pathNot: 'node_modules/temporal-polyfill/' },
    },
    {
      name: 'domain-needs-nothing-of-node',
      comment: 'No clock, file, process or random source: they come in as arguments (D12).',
      severity: 'error',
      from: { path: '^shared/domain/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-know-the-domain-and-not-each-other',
      severity: 'error',
      from: { path: `^shared/${ADAPTERS}/` },
      to: { path: '^(shared|functions)/', pathNot: '^shared/(lib|domain|$1)/' },
    },
    {
      name: 'runtime-knows-no-function',
      severity: 'error',
      from: { path: '^shared/runtime/', pathNot: TEST },
      to: { path: '^functions/' },
    },
    {
      name: 'a-function-knows-no-other-function',
      comment: 'What two functions share belongs in shared/. A test may walk through several, as a person does.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/', pathNot: TEST },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'the-product-knows-no-script-and-no-test',
      severity: 'error',
      from: { path: '^(shared|functions)/', pathNot: TEST },
      to: { path: `^(scripts|tests)/|${TEST}` },
    },
    {
      name: 'the-dashboard-knows-the-api-alone',
      comment: 'It runs in a browser, and anybody could write another.',
      severity: 'error',
      from: { path: '^dashboard/' },
      to: { path: '^(shared|functions|scripts|tests)/' },
    },
    {
      name: 'electrodb-only-in-data',
      severity: 'error',
      from: { path: '^(shared|functions)/', pathNot: '^shared/data/' },
      to: { path: 'node_modules/electrodb/' },
    },
    {
      name: 'not-the-whole-of-twilio',
      comment: 'Its root is 3.6 MB and 170 ms. Import the file that has what is needed.',
      severity: 'error',
      from: { path: '^(shared|functions)/', pathNot: TEST },
      to: { path: 'node_modules/twilio/(lib/)?index\\.(js|d\\.ts)$' },
    },
    {
      name: 'the-product-runs-without-development-packages',
      severity: 'error',
      from: { path: '^(shared|functions)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Of what runs: types may know each other.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-imported-exists',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // An import of types alone is still knowledge of the other layer.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
