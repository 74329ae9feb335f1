import { expect, it } from 'vitest';
import { API_TOKENS } from '../../shared/data/secret-store.ts';
import { ADA, declareCommand, INCIDENT, later } from '../../shared/domain/incident/fixtures/incident.ts';
import type { E164, UserId } from '../../shared/lib/ids.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { deleteUser } from './handler.ts';

const { ask, stores } = givenConfiguration();
const BEN = { id: 'ben' as UserId, name: 'Ben' };

it('keeps somebody whom a policy pages or a schedule has, and names both', async () => {
  expect(await ask(deleteUser, 'ada')).toMatchObject({
    status: 409,
    code: 'in-use',
    usedBy: [
      { type: 'policy', id: 'checkout', name: 'Checkout' },
      { type: 'schedule', id: 'primary', name: 'primary' },
    ],
  });
});

it('keeps somebody in an override', async () => {
  const { config } = stores();
  const primary = await config.schedules.get('primary');
  if (!primary) throw new Error('there is no schedule');
  const override = { id: 'o', userId: BEN.id, from: later(0), to: later(60) };
  await config.schedules.replace({ ...primary, overrides: [override], version: 2 }, 1);
  expect(await ask(deleteUser, 'ben')).toMatchObject({ code: 'in-use', usedBy: [{ type: 'schedule', id: 'primary' }] });
  await config.schedules.replace({ ...primary, version: 3 }, 2);
});

it('keeps somebody who has a role in an open incident, or a token', async () => {
  const { commands, config } = stores();
  await commands.execute(INCIDENT, declareCommand());
  await commands.execute(INCIDENT, { type: 'AssignRole', role: 'scribe', person: BEN, by: ADA, at: later(1) });
  expect(await ask(deleteUser, 'ben')).toMatchObject({ code: 'in-use', usedBy: [{ type: 'incident', name: 'INC-7' }] });
  await commands.execute(INCIDENT, { type: 'Resolve', summary: null, by: ADA, at: later(2) });
  const token = { id: 't', name: 'Laptop', role: 'viewer', userId: BEN.id, expiresAt: null } as const;
  await config.tokens.put(API_TOKENS, { id: 't', hash: 'hash', value: token });
  expect(await ask(deleteUser, 'ben')).toMatchObject({ code: 'in-use', usedBy: [{ type: 'token', name: 'Laptop' }] });
  await config.tokens.remove(API_TOKENS, { id: 't', hash: 'hash' });
});

it('lets whoever is in nothing go, and their phone finds nobody', async () => {
  expect(await ask(deleteUser, 'ben')).toEqual({ status: 204 });
  expect(await stores().directory.user(BEN.id)).toBeUndefined();
  expect(await stores().directory.userOfPhone('+12025550102' as E164)).toBeUndefined();
  expect(await stores().database.item('phone#+12025550102', 'is')).toBeUndefined();
});
