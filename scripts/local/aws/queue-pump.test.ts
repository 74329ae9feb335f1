import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RegionOptions } from '../region.ts';
import { startTestRegion, type TestRegion } from '../test-region.ts';

interface SeenBatch {
  readonly bodies: string[];
  readonly receives: string[];
}

/** Notes what it is given. A message says what is to become of it: `fail`, `throw`, `nonsense`, `other`, or a wait. */
const WORKER = `
export const handler = async (event) => {
  const bodies = event.Records.map((record) => record.body);
  globalThis.seen.push({ bodies, receives: event.Records.map((record) => record.attributes.ApproximateReceiveCount) });
  globalThis.lastEvent = event;
  globalThis.running = (globalThis.running ?? 0) + 1;
  globalThis.runningMost = Math.max(globalThis.runningMost ?? 0, globalThis.running);
  await new Promise((resolve) => setTimeout(resolve, bodies.some((body) => body.startsWith('wait')) ? 40 : 0));
  globalThis.running -= 1;
  if (bodies.includes('throw')) throw Object.assign(new Error('no'), { name: 'WorkerDown' });
  if (bodies.includes('nonsense')) return { batchItemFailures: [{ id: 'x' }] };
  if (bodies.includes('other')) return { batchItemFailures: [{ itemIdentifier: 'of-nobody' }] };
  if (bodies.includes('nothing')) return undefined;
  const failed = event.Records.filter((record) => record.body === 'fail');
  return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
};
`;

let dataDir: string;
let region: TestRegion;
let client: SQSClient;

const begin = async (options: Partial<RegionOptions> = {}) => {
  const triggers = [{ type: 'queue', queue: 'work', batchSize: 3 }];
  region = await startTestRegion({ functions: { 'do-work': { triggers, source: WORKER } } }, { dataDir, ...options });
  client = new SQSClient({ region: 'us-east-1', maxAttempts: 1 });
};
const end = async () => {
  client.destroy();
  await region.stop();
};
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  dataDir = mkdtempSync(join(tmpdir(), 'pd-lite-pump-'));
  await begin();
});
afterEach(async () => {
  await end();
  rmSync(dataDir, { recursive: true, force: true });
  vi.restoreAllMocks();
});

const url = (queue: string) => `${region.url}/_aws/sqs/000000000000/${queue}`;
const send = (MessageBody: string, DelaySeconds = 0) =>
  client.send(new SendMessageCommand({ QueueUrl: url('work'), MessageBody, DelaySeconds }));
const sendAll = (...bodies: string[]) =>
  client.send(
    new SendMessageBatchCommand({
      QueueUrl: url('work'),
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );
const dead = async () =>
  (
    await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url('work-dead'),
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    )
  ).Messages ?? [];
const bodies = () => (region.seen() as SeenBatch[]).map((batch) => batch.bodies);
const receives = () => (region.seen() as SeenBatch[]).flatMap((batch) => batch.receives);

describe('a function that has a queue for a trigger', () => {
  it('is given what is sent, in batches, by the time that the region is at rest', async () => {
    await sendAll('one', 'two', 'three', 'four');
    await region.settle();
    expect(bodies()).toEqual([['one', 'two', 'three'], ['four']]);
    await region.advance(3600);
    expect(bodies()).toHaveLength(2);
  });

  it('sees what SQS would tell it', async () => {
    await send('one');
    await region.settle();
    const { Records } = (globalThis as unknown as { lastEvent: { Records: unknown[] } }).lastEvent;
    expect(Records).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: 'one',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.any(String),
        },
        messageAttributes: {},
        md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
        awsRegion: 'us-east-1',
      },
    ]);
  });

  it('is given a delayed message when its time has come, not before', async () => {
    await send('later', 90);
    await region.advance(89);
    expect(bodies()).toEqual([]);
    await region.advance(1);
    expect(bodies()).toEqual([['later']]);
  });

  it('works on four batches at once, and no more', async () => {
    (globalThis as { runningMost?: number }).runningMost = 0;
    for (let round = 0; round < 2; round += 1) {
      await sendAll(...Array.from({ length: 9 }, (_, index) => `wait ${index}`));
    }
    await region.settle();
    expect((globalThis as { runningMost?: number }).runningMost).toBe(4);
    expect(bodies().flat()).toHaveLength(18);
  });

  it('is given again only what it reports as failed, when its visibility timeout is over', async () => {
    await sendAll('good', 'fail', 'also good');
    await region.advance(29);
    expect(bodies()).toEqual([['good', 'fail', 'also good']]);
    await region.advance(1);
    expect(bodies().slice(1)).toEqual([['fail']]);
  });

  it.each(['throw', 'nonsense', 'other'])('is given the whole batch again after %s', async (word) => {
    await sendAll('good', word);
    await region.advance(30);
    expect(bodies()).toEqual([
      ['good', word],
      ['good', word],
    ]);
  });

  it('has done all of it when it answers nothing, as Lambda has it', async () => {
    await sendAll('good', 'nothing');
    await region.advance(3600);
    expect(bodies()).toHaveLength(1);
  });
});

describe('a message that fails again and again', () => {
  it('is put aside after five receives, with what it failed with', async () => {
    await send('throw');
    await region.advance(3600);
    expect(receives()).toEqual(['1', '2', '3', '4', '5']);
    const [message, ...more] = await dead();
    expect(more).toEqual([]);
    expect(message?.Body).toBe('throw');
    expect(message?.MessageAttributes).toEqual({ Reason: { DataType: 'String', StringValue: 'WorkerDown' } });
  });

  it('does not keep those behind it', async () => {
    await send('fail');
    await send('good');
    await region.settle();
    expect(bodies().flat()).toContain('good');
  });
});

describe('over a restart', () => {
  it('what waited is handed out', async () => {
    await send('later', 60);
    await end();
    await begin();
    await region.advance(60);
    expect(bodies()).toEqual([['later']]);
  });

  it('receives go on being counted', async () => {
    await send('fail');
    await region.advance(0);
    await end();
    await begin();
    await region.advance(30);
    expect(receives()).toEqual(['2']);
  });
});

it('on a clock faster than its function nobody else is given what it works on', async () => {
  await end();
  await begin({ clockSpeed: 3600 });
  await send('wait a little');
  await region.settle();
  expect(bodies()).toEqual([['wait a little']]);
});
