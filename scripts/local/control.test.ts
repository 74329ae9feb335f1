import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRegion, type TestRegion } from './test-region.ts';

let region: TestRegion;
const post = async (path: string, body: unknown) => {
  const response = await fetch(`${region.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  region = await startTestRegion({
    functions: {
      tick: {
        triggers: [{ type: 'schedule', everySeconds: 60 }],
        source: 'export const handler = async (event: any) => { (globalThis as any).seen.push(event.time); };',
      },
    },
  });
});
afterAll(() => region.stop());

describe('POST /sandbox/clock', () => {
  it('answers when all that was due by then is done', async () => {
    const start = region.clock.nowMs();
    const before = region.seen().length;
    const answer = await post('/sandbox/clock', { advanceSeconds: 120 });
    expect(answer).toMatchObject({ status: 200, body: { now: new Date(start + 120_000).toISOString() } });
    expect(region.seen().length - before).toBe(2);
  });

  it.each([{}, { advanceSeconds: -1 }, { advanceSeconds: '5' }, { advanceSeconds: 1e12 }])(
    'refuses %j',
    async (body) => {
      expect(await post('/sandbox/clock', body)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'advanceSeconds' }] },
      });
    },
  );
});

describe('POST /sandbox/outages', () => {
  it('sets what ails a provider', async () => {
    expect((await post('/sandbox/outages', { provider: 'twilio', mode: 'error' })).status).toBe(200);
    expect(region.outages.mode('twilio')).toBe('error');
    await post('/sandbox/outages', { provider: 'twilio', mode: 'ok' });
    expect(region.outages.mode('twilio')).toBe('ok');
  });

  it.each(['timeout', 'undelivered', 'accepted-no-receipt', 'answer-lost'])('knows the mode %s', async (mode) => {
    expect((await post('/sandbox/outages', { provider: 'twilio', mode })).status).toBe(200);
    expect(region.outages.mode('twilio')).toBe(mode);
    await post('/sandbox/outages', { provider: 'twilio', mode: 'ok' });
  });

  it.each([
    [{ provider: 'carrier pigeon', mode: 'ok' }, 'provider'],
    [{ provider: 'twilio', mode: 'sulks' }, 'mode'],
    [{ provider: 'dynamodb', mode: 'error', operations: 'some' }, 'operations'],
    ['no object', 'provider'],
  ])('refuses %j and names the field', async (body, field) => {
    expect(await post('/sandbox/outages', body)).toMatchObject({ status: 400, body: { field, errors: [{ field }] } });
  });
});

describe('GET /sandbox/session', () => {
  it('gives the token to this machine, and to no page of another site', async () => {
    const ask = (headers = {}) => fetch(`${region.url}/sandbox/session`, { headers });
    expect(await (await ask()).json()).toEqual({ token: 'demo' });
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});
