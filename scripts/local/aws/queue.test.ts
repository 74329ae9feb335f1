import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestRegion, type TestRegion } from '../test-region.ts';

let dataDir: string;
let region: TestRegion;
let client: SQSClient;
const QueueUrl = () => process.env['PD_INGEST_QUEUE_URL'] as string;

const begin = async () => {
  region = await startTestRegion({ functions: {} }, { dataDir });
  client = new SQSClient({ region: 'us-east-1', maxAttempts: 1 });
};
const end = async () => {
  client.destroy();
  await region.stop();
};
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pd-lite-queue-'));
  await begin();
});
afterEach(async () => {
  await end();
  rmSync(dataDir, { recursive: true, force: true });
});

const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody }));
const receive = async (more: Partial<ReceiveMessageCommand['input']> = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl(), MaxNumberOfMessages: 10, ...more }))).Messages ??
  [];
const bodies = async () => (await receive()).map(({ Body }) => Body);
const remove = (ReceiptHandle?: string) =>
  client.send(new DeleteMessageCommand({ QueueUrl: QueueUrl(), ReceiptHandle }));

describe('a queue', () => {
  it('gives messages in the order they were sent, each to one receiver', async () => {
    for (const body of ['one', 'zwei ü', 'three']) await send(body);
    expect(await bodies()).toEqual(['one', 'zwei ü', 'three']);
    expect(await bodies()).toEqual([]);
  });

  it('gives a message again when it was not deleted in time, on the clock of the region', async () => {
    await send('again');
    await receive({ VisibilityTimeout: 60 });
    await region.advance(59);
    expect(await bodies()).toEqual([]);
    await region.advance(1);
    expect((await receive())[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('forgets a deleted message', async () => {
    await send('done');
    await remove((await receive())[0]?.ReceiptHandle);
    await region.advance(3600);
    expect(await bodies()).toEqual([]);
  });

  it('takes batches, message by message', async () => {
    const Entries = [
      { Id: 'a', MessageBody: 'first' },
      { Id: 'b', MessageBody: '' },
    ];
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: QueueUrl(), Entries }));
    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(['a']);
    expect(answer.Failed?.map(({ Id }) => Id)).toEqual(['b']);
    expect(await bodies()).toEqual(['first']);
  });

  it('can give a message back before its time', async () => {
    await send('back');
    const [message] = await receive();
    const command = { QueueUrl: QueueUrl(), ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 };
    await client.send(new ChangeMessageVisibilityCommand(command));
    expect(await bodies()).toEqual(['back']);
  });

  it('counts its messages', async () => {
    for (const body of ['one', 'two', 'three']) await send(body);
    await receive({ MaxNumberOfMessages: 1 });
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: QueueUrl(), AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1' });
  });

  it('that does not exist is said to be so', async () => {
    const command = new SendMessageCommand({ QueueUrl: `${QueueUrl()}-none`, MessageBody: 'x' });
    await expect(client.send(command)).rejects.toThrow(QueueDoesNotExist);
  });
});

describe('a queue on disk', () => {
  it('keeps its messages over a restart, without those that were deleted', async () => {
    for (const body of ['one', 'two', 'three']) await send(body);
    await remove((await receive({ MaxNumberOfMessages: 1 }))[0]?.ReceiptHandle);
    await end();
    await begin();
    expect(await bodies()).toEqual(['two', 'three']);
  });

  it('opens with a last line that a killed process left unfinished', async () => {
    await send('whole');
    await end();
    appendFileSync(join(dataDir, 'queues', 'ingest-spill.jsonl'), '{"id":"torn","bo');
    await begin();
    expect(await bodies()).toEqual(['whole']);
  });
});
