import { afterAll, expect, it } from 'vitest';
import { keysOf } from '../../shared/data/secret-store.ts';
import type { Alert } from '../../shared/domain/alert/alert.ts';
import { later, START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { accept } from '../../shared/runtime/ingest.ts';
import { sha256 } from '../../shared/runtime/sha256.ts';
import { takeInAlert } from '../../shared/runtime/take-in-alert.ts';
import { createKey } from './handler.ts';

const { ask, stores } = givenConfiguration();
type Made = { status: number; id: string; key: string; integrationId: string };
const make = async (body: Record<string, unknown>) => (await ask(createKey, 'checkout', body)) as unknown as Made;

const alert: Alert = {
  action: 'trigger',
  dedupKey: 'disk',
  summary: 'disk full',
  source: 'x',
  severity: 'SEV2',
  labels: {},
  links: [],
};
const sendWith = async (key: string, at: Instant, action: Alert['action'] = 'trigger') =>
  (
    await accept(
      { directory: stores().directory, takeIn: takeInAlert(stores()), queue: {} as never },
      key,
      [{ ...alert, action }],
      at,
    )
  ).known;

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
afterAll(() => {
  delete process.env['POWERTOOLS_LOG_LEVEL'];
});

it('shows 32 random bytes once, and keeps only their hash', async () => {
  const { status, id, key } = await make({ name: 'Prometheus' });
  expect(status).toBe(201);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  const kept = await stores().config.keys.get(keysOf('checkout'), id);
  expect(kept).toMatchObject({ hash: sha256(key), value: { name: 'Prometheus', createdAt: START } });
  expect(JSON.stringify(kept)).not.toContain(key);
  expect(JSON.stringify(await stores().database.item(`integration-key#${sha256(key)}`, 'is'))).not.toContain(key);
  expect(await sendWith(key, START)).toBe(true);
});

it('goes on with the alerts of the key it replaces, which works until the overlap is over', async () => {
  const old = await make({ name: 'Old' });
  await sendWith(old.key, later(0));
  const made = await make({ name: 'New', replaces: old.id, overlapMinutes: 10 });
  expect(made).toMatchObject({ integrationId: old.integrationId, replaced: { id: old.id, expiresAt: later(600) } });
  expect(await sendWith(old.key, later(599))).toBe(true);
  expect(await sendWith(old.key, later(600))).toBe(false);
  const open = () => stores().reads.list('open', 10, undefined);
  const before = (await open()).incidents.length;
  expect(await sendWith(made.key, later(700), 'resolve')).toBe(true);
  expect((await open()).incidents).toHaveLength(before - 1);
});

it('forgets the keys that have expired when a new one is made', async () => {
  const old = await make({ name: 'Short' });
  await make({ name: 'Next', replaces: old.id, overlapMinutes: 0 });
  await make({ name: 'Another' });
  expect(await stores().config.keys.get(keysOf('checkout'), old.id)).toBeUndefined();
});

it('refuses what is wrong, a service that is not there, and more than fifty', async () => {
  expect(await make({})).toMatchObject({ status: 400, field: 'name' });
  expect(await make({ name: 'X', replaces: 'none' })).toMatchObject({ status: 400, field: 'replaces' });
  expect(await make({ name: 'X', overlapMinutes: 10_081 })).toMatchObject({ status: 400, field: 'overlapMinutes' });
  expect(await ask(createKey, 'none', { name: 'X' })).toMatchObject({ status: 404 });
  for (let n = 0; n < 50; n += 1) if ((await make({ name: `K${n}` })).status === 409) break;
  expect(await make({ name: 'One more' })).toMatchObject({ status: 409, code: 'too-many' });
});
