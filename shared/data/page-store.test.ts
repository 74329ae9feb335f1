import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EscalationRun } from '../domain/escalation/run.ts';
import { later, POLICY, run, START } from '../domain/incident/fixtures/incident.ts';
import type { SmsReceipt } from '../domain/paging/delivery-status.ts';
import { type Attempt, attemptIdOf, type Page, RECEIPTS_MAX } from '../domain/paging/page.ts';
import type { E164, IncidentId, PageId, UserId } from '../lib/ids.ts';
import { addSeconds, type Instant } from '../lib/instant.ts';
import { overdue } from './due.ts';
import { freshId, type TestDatabase, testDatabase } from './fixtures/database.ts';
import { type PageStore, pageStore } from './page-store.ts';
import { type RunStore, runStore } from './run-store.ts';
import { RETIRED_SHARDS, SHARDS, shardOf } from './table.ts';

let database: TestDatabase;
let pages: PageStore;
let runs: RunStore;

beforeAll(async () => {
  database = await testDatabase();
  pages = pageStore(database.connection);
  runs = runStore(database.connection);
});
afterAll(() => database.stop());

const page = (incidentId: string, more: Partial<Page> = {}): Page => ({
  incidentId: incidentId as IncidentId,
  pageId: 'r1.0.0.ada' as PageId,
  runId: run(1),
  userId: 'ada' as UserId,
  userName: 'Ada',
  label: { number: 7, severity: 'SEV2', title: 't', service: 's' },
  acceptedAt: null,
  rules: [{ channel: 'sms', to: '+12025550101' as E164, delaySeconds: 0 }],
  exhausted: null,
  step: 0,
  stepsSent: 0,
  status: 'active',
  ended: null,
  dueAt: START,
  baton: 1,
  startedAt: START,
  ...more,
});

const escalation = (incidentId: string, more: Partial<EscalationRun> = {}): EscalationRun => ({
  incidentId: incidentId as IncidentId,
  runId: run(1),
  policyId: POLICY,
  status: 'running',
  ended: null,
  next: { round: 0, level: 0 },
  dueAt: START,
  baton: 1,
  startedAt: START,
  reached: [],
  ...more,
});

const attempt = (incidentId: string, more: Partial<Attempt> = {}): Attempt => ({
  incidentId: incidentId as IncidentId,
  attemptId: attemptIdOf('r1.0.0.ada' as PageId, 0, 'twilio', 0),
  pageId: 'r1.0.0.ada' as PageId,
  step: 0,
  n: 0,
  userName: 'Ada',
  channel: 'sms',
  provider: 'twilio',
  to: '+12025550101' as E164,
  claimedAt: START,
  region: 'us-east-1',
  outcome: 'claimed',
  sid: null,
  detail: null,
  outcomeAt: null,
  receipt: null,
  receipts: [],
  ...more,
});

const dueOf = async (incidentId: string) =>
  (await database.index('due', `due#${shardOf(incidentId)}`))
    .filter(({ pk }) => pk === `incident#${incidentId}`)
    .map(({ sk }) => sk);

describe('pages and runs', () => {
  it('begin once', async () => {
    const id = freshId();
    expect(await pages.begin(page(id))).toBe(true);
    expect(await pages.begin(page(id, { userName: 'another' }))).toBe(false);
    expect(await runs.begin(escalation(id))).toBe(true);
    expect(await runs.begin(escalation(id, { baton: 9 }))).toBe(false);
    expect(await pages.get(id as IncidentId, 'r1.0.0.ada' as PageId)).toEqual(page(id));
    expect(await runs.get(id as IncidentId, run(1))).toEqual(escalation(id));
  });

  it('are in the due index while they run, under their newest deadline, and not when they are over', async () => {
    const id = freshId();
    await pages.begin(page(id));
    await runs.begin(escalation(id));
    expect(await dueOf(id)).toEqual(['page#r1.0.0.ada', 'run#r1']);
    await pages.save(page(id, { dueAt: later(120) }), 1);
    expect(await dueOf(id)).toEqual(['run#r1', 'page#r1.0.0.ada']);
    await pages.save(page(id, { status: 'over' }), 1);
    await runs.save(escalation(id, { status: 'over' }), 1);
    expect(await dueOf(id)).toEqual([]);
  });

  it('are saved only by whoever holds the baton', async () => {
    const id = freshId();
    await pages.begin(page(id));
    await runs.begin(escalation(id));
    const taken = await Promise.all(
      Array.from({ length: 10 }, (_, n) => pages.save(page(id, { baton: 2, userName: `${n}` }), 1)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await pages.save(page(id), 1)).toBe(false);
    expect((await pages.get(id as IncidentId, 'r1.0.0.ada' as PageId))?.userName).toBe(`${taken.indexOf(true)}`);
    expect(await runs.save(escalation(id, { baton: 2 }), 1)).toBe(true);
    expect(await runs.save(escalation(id), 1)).toBe(false);
    expect(await runs.save(escalation(freshId()), 1)).toBe(false);
  });

  it('are found by level and by run, and no others', async () => {
    const id = freshId() as IncidentId;
    const ids = ['r1.0.0.ada', 'r1.0.0.ben', 'r1.0.1.cleo', 'r1.1.0.ada', 'r1.fallback.boss', 'r11.0.0.ada'];
    for (const pageId of ids) await pages.begin(page(id, { pageId: pageId as PageId }));
    const found = async (prefix: string) => (await pages.of(id, prefix)).map(({ pageId }) => pageId);
    expect(await found('r1.0.0.')).toEqual(['r1.0.0.ada', 'r1.0.0.ben']);
    expect(await found('r1.')).toEqual(ids.slice(0, 5));
    expect(await found('r')).toEqual(ids);
    expect(await pages.of(freshId() as IncidentId, 'r')).toEqual([]);
  });
});

describe('attempts', () => {
  it('are claimed by one of many', async () => {
    const id = freshId() as IncidentId;
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => pages.claim(attempt(id, { region: `${n}` }))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect((await pages.attempt(id, attempt(id).attemptId))?.region).toBe(`${claims.indexOf(true)}`);
  });

  it('are found by the rule they belong to', async () => {
    const id = freshId() as IncidentId;
    for (const [step, provider] of [
      [0, 'twilio'],
      [0, 'sns'],
      [1, 'twilio'],
      [10, 'twilio'],
    ] as const) {
      await pages.claim(
        attempt(id, { attemptId: attemptIdOf('r1.0.0.ada' as PageId, step, provider, 0), step, provider }),
      );
    }
    const found = async (step?: number) =>
      (await pages.attemptsOf(id, 'r1.0.0.ada' as PageId, step)).map(({ attemptId }) => attemptId);
    expect(await found(0)).toEqual(['r1.0.0.ada.0.sns.0', 'r1.0.0.ada.0.twilio.0']);
    expect(await found(1)).toEqual(['r1.0.0.ada.1.twilio.0']);
    expect(await found()).toHaveLength(4);
  });

  it('lose no change that is made at the same time as others', async () => {
    const id = freshId() as IncidentId;
    await pages.claim(attempt(id));
    const add = (n: number) =>
      pages.amend(id, attempt(id).attemptId, (now) => ({
        ...now,
        receipts: [...now.receipts, { kind: 'sms', status: 'sent', at: later(n) }],
      }));
    await Promise.all([0, 1, 2, 3].map(add));
    expect((await pages.attempt(id, attempt(id).attemptId))?.receipts.map(({ at }) => at).sort()).toEqual(
      [0, 1, 2, 3].map(later),
    );
  });

  it('keep what came in between a claim and its outcome', async () => {
    const id = freshId() as IncidentId;
    const claim = attempt(id);
    await pages.claim(claim);
    await pages.amend(id, claim.attemptId, (now) => ({
      ...now,
      receipts: [{ kind: 'sms', status: 'delivered', at: later(1) }],
    }));
    const amended = await pages.amend(id, claim.attemptId, (now) => ({ ...now, outcome: 'accepted' }), claim);
    expect(amended).toMatchObject({
      before: { outcome: 'claimed' },
      after: { outcome: 'accepted', receipts: [{ status: 'delivered' }] },
    });
  });

  it('are left alone by a change that is none, and by one to what is not there', async () => {
    const id = freshId() as IncidentId;
    expect(await pages.amend(id, 'none', (now) => now)).toBeUndefined();
    await pages.claim(attempt(id));
    const { before, after: same } = (await pages.amend(id, attempt(id).attemptId, () => undefined)) ?? {};
    expect(before).toBe(same);
    expect(await database.item(`incident#${id}`, `attempt#${attempt(id).attemptId}`)).toMatchObject({ revision: 1 });
  });

  it('are given up, with an error, when others change them every time', async () => {
    const id = freshId() as IncidentId;
    const claim = attempt(id);
    await pages.claim(claim);
    const { client } = database.connection;
    // Every put finds that somebody else's came before it.
    const contended = Object.assign(Object.create(client) as typeof client, {
      send: (command: Parameters<typeof client.send>[0]) =>
        command.constructor.name === 'PutCommand'
          ? Promise.reject(Object.assign(new Error('lost'), { name: 'ConditionalCheckFailedException' }))
          : client.send(command),
    });
    let tries = 0;
    const losing = pageStore({ ...database.connection, client: contended }).amend(id, claim.attemptId, (now) => {
      tries += 1;
      return now;
    });
    await expect(losing).rejects.toThrow('changed by others 8 times');
    expect(tries).toBe(8);
  });
});

describe('what is overdue', () => {
  const far = '2030-01-01T00:00:00.000Z' as Instant;
  const at = (seconds: number) => addSeconds(far, seconds);

  it('is the oldest first, strictly before the instant, over all shards, and names the item', async () => {
    const ids = Array.from({ length: 3 * SHARDS }, freshId);
    for (const [index, id] of ids.entries()) await runs.begin(escalation(id, { dueAt: at(ids.length - index) }));
    const found = (await overdue(database.connection, 'due', at(10), 100)).filter(({ since }) => since >= far);
    expect(found.map(({ since }) => since)).toEqual(Array.from({ length: 9 }, (_, n) => at(n + 1)));
    expect(found[0]).toEqual({ incidentId: ids.at(-1), name: 'run#r1', since: at(1) });
  });

  it('is bounded in each shard, and gives the oldest of it', async () => {
    const id = freshId();
    for (let n = 0; n < 5; n += 1)
      await pages.begin(
        page(id, { pageId: `r${n}` as PageId, dueAt: addSeconds('2000-01-01T00:00:00.000Z' as Instant, n) }),
      );
    const found = await overdue(database.connection, 'due', '2000-01-02T00:00:00.000Z' as Instant, 2);
    expect(found.map(({ name }) => name)).toEqual(['page#r0', 'page#r1']);
  });
});

describe('what was entered in a shard that there is no more', () => {
  it.each(RETIRED_SHARDS)(
    'is found in shard %i too, every ten minutes, and leaves it when it is taken over',
    async (shard) => {
      const run = escalation(freshId(), { dueAt: '1999-12-31T23:00:00.000Z' as Instant });
      await runs.begin(run);
      const { client, table } = database.connection;
      const Key = { pk: `incident#${run.incidentId}`, sk: `run#${run.runId}` };
      const enter = { UpdateExpression: 'SET duePk = :old', ExpressionAttributeValues: { ':old': `due#${shard}` } };
      await client.send(new UpdateCommand({ TableName: table, Key, ...enter }));
      const foundAt = async (minute: string) =>
        (await overdue(database.connection, 'due', `1999-12-31T23:${minute}:30.000Z` as Instant, 100))
          .map(({ incidentId }) => incidentId)
          .filter((id) => id === run.incidentId).length;
      expect([await foundAt('19'), await foundAt('20'), await foundAt('21')]).toEqual([0, 1, 0]);
      expect(await runs.save({ ...run, baton: 2 }, 1)).toBe(true);
      expect([await foundAt('21'), await foundAt('30')]).toEqual([1, 1]);
      expect(await runs.save({ ...run, baton: 3, status: 'over' }, 2)).toBe(true);
    },
  );
});

it('spreads incidents over the shards', () => {
  const symbols = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
  const used = new Map<number, number>();
  for (const symbol of symbols) used.set(shardOf(`01JDBX${symbol}`), (used.get(shardOf(`01JDBX${symbol}`)) ?? 0) + 1);
  expect(used.size).toBe(SHARDS);
  expect(Math.max(...used.values())).toBeLessThanOrEqual((2 * symbols.length) / SHARDS);
});

describe('a receipt that is a step forward', () => {
  const SENT = { kind: 'sms', status: 'sent' } as const;
  const taken = async (more: Partial<Attempt> = {}) => {
    const id = freshId() as IncidentId;
    const claim: Attempt = { ...attempt(id), outcome: 'accepted', sid: 'SM1', ...more };
    await pages.claim(claim);
    return (receipt: SmsReceipt, at = later(1)) => pages.stepForward(id, claim.attemptId, receipt, at);
  };

  it('is written in one request, and the attempt is as a reader would have made it', async () => {
    const step = await taken();
    expect(await step(SENT)).toMatchObject({ receipt: SENT, receipts: [{ ...SENT, at: later(1) }], sid: 'SM1' });
    expect(await step({ kind: 'sms', status: 'undelivered', errorCode: '30003' }, later(2))).toMatchObject({
      receipt: { status: 'undelivered', errorCode: '30003' },
      receipts: [{ status: 'sent' }, { status: 'undelivered' }],
    });
  });

  it.each<readonly [string, Partial<Attempt>, SmsReceipt]>([
    ['comes twice', { receipt: SENT }, SENT],
    ['is older', { receipt: { kind: 'sms', status: 'delivered' } }, SENT],
    ['comes after the end', { receipt: { kind: 'sms', status: 'failed' } }, { kind: 'sms', status: 'delivered' }],
    ['has nothing before it', {}, { kind: 'sms', status: 'accepted' }],
    ['is of a message, and the attempt was a call', { receipt: { kind: 'call', status: 'queued' } }, SENT],
    ['comes before its sender says that it was sent', { outcome: 'claimed' }, SENT],
    ['names a message whose id nobody has', { sid: null }, SENT],
    ['is one too many', { receipts: Array.from({ length: RECEIPTS_MAX }, () => ({ ...SENT, at: later(0) })) }, SENT],
  ])('is left to who reads first when it %s', async (_, more, receipt) => {
    expect(await (await taken(more))(receipt)).toBeUndefined();
  });

  it('undoes nothing that was written meanwhile, and is not undone', async () => {
    const id = freshId() as IncidentId;
    const claim: Attempt = { ...attempt(id), outcome: 'accepted', sid: 'SM1' };
    await pages.claim(claim);
    const notes = Array.from({ length: 5 }, (_, n) =>
      pages.amend(id, claim.attemptId, (now) => ({ ...now, detail: `${now.detail ?? ''}${n}` })),
    );
    await Promise.all([...notes, pages.stepForward(id, claim.attemptId, SENT, later(1))]);
    const after = await pages.attempt(id, claim.attemptId);
    expect(after).toMatchObject({ receipt: SENT, receipts: [{ status: 'sent' }] });
    expect([...(after?.detail ?? '')].sort().join('')).toBe('01234');
  });
});
