import { expect, it } from 'vitest';
import { ADA, givenARegion, START } from './harness.ts';

/** What a team asks for now and then; here also so that every right of a function is seen to be used (ADR 0023). */
const pd = await givenARegion();

const make = async (path: string, body: object) =>
  (await pd.must(201, 'POST', path, { body, headers: { 'idempotency-key': `once-${path}` } })).body;

const generic = (title: string) =>
  pd.api('POST', '/v1/ingest/demo/generic', { body: { title, severity: 'critical' }, token: null });

it('a monitor that says things in its own words pages', async () => {
  expect((await generic('the queue is long')).status).toBe(202);
  await pd.settle();
  await pd.expectSms(ADA, /the queue is long/);
});

it('two people swap, the schedule gets another name, and each has a calendar of their own', async () => {
  const users = (await pd.must(200, 'GET', '/v1/users')).body.items as { id: string; name: string }[];
  const participants = users.slice(0, 2).map(({ id }) => id);
  const rotation = { unit: 'week', length: 1, startsAt: '2026-03-02T09:00' };
  const layers = [{ name: 'weekly', rotation, participants }];
  const schedule = await make('/v1/schedules', { name: 'Seldom', timeZone: 'UTC', layers });
  const [one, other] = participants;
  const shifts = [
    { userId: one, from: '2026-03-17T09:00:00Z', to: '2026-03-18T09:00:00Z' },
    { userId: other, from: '2026-03-24T09:00:00Z', to: '2026-03-25T09:00:00Z' },
  ];
  const swapped = await make(`/v1/schedules/${schedule.id}/swaps`, { shifts });
  const changed = { version: swapped.version, name: 'Seldom, renamed' };
  expect((await pd.must(200, 'PATCH', `/v1/schedules/${schedule.id}`, { body: changed })).body.name).toBe(changed.name);
  const made = await pd.must(201, 'POST', `/v1/users/${one}/calendar`, { body: {} });
  expect(made.body.url).toContain('/v1/calendars/');
  await pd.must(204, 'DELETE', `/v1/schedules/${schedule.id}`);
});

it('a key is replaced in a while or ended at once, what has ended is tidied away, and by what is new a deployment is told', async () => {
  const [policy] = (await pd.must(200, 'GET', '/v1/policies')).body.items;
  const service = await make('/v1/services', { name: 'Seldom', policyId: policy.id });
  const keys = `/v1/services/${service.id}/keys`;
  const newKey = async (name: string) => (await pd.must(201, 'POST', keys, { body: { name } })).body;
  const first = await newKey('first');
  const second = await newKey('second');
  await pd.must(200, 'DELETE', `${keys}/${first.id}?overlapMinutes=5`);
  await pd.must(204, 'DELETE', `${keys}/${second.id}`);
  await pd.fastForward({ minutes: 6 });
  const { key } = await newKey('third');
  const left = (await pd.must(200, 'GET', keys)).body.items as { name: string }[];
  expect(left.map(({ name }) => name)).toEqual(['third']);
  const change = { routing_key: key, payload: { summary: 'seldom 1.4.2 is out', source: 'ci' } };
  expect((await pd.api('POST', '/v2/change/enqueue', { body: change, token: null })).status).toBe(202);
  await pd.settle();
});

it('alerts in every format are kept while the table is away', async () => {
  await pd.outage('dynamodb', 'error');
  const alert = { status: 'firing', labels: { alertname: 'Seldom' }, annotations: {}, startsAt: START };
  const group = { version: '4', groupKey: 'seldom', status: 'firing', receiver: 'pd', alerts: [alert] };
  expect((await generic('kept by us')).status).toBe(202);
  expect((await pd.api('POST', '/v1/ingest/demo/alertmanager', { body: group, token: null })).status).toBe(202);
  await pd.outage('dynamodb', 'ok');
  await pd.fastForward({ minutes: 1 });
  await pd.expectSms(ADA, /kept by us/, { withinSeconds: 60 });
  await pd.expectSms(ADA, /Seldom/, { withinSeconds: 60 });
});
