import { fileURLToPath } from 'node:url';

/** What can be made again and is kept so that the next start is quicker; `npm ci` takes it away. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/pd-lite', import.meta.url));
