/** `npm run new:token`: lets somebody in where nobody is known yet (docs/deploy.md). */
import { parseArgs } from 'node:util';
import { connectTable } from '../shared/data/table.ts';
import type { Instant } from '../shared/lib/instant.ts';
import { makeFirstToken } from './deploy/first-token.ts';

const { values } = parseArgs({
  options: { table: { type: 'string', default: 'pd-lite-state' }, region: { type: 'string', default: 'us-east-1' } },
});

try {
  const token = await makeFirstToken(connectTable(values), new Date().toISOString() as Instant);
  console.log(
    `${token}\n\nAn admin for a day; it is not shown again. Make yourself a user with it, or a token that lasts (POST /v1/tokens).`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
