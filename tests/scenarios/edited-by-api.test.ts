import { expect, it } from 'vitest';
import { givenARegion, type Person } from './harness.ts';

const pd = await givenARegion();

const DANA: Person = { id: 'dana-cole', name: 'Dana Cole', phone: '+12025550177' };
const make = async (path: string, body: object) => (await pd.must(201, 'POST', path, { body })).body;
const change = async (path: string, body: object) => (await pd.must(200, 'PATCH', path, { body })).body;

/** Everything that a team needs to be paged, made over the API in the order of the guide. */
const aTeam = async (name: string, phone: string): Promise<{ user: string; service: string; key: string }> => {
  const rules = [{ channel: 'sms', to: phone, delaySeconds: 0 }];
  const user = await make('/v1/users', { name: `${name} responder`, rules });
  const levels = [{ targets: [{ type: 'user', id: user.id }], timeoutSeconds: 300 }];
  const policy = await make('/v1/policies', { name, levels });
  const service = await make('/v1/services', { name, policyId: policy.id });
  const { key } = await make(`/v1/services/${service.id}/keys`, { name: 'Prometheus' });
  return { user: user.id, service: service.id, key };
};

it('pages a team that was made over the API, by what was changed a moment ago', async () => {
  const { user, key } = await aTeam('Search', '+12025550176');
  const rules = [{ channel: 'sms', to: DANA.phone, delaySeconds: 0 }];
  await change(`/v1/users/${user}`, { version: 1, name: DANA.name, rules });
  const incident = await pd.trigger({ key, summary: 'search is slow' });
  await pd.expectSms(DANA, /search is slow/);
  expect(await pd.reply(DANA, `${incident.number}a`)).toMatch(/acknowledged/i);
  await pd.expectSilence({ minutes: 30 });
  await pd.must(200, 'PATCH', `/v1/users/${user}`, { body: { version: 2, rules: [] } });
});

it('takes alerts by the old key and the new one while they overlap, as the same alerts, and then by the new one', async () => {
  const { service, key } = await aTeam('Mail', DANA.phone);
  const incident = await pd.trigger({ key, summary: 'mail is down', dedupKey: 'mail' });
  await pd.expectSms(DANA, /mail is down/);
  const { items } = (await pd.must(200, 'GET', `/v1/services/${service}/keys`)).body;
  const replaced = { name: 'Prometheus, new', replaces: items[0].id, overlapMinutes: 10 };
  const made = await make(`/v1/services/${service}/keys`, replaced);
  expect((await pd.event('trigger', { key, summary: 'mail is down', dedupKey: 'mail' })).status).toBe(202);
  await pd.reply(DANA, `${incident.number}a`);
  await pd.fastForward({ minutes: 11 });
  expect((await pd.event('trigger', { key, dedupKey: 'mail' })).status).toBe(400);
  expect((await pd.event('resolve', { key: made.key, dedupKey: 'mail' })).status).toBe(202);
  expect((await pd.incident(incident)).status).toBe('resolved');
  await pd.must(409, 'DELETE', `/v1/services/${service}`);
});

it('pages nobody in maintenance, says why, and pages when it still alerts afterwards', async () => {
  const [mail] = (await pd.must(200, 'GET', '/v1/users')).body.items.filter(
    ({ name }: Person) => name === 'Mail responder',
  );
  const levels = [{ targets: [{ type: 'user', id: mail.id }], timeoutSeconds: 300 }];
  const policy = await make('/v1/policies', { name: 'Files', levels });
  const service = await make('/v1/services', { name: 'Files', policyId: policy.id });
  const { key } = await make(`/v1/services/${service.id}/keys`, { name: 'Prometheus' });
  const to = new Date(Date.parse(await pd.now()) + 3_600_000).toISOString();
  await make(`/v1/services/${service.id}/maintenance`, { to, reason: 'a new disk' });
  const incident = await pd.trigger({ key, summary: 'files are gone', dedupKey: 'files' });
  await pd.expectSilence({ minutes: 59 });
  expect((await pd.timeline(incident))[0]).toContain(`Nobody is paged: in maintenance until ${to}: a new disk`);
  await pd.fastForward({ minutes: 2 });
  await pd.event('trigger', { key, summary: 'files are gone', dedupKey: 'files' });
  await pd.expectSms(DANA, /files are gone/);
  await pd.reply(DANA, `${incident.number}c`);
});

it('forgets a token that was taken away', async () => {
  const { id, token } = await make('/v1/tokens', { name: 'A script', role: 'viewer' });
  expect((await pd.must(200, 'GET', '/v1/me', { token })).body).toMatchObject({ id, role: 'viewer', user: null });
  await pd.must(204, 'DELETE', `/v1/tokens/${id}`);
  await pd.must(401, 'GET', '/v1/me', { token });
});
