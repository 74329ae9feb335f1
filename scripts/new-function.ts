/** `npm run new:function close-incident`: makes a function's folder, its first test and its entry in the manifest. */
import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { FUNCTIONS_FOLDER, ROOT } from './manifest.ts';
import { createFunction } from './new-function/create-function.ts';

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || rest.length > 0) {
  console.error('Usage: npm run new:function <verb-noun>, for example npm run new:function close-incident');
  process.exit(1);
}

try {
  const files = await createFunction(FUNCTIONS_FOLDER, name);
  execFileSync(process.execPath, [`${ROOT}/node_modules/@biomejs/biome/bin/biome`, 'format', '--write', ...files], {
    cwd: ROOT,
  });
  console.log(files.map((file) => relative(ROOT, file)).join('\n'));
  console.log('Next: say in the manifest what it does, when it runs and what it may touch.');
} catch (error) {
  console.error(`No function was made: ${(error as Error).message}`);
  process.exitCode = 1;
}
