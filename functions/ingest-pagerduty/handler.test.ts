import { expect, it } from 'vitest';
import type { Alert } from '../../shared/domain/alert/alert.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { ingestPagerDuty } from './handler.ts';

const TRIGGER = {
  routing_key: 'demo',
  event_action: 'trigger',
  payload: { summary: 'down', source: 'x', severity: 'critical' },
};

const asking = async (body: unknown, path = '/v2/enqueue', isKnown = true) => {
  const taken: Alert[] = [];
  const deps = {
    directory: { integration: async () => (isKnown ? { id: 'demo', name: 'demo', serviceId: 'checkout' } : undefined) },
    takeIn: async (_by: unknown, alert: Alert) => void taken.push(alert),
    queue: { send: async () => {} },
  };
  const answer = await ingestPagerDuty(deps as never, request(body, { path }));
  return {
    code: answer.statusCode,
    answer: said(answer),
    body: JSON.parse(answer.body) as { dedup_key?: string },
    taken,
  };
};

it('answers a trigger as PagerDuty does, with the dedup key that it made or was given', async () => {
  const { code, body, taken } = await asking(TRIGGER);
  expect(code).toBe(202);
  expect(body).toEqual({ status: 'success', message: 'Event processed', dedup_key: taken[0]?.dedupKey });
  expect(body.dedup_key).toMatch(/^[0-9A-Z]{26}$/);
  expect((await asking({ ...TRIGGER, dedup_key: 'mine' })).body.dedup_key).toBe('mine');
});

it('refuses what is no event, and a key that is unknown', async () => {
  const { code, body, taken } = await asking({ ...TRIGGER, event_action: 'explode' });
  expect([code, taken]).toEqual([400, []]);
  expect(body).toMatchObject({ status: 'invalid event', message: 'Event object is invalid' });
  expect((await asking(TRIGGER, '/v2/enqueue', false)).code).toBe(400);
});

it("speaks the first version's words on its path", async () => {
  const { code, body, taken } = await asking(
    { service_key: 'demo', event_type: 'trigger', incident_key: 'k', description: 'down' },
    '/generic/2010-04-15/create_event.json',
  );
  expect(code).toBe(200);
  expect(body).toMatchObject({ status: 'success', incident_key: 'k' });
  expect(taken).toMatchObject([{ action: 'trigger', dedupKey: 'k' }]);
});
