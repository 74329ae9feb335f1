import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { chatRoomStore } from '../../shared/data/chat-room-store.ts';
import { freshId } from '../../shared/data/fixtures/database.ts';
import { userGroupStore } from '../../shared/data/user-group-store.ts';
import { declareCommand, START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { IncidentId } from '../../shared/lib/ids.ts';
import { addSeconds, type Instant } from '../../shared/lib/instant.ts';
import { FakeSlack, TEAM_CHANNEL, UNREACHABLE } from '../../shared/runtime/fixtures/slack.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import type { SyncAgain } from '../../shared/runtime/slack/sync-queue.ts';
import { type SyncEvent, syncSlack } from './handler.ts';

let stores: TestStores;
let slack: FakeSlack;
let at: Instant;
let queued: SyncAgain[];
let numbers = 900;

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());
beforeEach(() => {
  at = START;
  queued = [];
  slack = new FakeSlack(() => at);
});

const deps = () => ({
  rooms: chatRoomStore(stores.table),
  groups: userGroupStore(stores.table),
  reads: stores.reads,
  incidents: stores.incidents,
  directory: stores.directory,
  slack,
  queue: { send: async (again: SyncAgain) => void queued.push(again) },
  clock: { now: () => at },
  announceChannel: TEAM_CHANNEL,
});
const call = (event: SyncEvent, more: object = {}) =>
  syncSlack({ ...deps(), ...more }, event, { at, remainingMs: () => 60_000 });

const declare = async () => {
  const incidentId = freshId() as IncidentId;
  numbers += 1;
  await stores.commands.execute(incidentId, declareCommand({ incidentId, number: numbers }));
  return incidentId;
};
const fromBus = (incidentId: IncidentId) => ({ source: 'pd-lite', detail: { incidentId } }) as const;
const messages = (...again: readonly SyncAgain[]) => ({
  Records: again.map((one, n) => ({ messageId: `m${n}`, body: JSON.stringify(one) })) as never,
});

it('brings an incident that something happened to in line', async () => {
  expect(await call(fromBus(await declare()))).toEqual({ synced: 1, failed: 0, batchItemFailures: [] });
  expect(slack.rooms).toHaveLength(1);
});

it('tries again when a message says so, unless another time was set since', async () => {
  const id = await declare();
  slack.fate = () => ({ before: UNREACHABLE });
  await call(fromBus(id));
  await call(fromBus(id));
  expect(queued).toHaveLength(2);
  slack.fate = () => undefined;
  expect(await call(messages(queued[0] as SyncAgain))).toMatchObject({ synced: 0 });
  expect(slack.rooms).toEqual([]);
  expect(await call(messages(queued[1] as SyncAgain))).toMatchObject({ synced: 1 });
  expect(slack.rooms).toHaveLength(1);
});

it('gives back the messages that could not be dealt with, and only those', async () => {
  const [bad, good] = [await declare(), await declare()];
  slack.fate = () => ({ before: UNREACHABLE });
  await call(fromBus(bad));
  await call(fromBus(good));
  slack.fate = () => undefined;
  const reads = {
    record: (id: IncidentId) => (id === bad ? Promise.reject(new Error('down')) : stores.reads.record(id)),
  };
  const report = await call(messages(...queued), { reads });
  expect(report).toEqual({ synced: 1, failed: 1, batchItemFailures: [{ itemIdentifier: 'm0' }] });
});

it('finds by the minute what is overdue, whether its message was lost or its worker died', async () => {
  const id = await declare();
  const lost = { queue: { send: () => Promise.reject(new Error('the queue is down')) } };
  slack.fate = () => ({ before: UNREACHABLE });
  expect(await call(fromBus(id), lost)).toMatchObject({ synced: 1 });
  slack.fate = () => undefined;
  at = addSeconds(at, 30);
  await call({ source: 'aws.events' });
  expect((await chatRoomStore(stores.table).get(id))?.card).not.toBeNull();
});

it('does nothing where no Slack is set up', async () => {
  const report = await syncSlack(null, fromBus(await declare()), { at, remainingMs: () => 60_000 });
  expect(report).toEqual({ synced: 0, failed: 0, batchItemFailures: [] });
});
