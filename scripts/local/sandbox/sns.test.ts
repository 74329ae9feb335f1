import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START, startTestWorld, type TestWorld } from './test-world.ts';

const PHONE = '+12025550101';
let world: TestWorld;
let client: SNSClient;

beforeEach(async () => {
  world = await startTestWorld();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SNSClient({ region: 'us-east-1', endpoint: `${world.url}/_sns`, credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await world.stop();
});

const publish = (more: object = {}, options: { abortSignal?: AbortSignal } = {}) => {
  const MessageAttributes = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } };
  const command = new PublishCommand({
    PhoneNumber: PHONE,
    Message: 'Disk full & <falling>',
    MessageAttributes,
    ...more,
  });
  return client.send(command, options);
};

describe('SNS', () => {
  it('delivers a text message from the real client', async () => {
    const { MessageId: id } = await publish();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const text = {
      id,
      kind: 'sms',
      provider: 'sns',
      to: PHONE,
      body: 'Disk full & <falling>',
      at: START,
      status: 'delivered',
    };
    expect(world.sandbox.messages()).toEqual([text]);
  });

  it('refuses what SNS refuses', async () => {
    const refused = { name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } };
    await expect(publish({ PhoneNumber: '12' })).rejects.toMatchObject(refused);
    await expect(publish({ Message: '' })).rejects.toMatchObject(refused);
    const MessageAttributes = { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Urgent' } };
    await expect(publish({ MessageAttributes })).rejects.toMatchObject(refused);
    expect(world.sandbox.messages()).toEqual([]);
  });

  it('fails at once in an outage by error', async () => {
    world.outages.set('sns', 'error');
    await expect(publish()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  });

  it('says nothing in an outage by timeout', async () => {
    world.outages.set('sns', 'timeout');
    const given = new AbortController();
    const asked = publish({}, { abortSignal: given.signal }).then(
      () => 'answered',
      (error: Error) => error.name,
    );
    expect(await Promise.race([asked, world.clock.advance(60_000).then(() => 'silence')])).toBe('silence');
    given.abort();
    expect(await asked).toBe('AbortError');
    expect(world.sandbox.messages()).toEqual([]);
  });
});
