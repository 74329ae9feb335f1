import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import { incidentStore } from '../../shared/data/incident-store.ts';
import { pageStore } from '../../shared/data/page-store.ts';
import { runStore } from '../../shared/data/run-store.ts';
import type { TableConnection } from '../../shared/data/table.ts';
import { directTable } from './direct-table.ts';
import { planOf, type RacePlan, type RaceSeen, type RaceStores, race, SENDS_EACH } from './race.ts';
import { seeded } from './seeded.ts';

const RACES = 10_000;
/** Incidents at once; each has four races. */
const AT_ONCE = 50;
/** How many of the races must end each way for them to have been races. */
const EACH_WAY_MIN = RACES / 50;

const SEED = Number(process.env['PD_SEED'] ?? Date.now() % 1_000_000);

let connection: TableConnection;
let stores: RaceStores;

beforeAll(async () => {
  // A line for each send that is withheld would be thousands.
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  connection = await directTable();
  stores = { incidents: incidentStore(connection), pages: pageStore(connection), runs: runStore(connection) };
});

/** What is wrong with what was seen of one race; undefined: nothing. */
const wrongWith = ({ plan, confirmedAt, passed, sentAt, attempt }: RaceSeen): string | undefined => {
  const late = passed.find((asked) => asked > confirmedAt);
  if (late !== undefined)
    return `a fence asked for at ${late} was passed after the answer was confirmed at ${confirmedAt}`;
  if (attempt.outcome === 'accepted') {
    return passed.length > 0 && sentAt !== undefined ? undefined : 'it was sent without passing the fence';
  }
  if (attempt.outcome !== 'withheld') return `the attempt ended as ${attempt.outcome}`;
  const how = plan.stop === 'Resolve' ? 'resolved' : 'acknowledged';
  if (!attempt.detail?.startsWith(`${how} by ${plan.by.name} at `))
    return `withheld, and does not say who answered: ${attempt.detail}`;
  return sentAt === undefined ? undefined : 'it was withheld and sent';
};

/**
 * In the table's own order: the head that the answer wrote closes the fence, and takes away the mark that a fence passed
 * before it has left. A mark that is there now was left behind the answer.
 */
const marksBehindTheAnswer = async (plans: readonly RacePlan[]): Promise<string[]> => {
  const marks: string[] = [];
  for (let from = 0; from < plans.length; from += AT_ONCE) {
    const heads = plans.slice(from, from + AT_ONCE).map(async ({ incidentId }) => {
      const Key = { pk: `incident#${incidentId}`, sk: 'now' };
      const { Item: head } = await connection.client.send(
        new GetCommand({ TableName: connection.table, Key, ConsistentRead: true }),
      );
      if (head?.['fence'] !== 'none') marks.push(`${incidentId}: its fence is open`);
      if (head?.['fencedAt'] !== undefined) marks.push(`${incidentId}: a fence was passed behind the answer`);
    });
    await Promise.all(heads);
  }
  return marks;
};

it(`passes no fence after a confirmed answer in ${RACES} races of an answer and a send (PD_SEED=${SEED})`, {
  timeout: 300_000,
}, async () => {
  const chance = seeded(SEED);
  const plans = Array.from({ length: RACES / SENDS_EACH }, (_, index) => planOf(index, chance));
  const seen: RaceSeen[] = [];
  let started = 0;
  const racer = async (): Promise<void> => {
    for (let plan = plans[started++]; plan; plan = plans[started++]) seen.push(...(await race(stores, plan)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, racer));

  const wrong = seen.flatMap((each) => wrongWith(each) ?? []);
  expect(wrong.slice(0, 5), `PD_SEED=${SEED}: ${wrong.length} of ${RACES} went wrong`).toEqual([]);
  expect((await marksBehindTheAnswer(plans)).slice(0, 5), `PD_SEED=${SEED}`).toEqual([]);

  expect(seen).toHaveLength(RACES);
  const ended = (outcome: string) => seen.filter(({ attempt }) => attempt.outcome === outcome).length;
  expect(ended('accepted')).toBeGreaterThan(EACH_WAY_MIN);
  expect(ended('withheld')).toBeGreaterThan(EACH_WAY_MIN);
  // The closest calls, which must be among them: handed over behind a fence passed in time, with the answer in between.
  expect(seen.filter(({ sentAt, confirmedAt }) => sentAt !== undefined && sentAt > confirmedAt).length).toBeGreaterThan(
    0,
  );
});
