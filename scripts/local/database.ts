import { parseArgs } from 'node:util';
import { startDatabase } from './aws/dynamodb.ts';

/**
 * The laptop's database alone, for two regions on one table:
 * `node scripts/local/database.ts --port 8000 --path .pd-lite/shared`, then `AWS_ENDPOINT_URL_DYNAMODB` for both.
 * Port 0 takes any that is free; without a path nothing is kept.
 */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, path: { type: 'string' } } });

const database = await startDatabase(values.path ?? null, Number(values.port));
console.log(database.url);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void database.stop().then(() => process.exit(0)));
}
