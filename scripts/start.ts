/** `npm start`. What is compiled is kept, so that the next start is quicker by a quarter: hence before everything else. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { CACHE } from './local/cache.ts';

enableCompileCache(join(CACHE, 'compiled'));
await import('./local/main.ts');
