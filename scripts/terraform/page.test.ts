import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { ADDRESSES, FILES } from '../local/dashboard.ts';
import { REFERENCE_PATHS } from '../local/reference.ts';
import { ROOT } from '../manifest.ts';

const code = readFileSync(join(ROOT, 'terraform/page.js'), 'utf8');
/** The file that CloudFront looks for at an address. */
const fileAt = (uri: string): string =>
  runInNewContext(`${code}; handler({ request: { uri } }).uri`, { uri }) as string;

it.each(ADDRESSES.map((path) => path.replace('*', 'INC-7')))('gives the page at %s, as the laptop does', (path) => {
  expect(fileAt(path)).toBe('/index.html');
});

it.each(FILES.map((path) => path.replace('*', 'main-3F2A.js')))('leaves the file %s', (path) => {
  expect(fileAt(path)).toBe(path);
});

it.each(REFERENCE_PATHS)('finds the description of the API at %s', (path) => {
  expect(fileAt(path)).toBe(/\/api\/?$/.test(path) ? '/docs/api/index.html' : path);
});
