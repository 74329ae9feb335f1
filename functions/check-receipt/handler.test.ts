import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../../shared/data/fixtures/database.ts';
import { later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { Receipt } from '../../shared/domain/paging/delivery-status.ts';
import type { IncidentId } from '../../shared/lib/ids.ts';
import { attemptOf, declared, invocation, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { checkReceipt } from './handler.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const check = async (receipt: Receipt | null, found: object = { type: 'not-found' }) => {
  const attempt = attemptOf(pageOf(freshId() as IncidentId), {
    receipt,
    channel: receipt?.kind === 'call' ? 'voice' : 'sms',
  });
  await stores.pages.claim(attempt);
  const asked: unknown[] = [];
  const find = async (lookup: unknown) => {
    asked.push(lookup);
    return found;
  };
  const deps = { ...sendDepsOf(stores), twilio: { findMessage: find, findCall: find } };
  const said = await checkReceipt(
    deps as never,
    { incidentId: attempt.incidentId, attemptId: attempt.attemptId },
    invocation(),
  );
  return { said, asked: asked.length };
};

it.each<readonly [Receipt, object]>([
  [{ kind: 'sms', status: 'delivered' }, { good: true }],
  [{ kind: 'sms', status: 'sent' }, { good: true }],
  [{ kind: 'call', status: 'ringing' }, { good: true }],
  [{ kind: 'call', status: 'busy' }, { good: true }],
  [{ kind: 'call', status: 'no-answer' }, { good: true }],
  [
    { kind: 'sms', status: 'undelivered', errorCode: '30003' },
    { good: false, because: 'Twilio: undelivered (30003)' },
  ],
  [
    { kind: 'call', status: 'failed' },
    { good: false, because: 'Twilio: failed' },
  ],
])('says of %j: %j, without asking', async (receipt, said) => {
  expect(await check(receipt)).toEqual({ said, asked: 0 });
});

it('asks Twilio when no receipt has come, and believes what it says of that very message', async () => {
  expect(await check(null, { type: 'found', sid: 'SM1', status: 'delivered' })).toEqual({
    said: { good: true },
    asked: 1,
  });
  const none = { good: false, because: 'Twilio: no receipt within 15 s' };
  expect(await check(null, { type: 'found', sid: 'another', status: 'delivered' })).toEqual({ said: none, asked: 1 });
  expect(await check({ kind: 'sms', status: 'queued' }, { type: 'failed', why: 'timeout' })).toEqual({
    said: none,
    asked: 1,
  });
});

it('knows nothing of an attempt that is not on record', async () => {
  const deps = { ...sendDepsOf(stores), twilio: {} };
  const input = { incidentId: freshId() as IncidentId, attemptId: 'x' };
  expect(await checkReceipt(deps as never, input, invocation())).toMatchObject({ good: false });
});

describe('of a page that it is told', () => {
  const checked = async (receipt: Receipt, broken: object = {}, remainingMs = 30_000) => {
    const { incidentId } = await declared(stores);
    const page = pageOf(incidentId);
    await stores.pages.begin(page);
    const attempt = attemptOf(page, { receipt });
    await stores.pages.claim(attempt);
    const { attemptId, pageId } = attempt;
    const deps = { ...stores, ...sendDepsOf(stores), twilio: {}, ...broken };
    const input = { incidentId, attemptId, pageId, baton: 1, step: 0 };
    const timed = { ...invocation(later(15)), remainingMs: () => remainingMs };
    const said = await checkReceipt(deps as never, input, timed);
    return { said, page: await stores.pages.get(incidentId, pageId) };
  };

  it('says what is next when the network has it', async () => {
    const { said, page } = await checked({ kind: 'sms', status: 'sent' });
    expect(said).toEqual({ good: true, plan: { action: 'wait', until: later(120) } });
    expect(page).toMatchObject({ step: 1, stepsSent: 1, dueAt: later(120) });
  });

  it('plans nothing when it has failed', async () => {
    const { said, page } = await checked({ kind: 'sms', status: 'failed' });
    expect(said).toEqual({ good: false, because: 'Twilio: failed' });
    expect(page).toMatchObject({ step: 0, stepsSent: 0 });
  });

  it.each([
    ['cannot be planned now', async () => Promise.reject(new Error('down')), 30_000],
    ['cannot be planned in time', () => new Promise(() => {}), 2010],
  ])('holds nothing against the receipt when what is next %s', async (_, load, remainingMs) => {
    const incidents = { ...stores.incidents, load };
    const { said } = await checked({ kind: 'sms', status: 'sent' }, { incidents }, remainingMs);
    expect(said).toEqual({ good: true });
  });
});
