/** `npm run copy:table`: a restored table's items into the new, empty one of another deployment (docs/runbook.md). */
import { parseArgs } from 'node:util';
import { connectTable } from '../shared/data/table.ts';
import { copyTable } from './deploy/copy-table.ts';

const { values } = parseArgs({
  options: { from: { type: 'string' }, to: { type: 'string' }, region: { type: 'string', default: 'us-east-1' } },
});

try {
  const { from, to, region } = values;
  if (!from || !to) throw new Error('say which: --from pd-lite-restored --to pd-lite2-state');
  const copied = await copyTable(connectTable({ table: from, region }), connectTable({ table: to, region }));
  console.log(`${copied} items of ${from} are in ${to}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
