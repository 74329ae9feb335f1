import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { later } from '../../shared/domain/incident/fixtures/incident.ts';
import { invocation } from '../../shared/runtime/fixtures/paging.ts';
import { NOW, type Office, openOffice } from '../../shared/runtime/slack-requests/fixtures/office.ts';
import { onceOnly } from '../../shared/runtime/slack-requests/once-only.ts';
import { ACTIONS } from '../../shared/slack/names.ts';
import { slackWorker } from './handler.ts';

let office: Office;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  office = await openOffice();
  process.env['PD_IDEMPOTENCY_TABLE'] = 'pd-test-idempotency';
  process.env['PD_REGION'] = 'us-east-1';
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = office.stores.database.url;
});
afterAll(() => office.stores.database.stop());

let sent = 0;
const batch = (...bodies: readonly unknown[]) =>
  ({
    Records: bodies.map((body) => {
      sent += 1;
      return {
        messageId: `message-${sent}`,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        attributes: { ApproximateReceiveCount: '1' },
      };
    }),
  }) as unknown as SQSEvent;

const run = (event: SQSEvent, instead: object = {}) =>
  slackWorker({ ...office.deps, onceOnly, ...instead }, event, invocation(later(3600)));
const failed = (event: SQSEvent, ...which: readonly number[]) => ({
  batchItemFailures: which.map((index) => ({ itemIdentifier: event.Records[index]?.messageId })),
});
/** Asked at the time of the invocation: the fixtures' people ask a minute after the start. */
const fresh = <T extends { at: string }>(request: T): T => ({ ...request, at: later(3600) });

const acknowledgements = async (id: never) =>
  (await office.events(id)).filter(({ type }) => type === 'IncidentAcknowledged').length;

it('does every request of a batch, each on its own: a bad one is handed back, and the others are done', async () => {
  const [one, two] = [await office.incident(), await office.incident()];
  const event = batch(
    fresh(office.action('U0ADA', ACTIONS.acknowledge, one.id)),
    '{ this is no request',
    fresh(office.action('U0BEN', ACTIONS.acknowledge, two.id)),
    { type: 'command' },
  );
  expect(await run(event)).toEqual(failed(event, 1, 3));
  expect(await acknowledgements(one.id as never)).toBe(1);
  expect(await acknowledgements(two.id as never)).toBe(1);
});

it('does a request once, however often Slack and the queue bring it', async () => {
  const { id } = await office.incident();
  const request = fresh(office.submission('U0ADA', 'note', id, { text: 'once' }));
  expect(await run(batch(request))).toEqual({ batchItemFailures: [] });
  expect(await run(batch(request))).toEqual({ batchItemFailures: [] });
  expect((await office.events(id)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
});

it('hands a request back while another worker is at it', async () => {
  const { id } = await office.incident();
  const request = fresh(office.submission('U0ADA', 'note', id, { text: 'twice' }));
  const event = batch(request, request);
  const { batchItemFailures } = await run(event);
  expect(batchItemFailures).toHaveLength(1);
  expect((await office.events(id)).filter(({ type }) => type === 'NoteAdded')).toHaveLength(1);
});

it('hands a request back that failed, and does it when it comes again', async () => {
  const { id } = await office.incident();
  const event = batch(fresh(office.action('U0ADA', ACTIONS.acknowledge, id)));
  const down = { commands: { execute: () => Promise.reject(new Error('down')) } };
  expect(await run(event, down)).toEqual(failed(event, 0));
  expect(await acknowledgements(id as never)).toBe(0);
  expect(await run(event)).toEqual({ batchItemFailures: [] });
  expect(await acknowledgements(id as never)).toBe(1);
});

it('leaves what waited too long undone', async () => {
  const { id } = await office.incident();
  expect(NOW < later(3600)).toBe(true);
  expect(await run(batch(office.action('U0ADA', ACTIONS.acknowledge, id)))).toEqual({ batchItemFailures: [] });
  expect(await acknowledgements(id as never)).toBe(0);
});
