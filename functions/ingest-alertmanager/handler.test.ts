import { expect, it } from 'vitest';
import type { Alert } from '../../shared/domain/alert/alert.ts';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { ingestAlertmanager } from './handler.ts';

const BODY = {
  version: '4',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      fingerprint: 'f1',
      labels: { alertname: 'Down' },
      annotations: {},
      startsAt: '2026-11-23T03:00:00Z',
    },
    {
      status: 'resolved',
      fingerprint: 'f2',
      labels: { alertname: 'Slow' },
      annotations: {},
      startsAt: '2026-11-23T03:00:00Z',
      endsAt: '2026-11-23T03:01:00Z',
    },
  ],
};

const asking = async (
  body: unknown,
  key = 'demo',
  table: 'well' | 'down' = 'well',
  queue: 'well' | 'down' = 'well',
) => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  const taken: string[][] = [];
  const spilled: string[][] = [];
  const known = { id: 'demo', name: 'demo', serviceId: 'checkout' };
  const down = async () => Promise.reject(new Error('down'));
  const deps = {
    directory: { integration: async () => (key === 'demo' ? known : undefined) },
    takeIn:
      table === 'down'
        ? down
        : async (_by: unknown, { action, dedupKey }: Alert) => void taken.push([action, dedupKey]),
    queue: {
      send:
        queue === 'down'
          ? down
          : async ({ alert: { action, dedupKey } }: { alert: Alert }) => void spilled.push([action, dedupKey]),
    },
  };
  const answer = await ingestAlertmanager(deps as never, request(body, { params: { key } }));
  return { answer: said(answer), taken, spilled };
};

it('takes in every alert of the body, and says so', async () => {
  const { answer, taken } = await asking(BODY);
  expect(answer).toMatchObject({ status: 202, accepted: taken.length, problems: [] });
  expect(taken).toEqual([
    ['trigger', 'f1'],
    ['resolve', 'f2'],
  ]);
});

it('puts what cannot be written into the queue; a 2xx is never a lie', async () => {
  const { answer, spilled, taken } = await asking(BODY, 'demo', 'down');
  expect(answer).toMatchObject({ status: 202, accepted: spilled.length });
  expect(spilled.length).toBeGreaterThan(0);
  expect(taken).toEqual([]);
  await expect(asking(BODY, 'demo', 'down', 'down')).rejects.toThrow('down');
});

it('takes nothing in for an unknown key, or of a body that is none', async () => {
  expect((await asking(BODY, 'other')).answer).toMatchObject({ status: 404, field: 'key' });
  expect((await asking([7])).answer).toMatchObject({ status: 400 });
});
