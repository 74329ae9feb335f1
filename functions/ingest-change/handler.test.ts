import { expect, it } from 'vitest';
import { request } from '../../shared/runtime/fixtures/request.ts';
import { ingestChange } from './handler.ts';

const CHANGE = { routing_key: 'demo', payload: { summary: 'deployed 1.2', source: 'ci' } };

const asking = async (body: unknown, publish: (events: readonly unknown[]) => Promise<void>, isKnown = true) => {
  const directory = { integration: async () => (isKnown ? { id: 'demo', serviceId: 'checkout' } : undefined) };
  return (await ingestChange({ directory, bus: { publish } } as never, request(body))).statusCode;
};

it('hands a change on to the bus, and answers only then', async () => {
  const published: unknown[] = [];
  expect(await asking(CHANGE, async (events) => void published.push(...events))).toBe(202);
  expect(published).toMatchObject([
    { type: 'ChangeReceived', detail: { serviceId: 'checkout', integrationId: 'demo' } },
  ]);
  expect(JSON.stringify(published)).not.toContain('routing');
  await expect(asking(CHANGE, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
});

it('refuses what is no change, and an unknown key', async () => {
  const none = async () => {};
  expect(await asking({ routing_key: 'demo' }, none)).toBe(400);
  expect(await asking(CHANGE, none, false)).toBe(400);
});
