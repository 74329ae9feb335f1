import { expect, it } from 'vitest';
import {
  always,
  channel,
  directory,
  level,
  person,
  policy,
  scheduled,
  user,
} from '../../shared/domain/escalation/fixtures/directory.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { getWhoWouldBePaged } from './handler.ts';

const AT = '2026-11-23T03:00:00.000Z';
const OPS = channel('C0OPS', '#ops');
const policies = {
  turning: policy([{ ...level(user('ada'), user('ben'), OPS), roundRobin: true }], { fallback: [OPS] }),
  checkout: policy([level(scheduled('primary'), user('gone')), level(user('ben'))], {
    rounds: 2,
    fallback: [user('boss')],
  }),
};
const maintenance = [{ id: 'w', from: '2026-12-01T00:00:00.000Z', to: '2026-12-02T00:00:00.000Z', reason: 'a move' }];
const service = (policyId: string | null) => ({ id: 'checkout', name: 'Checkout', policyId, maintenance });
const asking = async (search: Record<string, string>, policyId: string | null = 'checkout', id = 'checkout') =>
  said(
    await getWhoWouldBePaged(
      {
        directory: {
          service: async (known: string) => (known === 'checkout' ? service(policyId) : undefined),
          policy: async (known: keyof typeof policies) => policies[known],
          directoryOf: async () =>
            directory([person('ada'), person('ben'), person('boss')], [always('primary', 'ada')]),
        } as never,
        turns: { next: async () => 1 },
      },
      request(undefined, { method: 'GET', params: { id }, search }),
    ),
  );

it('knows whose turn it would be, and which places would be told', async () => {
  const places = [{ type: 'slack-channel', name: '#ops' }];
  expect(await asking({ at: AT }, 'turning')).toMatchObject({
    levels: [{ people: [{ id: 'ben', why: 'named by the policy (ben), in turn' }], places }],
    fallback: { people: [], places },
  });
});

it('is the whole plan: levels, people, channels, times, and why', async () => {
  expect(await asking({ at: AT })).toMatchObject({
    status: 200,
    at: AT,
    severity: 'SEV3',
    service: { id: 'checkout', name: 'Checkout' },
    policy: { id: 'checkout', rounds: 2 },
    why: null,
    levels: [
      {
        round: 1,
        level: 1,
        at: AT,
        until: '2026-11-23T03:05:00.000Z',
        people: [
          {
            id: 'ada',
            name: 'Ada',
            target: { type: 'schedule', id: 'primary' },
            why: 'on call in primary in weekly',
            steps: [{ channel: 'sms', to: '+12025550101', at: AT }],
          },
        ],
        skipped: [{ target: { type: 'user', id: 'gone' }, why: expect.stringMatching(/does not exist any more/) }],
      },
      { round: 1, level: 2, people: [{ id: 'ben' }] },
      { round: 2, level: 1, people: [{ id: 'ada' }] },
      { round: 2, level: 2, until: '2026-11-23T03:20:00.000Z' },
    ],
    fallback: { at: '2026-11-23T03:20:00.000Z', people: [{ id: 'boss' }] },
  });
});

it.each([
  [null, /has no escalation policy/],
  ['deleted', /does not exist any more/],
])('is nobody where the policy is %s, and says why', async (policyId, why) => {
  expect(await asking({}, policyId)).toMatchObject({
    status: 200,
    policy: null,
    why: expect.stringMatching(why),
    levels: [],
  });
});

it('names the parameter that is wrong', async () => {
  expect(await asking({ at: 'tomorrow' })).toMatchObject({ status: 400, field: 'at' });
  expect(await asking({ severity: 'SEV9' })).toMatchObject({ status: 400, field: 'severity' });
  expect(await asking({}, 'checkout', 'nothing')).toMatchObject({ status: 404 });
});

it('is nobody in a maintenance window', async () => {
  expect(await asking({ at: '2026-12-01T12:00:00Z' })).toMatchObject({
    status: 200,
    policy: { id: 'checkout' },
    why: expect.stringMatching(/in maintenance until .*: a move: alerts page nobody/),
    levels: [],
  });
  expect(await asking({ at: '2026-12-02T00:00:00Z' })).toMatchObject({ why: null });
});
