import { EventBridgeClient, EventBridgeServiceException, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestRegion, type TestRegion } from '../test-region.ts';

const on = (...detailTypes: string[]) => ({ triggers: [{ type: 'event', detailTypes }] });

let region: TestRegion;
let client: EventBridgeClient;
const put = (...entries: Record<string, unknown>[]) =>
  client.send(
    new PutEventsCommand({
      Entries: entries.map((entry) => ({ EventBusName: 'pd-lite', Source: 'pd-lite', ...entry })),
    }),
  );

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  region = await startTestRegion({
    functions: {
      'on-resolve': {
        ...on('IncidentResolved'),
        source: 'export const handler = async (event: any) => { (globalThis as any).seen.push(event); };',
      },
      'on-both': {
        ...on('IncidentResolved', 'IncidentDeclared'),
        source: 'export const handler = async (event: any) => { (globalThis as any).seen.push("both"); };',
      },
      fails: {
        ...on('Broken'),
        source: 'export const handler = async () => { (globalThis as any).seen.push("try"); throw new Error("no"); };',
      },
    },
  });
  client = new EventBridgeClient({ endpoint: `${region.url}/_aws/events`, region: 'us-east-1', maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await region.stop();
});

const seenDuring = async (work: () => Promise<unknown>) => {
  const before = region.seen().length;
  await work();
  await region.settle();
  return region.seen().slice(before);
};

describe('PutEvents', () => {
  it('delivers an event to each function that asks for its detail type', async () => {
    const seen = await seenDuring(async () => {
      const answer = await put({ DetailType: 'IncidentResolved', Detail: '{"number":7}' });
      expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    });
    expect(seen).toHaveLength(2);
    expect(seen).toContain('both');
    expect(seen.find((one) => one !== 'both')).toMatchObject({
      version: '0',
      source: 'pd-lite',
      'detail-type': 'IncidentResolved',
      detail: { number: 7 },
      region: 'us-east-1',
      time: region.clock
        .now()
        .replace('.000Z', 'Z')
        .replace(/\.\d+Z/, 'Z'),
    });
  });

  it('takes an event that nobody asks for', async () => {
    expect(await seenDuring(() => put({ DetailType: 'Unheard', Detail: '{}' }))).toEqual([]);
  });

  it('takes what is well formed of several, and says what is not', async () => {
    const answer = await put({ DetailType: 'Unheard', Detail: '{}' }, { DetailType: 'Unheard', Detail: 'not JSON' });
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[1]?.ErrorCode).toBe('MalformedDetail');
  });

  it('calls a function that fails three times in all, after growing waits', async () => {
    expect(await seenDuring(() => put({ DetailType: 'Broken', Detail: '{}' }))).toEqual(['try']);
    expect(await seenDuring(() => region.advance(1))).toEqual(['try']);
    expect(await seenDuring(() => region.advance(5))).toEqual(['try']);
    expect(await seenDuring(() => region.advance(3600))).toEqual([]);
  });
});

describe('an outage of EventBridge', () => {
  it('answers 500 and delivers nothing', async () => {
    region.outages.set('eventbridge', 'error');
    const seen = await seenDuring(async () => {
      const error = await put({ DetailType: 'IncidentResolved', Detail: '{}' }).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(EventBridgeServiceException);
      expect(error.$metadata.httpStatusCode).toBe(500);
    });
    region.outages.set('eventbridge', 'ok');
    expect(seen).toEqual([]);
  });

  it('that is a timeout answers nobody until it is over', async () => {
    region.outages.set('eventbridge', 'timeout');
    const answer = put({ DetailType: 'IncidentResolved', Detail: '{}' }).catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 30));
    region.outages.set('eventbridge', 'ok');
    expect(await answer).toBe('cut off');
  });
});
