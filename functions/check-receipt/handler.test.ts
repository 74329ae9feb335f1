import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshId } from '../../shared/data/fixtures/database.ts';
import type { Receipt } from '../../shared/domain/paging/delivery-status.ts';
import type { IncidentId } from '../../shared/lib/ids.ts';
import { attemptOf, pageOf, sendDepsOf } from '../../shared/runtime/fixtures/paging.ts';
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
  const said = await checkReceipt(deps as never, { incidentId: attempt.incidentId, attemptId: attempt.attemptId });
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
  expect(await checkReceipt(deps as never, { incidentId: freshId() as IncidentId, attemptId: 'x' })).toMatchObject({
    good: false,
  });
});
