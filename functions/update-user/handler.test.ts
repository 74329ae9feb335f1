import { expect, it } from 'vitest';
import type { E164 } from '../../shared/lib/ids.ts';
import { calledBy, givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { updateUser } from './handler.ts';

const { ask, stores } = givenConfiguration();
const sms = (to: string) => [{ channel: 'sms', to, delaySeconds: 0 }];
const phoneFinds = async (to: string) => (await stores().directory.userOfPhone(to as E164))?.id;

it('lets somebody change their own name and rules, and their phones find them at once', async () => {
  const body = { version: 1, name: 'Ben O.', rules: sms('+12025550160') };
  const answer = await ask(updateUser, 'ben', body, { caller: calledBy('ben', 'responder') });
  expect(answer).toMatchObject({ status: 200, name: 'Ben O.', version: 2 });
  expect(await phoneFinds('+12025550160')).toBe('ben');
  expect(await phoneFinds('+12025550102')).toBeUndefined();
  expect(await stores().database.item('phone#+12025550102', 'is')).toBeUndefined();
});

it.each([{ role: 'admin' }, { email: 'boss@example.com' }, { slackId: 'U0BOSS' }])(
  'lets nobody but an admin change %j, not even of oneself',
  async (wanted) => {
    const [field] = Object.keys(wanted);
    const body = { version: 2, ...wanted };
    expect(await ask(updateUser, 'ben', body, { caller: calledBy('ben') })).toMatchObject({ status: 403, field });
  },
);

it('lets nobody but an admin change somebody else, whatever a token is called', async () => {
  const body = { version: 1, name: 'Hacked' };
  expect(await ask(updateUser, 'ada', body, { caller: calledBy('ben') })).toMatchObject({ status: 403 });
  const token = { role: 'responder', actor: { kind: 'token', id: 'ada', name: 'ada', via: 'api' } } as const;
  expect(await ask(updateUser, 'ada', body, { caller: token })).toMatchObject({ status: 403 });
  expect(await ask(updateUser, 'ada', { version: 1, role: 'admin' })).toMatchObject({ status: 200, role: 'admin' });
});

it('hands a number over: first it is given up, then it is taken', async () => {
  const take = () => ask(updateUser, 'ben', { version: 2, rules: sms('+12025550101') });
  expect(await take()).toMatchObject({ status: 400, field: 'rules[0].to' });
  expect(await ask(updateUser, 'ada', { version: 2, rules: [] })).toMatchObject({ status: 200 });
  expect(await take()).toMatchObject({ status: 200 });
  expect(await phoneFinds('+12025550101')).toBe('ben');
});
