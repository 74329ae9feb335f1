/** `npm run build`: bundles every function of the manifest into dist/, and fails if one is heavier than its kind allows. */
import { weightTable } from './build/budget.ts';
import { buildFunctions } from './build/build-functions.ts';
import { FUNCTIONS_FOLDER, ROOT, readManifest } from './manifest.ts';

const weights = await buildFunctions(await readManifest(), FUNCTIONS_FOLDER, `${ROOT}/dist`);
console.log(weightTable(weights));

const over = weights.filter((weighed) => weighed.over);
console.log(`\n${weights.length} functions, ${over.length} over budget`);
process.exitCode = over.length === 0 ? 0 : 1;
