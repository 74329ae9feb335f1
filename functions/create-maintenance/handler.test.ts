import { expect, it } from 'vitest';
import { later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { ServiceId } from '../../shared/lib/ids.ts';
import { calledBy, givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { createMaintenance } from './handler.ts';

const { ask, stores } = givenConfiguration();
const make = (body: unknown, id = 'checkout') => ask(createMaintenance, id, body, { caller: calledBy('ada') });

it('begins now unless it is said otherwise, and says who asked for it', async () => {
  expect(await make({ to: '2026-11-23T04:00:00+01:00', reason: 'x' })).toMatchObject({ status: 400, field: 'to' });
  expect(await make({ to: later(600), reason: 'a new disk' })).toMatchObject({
    status: 201,
    from: START,
    to: later(600),
    reason: 'a new disk',
    by: { id: 'ada' },
  });
  expect(await make({ from: later(-60), to: later(60), reason: 'x' })).toMatchObject({ status: 201, from: START });
  expect((await stores().directory.service('checkout' as ServiceId))?.maintenance).toHaveLength(2);
});

it('keeps both of two that come at once', async () => {
  const before = (await stores().config.services.get('checkout'))?.maintenance?.length ?? 0;
  const answers = await Promise.all([1, 2].map((hour) => make({ to: later(hour * 3600), reason: `${hour}` })));
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect((await stores().config.services.get('checkout'))?.maintenance).toHaveLength(before + 2);
});

it.each([
  ['to', { reason: 'x' }],
  ['to', { to: later(-1), reason: 'x' }],
  ['to', { from: later(60), to: later(60), reason: 'x' }],
  ['to', { to: later(31 * 86_400), reason: 'x' }],
  ['to', { to: 'tomorrow', reason: 'x' }],
  ['from', { from: later(400 * 86_400), to: later(401 * 86_400), reason: 'x' }],
  ['reason', { to: later(60), reason: ' ' }],
])('refuses a wrong %s', async (field, body) => {
  expect(await make(body)).toMatchObject({ status: 400, field });
});

it('refuses a service that is not there, and more than fifty that are not over', async () => {
  expect(await make({ to: later(60), reason: 'x' }, 'none')).toMatchObject({ status: 404 });
  for (let n = 0; n < 50; n += 1) if ((await make({ to: later(60), reason: `${n}` })).status === 409) break;
  expect(await make({ to: later(60), reason: 'one more' })).toMatchObject({ status: 409, code: 'too-many' });
});
