import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRODUCT_NUMBER, startTestWorld, type TestWorld } from './test-world.ts';

const PHONE = '+12025550101';
let world: TestWorld;

beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(() => world.stop());

const get = async (path: string) => {
  const answer = await fetch(world.url + path);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

describe('the page', () => {
  it('brings its script and style from its own address only, none of them inline', async () => {
    const { status, headers, text } = await get('/sandbox');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    const linked = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path as string);
    expect(linked).toEqual(expect.arrayContaining(['/sandbox/sandbox.css', '/sandbox/sandbox.js']));
  });

  it('writes foreign text as text only', async () => {
    const scripts = new Set(['/sandbox/sandbox.js']);
    for (const path of scripts) {
      const script = await get(path);
      expect(script.status, path).toBe(200);
      expect(script.text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
      for (const [, name] of script.text.matchAll(/from '\.(\/[\w-]+\.js)'/g)) scripts.add(`/sandbox${name}`);
    }
    expect(scripts.size).toBeGreaterThan(12);
  });
});

describe('the stream', () => {
  it('tells all there is, then what happens', async () => {
    const given = new AbortController();
    const stream = await fetch(`${world.url}/sandbox/events`, { signal: given.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await world.client().messages.create({ to: PHONE, from: PRODUCT_NUMBER, body: 'Disk\nfull' });
    world.outages.set('sns', 'error');
    await world.post(`/sandbox/phones/${PHONE}/reply`, { body: '1a' });
    let text = '';
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      if (text.includes('event: reply') && text.endsWith('\n\n')) break;
    }
    given.abort();
    expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name)).toEqual([
      'snapshot',
      'message',
      'outages',
      'reply',
    ]);
    expect(text).toContain('"body":"Disk\\nfull"');
  });
});

describe('what the page and tests may ask for', () => {
  it('names the field that is wrong', async () => {
    expect(await world.post('/sandbox/phones/nobody/reply', { body: 'x' })).toMatchObject({
      status: 400,
      body: { field: 'number' },
    });
    expect(await world.post(`/sandbox/phones/${PHONE}/reply`, { body: ' ' })).toMatchObject({
      status: 400,
      body: { field: 'body' },
    });
    expect(await world.post(`/sandbox/phones/${PHONE}/reply`, [])).toMatchObject({
      status: 400,
      body: { field: 'body' },
    });
  });
});
