import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { level, person, policy, user } from '../../shared/domain/escalation/fixtures/directory.ts';
import { START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { invocation } from '../../shared/runtime/fixtures/paging.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { type TestStores, testStores } from '../../shared/runtime/fixtures/stores.ts';
import { reportReachability } from '../report-reachability/handler.ts';
import { listReachability } from './handler.ts';

const CHANNEL = 'C0TEAM';
let stores: TestStores;
beforeAll(async () => {
  stores = await testStores();
  await stores.directory.putUser(person('ada', { rules: [] }));
  await stores.directory.putPolicy(policy([level(user('ada'))]));
});
afterAll(() => stores.database.stop());

describe('the lint', () => {
  it('lists what it finds in what is stored, the worst first, with a count of each level', async () => {
    const answer = said(await listReachability(stores, request()));
    expect(answer).toMatchObject({ status: 200, at: START, counts: { error: 1, warning: 2, info: 0 } });
    expect(answer['items']).toMatchObject([
      { id: 'no-rules:user:ada', level: 'error', subject: { type: 'user', id: 'ada', name: 'Ada' } },
      { id: 'level-unreachable:policy:checkout:1' },
      { id: 'no-fallback:policy:checkout' },
    ]);
  });
});

describe('the report', () => {
  const calls: { readonly method: string; readonly args: Readonly<Record<string, unknown>> }[] = [];
  const slack = {
    call: async (method: string, args: Readonly<Record<string, unknown>>) => {
      const isFirst = calls.push({ method, args }) === 1;
      return isFirst ? err({ kind: 'refused', error: 'not_in_channel' } as const) : ok({});
    },
  };
  const report = (at: Instant = START) =>
    reportReachability(
      { ...stores, reports: stores.reachabilityReports, slack, announceChannel: CHANNEL },
      undefined,
      invocation(at),
    );

  it('joins the channel where nobody invited us, and tells what is at level error', async () => {
    expect(await report()).toEqual({ errors: 1, told: true });
    expect(calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'conversations.join', 'chat.postMessage']);
    expect(JSON.stringify(calls.at(-1)?.args)).toContain('Ada cannot be paged');
  });

  it('tells the same once a day, and again tomorrow', async () => {
    calls.length = 1;
    expect(await report()).toEqual({ errors: 1, told: false });
    expect(calls).toHaveLength(1);
    expect(await report('2026-11-24T03:00:00.000Z' as Instant)).toEqual({ errors: 1, told: true });
  });

  it('is told by one of two who look at once', async () => {
    const told = await Promise.all([1, 2, 3].map(() => report('2026-11-25T03:00:00.000Z' as Instant)));
    expect(told.filter((one) => one.told)).toHaveLength(1);
  });

  it('says nothing when nobody is unreachable', async () => {
    await stores.directory.putUser(person('ada'));
    expect(await report('2026-11-26T03:00:00.000Z' as Instant)).toEqual({ errors: 0, told: false });
  });
});
