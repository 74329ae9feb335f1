/** `npm run build`: bundles every function, the dashboard and the description of the API into dist/, and fails if one is too heavy. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { weightTable } from './build/budget.ts';
import { buildFunctions } from './build/build-functions.ts';
import { buildDashboard, FIRST_LOAD_BYTES_MAX } from './build/dashboard.ts';
import { FUNCTIONS_FOLDER, ROOT, readManifest } from './manifest.ts';
import { buildReference } from './openapi/reference.ts';

const weights = await buildFunctions(await readManifest(), FUNCTIONS_FOLDER, `${ROOT}/dist`);
console.log(weightTable(weights));

const over = weights.filter((weighed) => weighed.over);
console.log(`\n${weights.length} functions, ${over.length} over budget`);

const { files, firstLoadBytes } = await buildDashboard();
const site = join(ROOT, 'dist/dashboard');
await rm(site, { recursive: true, force: true });
for (const { path, body } of [...files, ...(await buildReference())]) {
  await mkdir(dirname(join(site, path)), { recursive: true });
  await writeFile(join(site, path), body);
}
const tooHeavy = firstLoadBytes > FIRST_LOAD_BYTES_MAX;
const most = `of ${FIRST_LOAD_BYTES_MAX / 1000} kB allowed`;
console.log(`dashboard: first load ${(firstLoadBytes / 1000).toFixed(1)} kB compressed ${most}`);

process.exitCode = over.length === 0 && !tooHeavy ? 0 : 1;
