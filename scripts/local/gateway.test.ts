import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HttpEvent } from './http-event.ts';
import { startTestRegion, type TestProduct, type TestRegion } from './test-region.ts';

const echo = 'export const handler = async (event: unknown) => ({ statusCode: 200, body: JSON.stringify(event) });';
const http = (method: string, path: string, role = 'public') => ({ type: 'http', method, path, role });

const PRODUCT: TestProduct = {
  functions: {
    echo: {
      triggers: [http('POST', '/v1/things/{id}'), http('GET', '/v1/things/{id}'), http('GET', '/v1/things')],
      source: echo,
    },
    guarded: { triggers: [http('GET', '/v1/guarded', 'responder')], source: echo },
    authorize: {
      triggers: [{ type: 'authorizer' }],
      source: `export const handler = async (event: any) => event.headers.authorization === 'Bearer broken'
        ? Promise.reject(new Error('broken'))
        : { isAuthorized: event.headers.authorization !== 'Bearer out', context: { role: 'responder', type: event.type, body: event.body ?? null } };`,
    },
    plain: { triggers: [http('GET', '/v1/plain')], source: 'export const handler = async () => ({ hello: "world" });' },
    headers: {
      triggers: [http('GET', '/v1/headers')],
      source: `export const handler = async () => ({ statusCode: 201, headers: { 'Content-Type': 'image/png', 'X-A': 1 },
        cookies: ['a=1', 'b=2'], body: Buffer.from([137, 80]).toString('base64'), isBase64Encoded: true });`,
    },
    fails: {
      triggers: [http('GET', '/v1/fails')],
      source: 'export const handler = async () => { throw new Error("broken"); };',
    },
    malformed: {
      triggers: [http('GET', '/v1/malformed')],
      source: 'export const handler = async () => ({ statusCode: "never" });',
    },
    slow: {
      triggers: [http('GET', '/v1/slow')],
      timeoutSeconds: 0.05,
      source: 'export const handler = () => new Promise(() => {});',
    },
    context: {
      triggers: [http('GET', '/v1/context')],
      timeoutSeconds: 7,
      source: `export const handler = async (_: unknown, context: any) => ({
        name: context.functionName, id: context.awsRequestId, left: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB });`,
    },
  },
};

let region: TestRegion;
const get = (path: string, init?: RequestInit) => fetch(`${region.url}${path}`, init);
const eventOf = async (path: string, init?: RequestInit) => (await (await get(path, init)).json()) as HttpEvent;

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  region = await startTestRegion(PRODUCT);
});
afterAll(() => region.stop());

describe('the event of a request', () => {
  it('is an HTTP API event of version 2.0', async () => {
    const event = await eventOf('/v1/things/INC%2F7?a=1&b=2&a=3', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Mixed': 'Case', cookie: 'c=1; d=2' },
      body: '{"é":1}',
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/things/{id}',
      rawPath: '/v1/things/INC%2F7',
      rawQueryString: 'a=1&b=2&a=3',
      queryStringParameters: { a: '1,3', b: '2' },
      pathParameters: { id: 'INC/7' },
      cookies: ['c=1', 'd=2'],
      headers: { 'content-type': 'application/json', 'x-mixed': 'Case' },
      body: '{"é":1}',
      isBase64Encoded: false,
      requestContext: {
        stage: '$default',
        http: { method: 'POST', path: '/v1/things/INC%2F7', sourceIp: '127.0.0.1' },
      },
    });
    expect(event.requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(event.requestContext.timeEpoch).toBe(region.clock.nowMs());
    expect(event.requestContext.authorizer).toBeUndefined();
  });

  it('has neither body nor parameters when there are none', async () => {
    const event = await eventOf('/v1/things');
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('pathParameters');
    expect(event).not.toHaveProperty('queryStringParameters');
  });

  it.each([
    ['application/x-www-form-urlencoded', 'a=1', true],
    ['application/octet-stream', 'abc', true],
    ['text/plain; charset=utf-8', 'abc', false],
    ['application/problem+json', '{}', false],
  ])('carries a body of %s as API Gateway does', async (type, body, isBase64Encoded) => {
    const event = await eventOf('/v1/things/1', { method: 'POST', headers: { 'content-type': type }, body });
    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString()).toBe(body);
  });

  it('carries a compressed body in base64, whatever its type', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const event = await eventOf('/v1/things/1', { method: 'POST', headers, body: Buffer.from([31, 139, 8]) });
    expect(event).toMatchObject({ isBase64Encoded: true, body: Buffer.from([31, 139, 8]).toString('base64') });
  });
});

describe('the answer of a function', () => {
  it('is JSON when it is no HTTP answer', async () => {
    const response = await get('/v1/plain');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ hello: 'world' });
  });

  it('keeps status, headers, cookies and a binary body', async () => {
    const response = await get('/v1/headers');
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('x-a')).toBe('1');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([137, 80]);
  });

  it.each(['/v1/fails', '/v1/malformed', '/v1/slow'])(
    'is a 500 for a function that does not answer: %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    },
  );

  it('leaves nothing in flight after a function that never ends', async () => {
    await get('/v1/slow');
    await region.settle();
    expect(region.activity.inFlight()).toEqual([]);
  });

  it('can rest on the context of the call', async () => {
    const context = (await (await get('/v1/context')).json()) as Record<string, unknown>;
    expect(context).toMatchObject({
      name: 'pd-lite-context',
      memory: '128',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.left).toBeGreaterThan(0);
    expect(context.left).toBeLessThanOrEqual(7000);
  });
});

describe('a route that is not public', () => {
  it('asks the authorizer first, and hands on what it says', async () => {
    const event = await eventOf('/v1/guarded', { headers: { authorization: 'Bearer demo' } });
    expect(event.requestContext.authorizer).toEqual({ lambda: { role: 'responder', type: 'REQUEST', body: null } });
  });

  it('asks it without an Authorization header, too', async () => {
    expect((await get('/v1/guarded')).status).toBe(200);
  });

  it('is a 403 when the authorizer says no', async () => {
    const response = await get('/v1/guarded', { headers: { authorization: 'Bearer out' } });
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  });

  it('is a 500 when the authorizer fails', async () => {
    expect((await get('/v1/guarded', { headers: { authorization: 'Bearer broken' } })).status).toBe(500);
  });
});

describe('the gateway', () => {
  it.each([
    ['GET', '/nowhere'],
    ['DELETE', '/v1/things/1'],
  ])('does not know %s %s', async (method, path) => {
    const response = await get(path, { method });
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('takes a body of 10 MB and no more', async () => {
    const post = (bytes: number) => get('/v1/things/1', { method: 'POST', body: Buffer.alloc(bytes, 97) });
    const size = 10 * 1024 * 1024;
    expect((await post(size)).status).toBe(200);
    expect((await post(size + 1)).status).toBe(413);
  });

  it('refuses a path that is not well encoded', async () => {
    expect((await get('/v1/things/%zz')).status).toBe(400);
  });

  it.each(['/', '/incidents/INC-7', '/on-call'])('answers %s with the dashboard', async (path) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
    expect(await response.text()).toMatch(/<script type="module" src="\/assets\/main-\w+\.js">/);
  });

  it.each(['/v1/nothing', '/v2/nothing', '/sandbox/nothing', '/_nothing', '/assets/main-OLD.js'])(
    'does not answer %s with the dashboard',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it('lets pages of other sites link to the dashboard, and to nothing else of the region', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await get('/incidents/INC-7', { headers })).status).toBe(200);
    expect((await get('/sandbox/session', { headers })).status).toBe(403);
  });

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a tunnel', { host: 'pd-lite.example.com' }],
  ])("keeps the region's own endpoints from %s", async (_, headers) => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${region.url}/sandbox/outages`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});
