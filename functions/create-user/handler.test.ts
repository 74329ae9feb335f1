import { expect, it } from 'vitest';
import type { E164, UserId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { createUser } from './handler.ts';

const { ask, stores } = givenConfiguration();
const sms = (to: string, delaySeconds = 0) => ({ channel: 'sms', to, delaySeconds });

it('makes somebody whom their phone and e-mail find, with rules in the order of their delays', async () => {
  const rules = [{ channel: 'voice', to: '+12025550150', delaySeconds: 120 }, sms('+12025550150')];
  const body = { name: 'Dana Cole', email: 'Dana@Example.com', rules };
  expect(await ask(createUser, '', body)).toMatchObject({
    status: 201,
    id: 'dana-cole',
    email: 'dana@example.com',
    role: 'responder',
    rules: [{ channel: 'sms' }, { channel: 'voice' }],
    version: 1,
  });
  const { directory } = stores();
  expect((await directory.userOfPhone('+12025550150' as E164))?.id).toBe('dana-cole');
  expect((await directory.userOfEmail('dana@example.com'))?.id).toBe('dana-cole');
});

it.each([
  [{ rules: [sms('+12025550199'), sms('+12025550101', 60)] }, 'rules[1].to'],
  [{ email: 'ADA@example.com' }, 'email'],
])('refuses what belongs to another, %j, and takes nothing', async (theirs, field) => {
  expect(await ask(createUser, '', { id: 'thief', name: 'Thief', ...theirs })).toMatchObject({
    status: 400,
    errors: [{ field, message: 'belongs to another user' }],
  });
  expect(await stores().directory.user('thief' as UserId)).toBeUndefined();
  expect(await stores().directory.userOfPhone('+12025550199' as E164)).toBeUndefined();
  expect((await stores().directory.userOfPhone('+12025550101' as E164))?.id).toBe('ada');
});

it('gives a phone that two ask for at once to one of them', async () => {
  const bodies = ['One', 'Two', 'Three'].map((name) => ({ name, rules: [sms('+12025550170')] }));
  const answers = await Promise.all(bodies.map((body) => ask(createUser, '', body)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
  const winner = answers.find(({ status }) => status === 201) as unknown as { id: string };
  expect((await stores().directory.userOfPhone('+12025550170' as E164))?.id).toBe(winner.id);
});

it.each([
  ['name', ''],
  ['email', 'ada at example'],
  ['slackId', 'ada'],
  ['role', 'owner'],
  ['rules', Array.from({ length: 11 }, (_, n) => sms(`+1202555${1000 + n}`))],
  ['rules[0].to', [sms('911')]],
  ['rules[0].channel', [{ channel: 'pager', to: '+12025550101', delaySeconds: 0 }]],
  ['rules[0].delaySeconds', [sms('+12025550180', 3601)]],
])('refuses a wrong %s', async (field, value) => {
  const key = field.replace(/\[.*/, '');
  expect(await ask(createUser, '', { name: 'X', [key]: value })).toMatchObject({ status: 400, field });
});
