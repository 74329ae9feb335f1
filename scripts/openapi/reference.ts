import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, readManifest } from '../manifest.ts';
import { openApi } from './document.ts';
import { referencePage } from './page.ts';

/** A file of the reference, as it is served. */
export interface ReferenceFile {
  /** `/openapi.json` */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** The page has no script and takes its styles from us alone. */
export const REFERENCE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** The description of the API, and a page to read it by: made from the manifest and the schemas, so that it is true. */
export const buildReference = async (): Promise<readonly ReferenceFile[]> => {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const document = openApi(await readManifest(), version);
  return [
    { path: '/openapi.json', contentType: 'application/json', body: `${JSON.stringify(document, null, 2)}\n` },
    { path: '/docs/api/index.html', contentType: 'text/html; charset=utf-8', body: referencePage(document) },
    {
      path: '/docs/api/reference.css',
      contentType: 'text/css; charset=utf-8',
      body: await readFile(new URL('./reference.css', import.meta.url), 'utf8'),
    },
  ];
};
