import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromEpochMs } from '../../../shared/lib/instant.ts';
import type { SandboxMessage } from './index.ts';
import { PRODUCT_NUMBER, START, startTestWorld, type TestWorld } from './test-world.ts';

const PHONE = '+12025550101';
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pd-lite-world-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('what the outside world knows', () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await startTestWorld({ directory });
    world.answers.set('/v1/twilio/voice', '<Response><Gather><Say>Press 4.</Say></Gather></Response>');
  });
  afterEach(() => world.stop());

  /** The process dies: nothing of it fires any more. Another one takes its place, at the same address. */
  const restart = async (secondsLater = 0) => {
    const port = Number(new URL(world.url).port);
    const at = fromEpochMs(world.clock.nowMs() + secondsLater * 1000);
    const { answers } = world;
    await world.stop();
    world = await startTestWorld({ directory, port, at, answers });
    await world.activity.idle();
  };
  const send = () => {
    const statusCallback = `${world.url}/v1/twilio/status`;
    return world.client().messages.create({ to: PHONE, from: PRODUCT_NUMBER, body: 'Disk full', statusCallback });
  };
  const ring = () =>
    world.client().calls.create({
      to: PHONE,
      from: PRODUCT_NUMBER,
      url: `${world.url}/v1/twilio/voice`,
      timeout: 30,
      statusCallback: `${world.url}/v1/twilio/status`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    });
  const told = () =>
    world.received
      .filter(({ path }) => path === '/v1/twilio/status')
      .map(({ parameters }) => parameters.MessageStatus ?? `${parameters.SequenceNumber} ${parameters.CallStatus}`);

  it('is the same after the process died: messages, their order, and what Twilio and the page know of them', async () => {
    const { sid } = await send();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sns = new SNSClient({ region: 'us-east-1', endpoint: `${world.url}/_sns`, credentials, maxAttempts: 1 });
    await sns.send(new PublishCommand({ PhoneNumber: PHONE, Message: 'Disk full' }));
    sns.destroy();
    world.answers.set('/v1/twilio/sms', '<Response><Message>INC-1 is yours.</Message></Response>');
    await world.post(`/sandbox/phones/${PHONE}/reply`, { body: '1a' });
    const call = await ring();
    world.sandbox.receive({
      ...(world.sandbox.messages()[0] as SandboxMessage),
      id: 'slack-1',
      kind: 'slack',
      provider: 'slack',
    });
    await world.clock.advance(60_000);
    const before = world.sandbox.messages();
    const listed = await world.client().messages.list();

    await restart();
    expect(world.sandbox.messages()).toEqual(before);
    expect(before.map(({ kind, provider, status }) => `${kind} ${provider} ${status}`)).toEqual([
      'sms twilio delivered',
      'sms sns delivered',
      'sms twilio delivered',
      'call twilio no-answer',
      'slack slack queued',
    ]);
    expect((await world.client().messages.list()).map((each) => each.toJSON())).toEqual(
      listed.map((each) => each.toJSON()),
    );
    expect(await world.client().messages(sid).fetch()).toMatchObject({ status: 'delivered', body: 'Disk full' });
    expect(await world.client().calls(call.sid).fetch()).toMatchObject({ status: 'no-answer' });
    await world.clock.advance(60_000);
    expect(told()).toEqual([]);
  });

  it('is kept before the product has an answer', async () => {
    world.outages.set('twilio', 'answer-lost');
    await expect(send()).rejects.toThrow();
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8')).toContain('Disk full');
  });

  it('has the receipts that are still due come when they are due', async () => {
    await send();
    await world.clock.advance(1_000);
    await restart();
    expect(told()).toEqual([]);
    await world.clock.advance(1_000);
    expect(told()).toEqual(['delivered']);
    await restart();
    await world.clock.advance(60_000);
    expect(told()).toEqual([]);
  });

  it('has receipts come late that became due while the product was dead, and never those that were not to come', async () => {
    await send();
    world.outages.set('twilio', 'undelivered');
    await send();
    world.outages.set('twilio', 'accepted-no-receipt');
    await send();
    await restart(3_600);
    await world.clock.advance(0);
    expect(told().sort()).toEqual(['delivered', 'sent', 'sent', 'undelivered']);
    expect(world.sandbox.messages().map(({ status }) => status)).toEqual(['delivered', 'undelivered', 'queued']);
  });

  it('has a receipt come again that the product died of', async () => {
    await send();
    await world.clock.advance(1_000);
    world.clock.stop();
    const journal = join(directory, 'journal.jsonl');
    const last = JSON.parse(readFileSync(journal, 'utf8').trim().split('\n').at(-1) ?? '');
    // The state on the disk while the callback of the delivery is on its way.
    appendFileSync(
      journal,
      `${JSON.stringify({ ...last, data: { ...last.data, status: 'delivered', isUntold: true } })}\n`,
    );
    await restart();
    expect(told()).toEqual(['delivered']);
    await restart();
    expect(told()).toEqual([]);
  });

  it('lets a phone ring on, and somebody pick up', async () => {
    const { sid } = await ring();
    await world.clock.advance(2_000);
    await restart();
    await world.clock.advance(20_000);
    expect(told()).toEqual([]);
    expect((await world.post(`/sandbox/calls/${sid}/press`, { answer: 'human' })).body.status).toBe('in-progress');
    await world.activity.idle();
    expect(told()).toEqual(['2 in-progress']);

    await ring();
    await world.clock.advance(2_000);
    await restart(3_600);
    await world.clock.advance(0);
    expect(told()).toContain('2 no-answer');
  });

  it('has the line drop where somebody was talking', async () => {
    const { sid } = await ring();
    await world.post(`/sandbox/calls/${sid}/press`, { answer: 'human' });
    await restart();
    expect(world.sandbox.messages()).toMatchObject([{ id: sid, status: 'completed', body: 'Press 4.' }]);
    expect(told()).toEqual(['1 completed']);
    expect((await world.post(`/sandbox/calls/${sid}/press`, { digits: '4' })).status).toBe(409);
  });

  it('includes who wants no more messages', async () => {
    await world.post(`/sandbox/phones/${PHONE}/reply`, { body: 'STOP' });
    await restart();
    await expect(send()).rejects.toMatchObject({ code: 21610 });
    await world.post(`/sandbox/phones/${PHONE}/reply`, { body: 'START' });
    await restart();
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
  });

  it('is bounded: the newest 20,000 things, and a file to match', async () => {
    const message: SandboxMessage = {
      id: '',
      kind: 'sms',
      provider: 'sns',
      to: PHONE,
      body: 'x',
      at: START,
      status: 'delivered',
    };
    for (let n = 1; n <= 20_002; n += 1) world.sandbox.receive({ ...message, id: String(n) });
    await restart();
    expect(world.sandbox.messages()).toHaveLength(20_000);
    expect(world.sandbox.messages()[0]?.id).toBe('3');
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8').trim().split('\n')).toHaveLength(20_000);
  });

  it('does not include a line that the dying process left unfinished', async () => {
    await send();
    await world.clock.advance(60_000);
    appendFileSync(join(directory, 'journal.jsonl'), '{"kind":"text","data":{"id":"SMtorn","bo');
    await restart();
    await send();
    await restart();
    expect(world.sandbox.messages()).toHaveLength(2);
  });
});

/** `npm start` as a process of its own. */
interface Region {
  readonly url: string;
  kill(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const startRegion = async (port: number): Promise<Region> => {
  const { PATH } = process.env;
  const quiet = { SLACK_BOT_TOKEN: '', PD_DEMO_TOKEN: 'sesame' };
  const env = { PATH, PORT: String(port), PD_DATA_DIR: directory, PD_CLOCK_SPEED: '20', ...quiet };
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child: ChildProcess = spawn(process.execPath, ['scripts/start.ts'], { cwd: ROOT, env, stdio: [...stdio] });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (!line.startsWith('pd-lite ready ')) continue;
    const kill = async () => {
      child.kill('SIGKILL');
      await exited;
    };
    return { url: line.slice('pd-lite ready '.length), kill };
  }
  throw new Error('the region ended before it was ready');
};

describe('a region that is killed', () => {
  let region: Region | undefined;
  afterEach(() => region?.kill());

  // biome-ignore lint/suspicious/noExplicitAny: whatever the product answers; the test says what it expects.
  const ask = async (path: string, body?: unknown): Promise<any> => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer sesame' };
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`${region?.url}${path}`, { headers, ...init })).json();
  };
  const messages = async (): Promise<SandboxMessage[]> => (await ask('/sandbox/messages')).items;

  it('leaves the page on the phone, exactly once; its receipt arrives, and the answer counts', async () => {
    const port = await freePort();
    region = await startRegion(port);
    expect(await ask('/sandbox/session')).toEqual({ token: 'sesame' });
    const payload = { summary: 'Checkout is down', source: 'prometheus', severity: 'critical' };
    await ask('/v2/enqueue', { routing_key: 'demo', event_action: 'trigger', payload });
    await expect.poll(messages, { interval: 5, timeout: 30_000 }).toHaveLength(1);
    const [page] = await messages();
    await region.kill();

    region = await startRegion(port);
    expect(await messages()).toMatchObject([{ id: page?.id, to: page?.to, body: page?.body, at: page?.at }]);
    await expect.poll(async () => (await messages())[0]?.status, { timeout: 30_000 }).toBe('delivered');
    const receipts = async () => JSON.stringify((await ask('/v1/incidents/INC-1/timeline')).items);
    await expect.poll(receipts, { timeout: 30_000 }).toContain('delivered');
    const { reply } = await ask(`/sandbox/phones/${page?.to}/reply`, { body: '1a' });
    expect(reply).toMatch(/INC-1/);
    expect(await ask('/v1/incidents/INC-1')).toMatchObject({ status: 'acknowledged' });
    const texts = (await messages()).filter(({ kind, body }) => kind === 'sms' && body === page?.body);
    expect(texts).toHaveLength(1);
  });
});
