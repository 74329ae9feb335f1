import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshId } from '../../data/fixtures/database.ts';
import type { IncidentStore } from '../../data/incident-store.ts';
import { ADA, declareCommand, incidentAfter, later, run, START } from '../../domain/incident/fixtures/incident.ts';
import type { Page } from '../../domain/paging/page.ts';
import type { E164, IncidentId, PageId, UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import type { SendOutcome } from '../../telephony/send-outcome.ts';
import { type TestStores, testStores } from '../fixtures/stores.ts';
import { attemptSend } from './attempt-send.ts';
import { passFence } from './fence.ts';

let stores: TestStores;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
});
afterAll(() => stores.database.stop());

const page = (incidentId: IncidentId): Page => ({
  incidentId,
  pageId: 'r1.0.0.ada' as PageId,
  runId: run(1),
  userId: 'ada' as UserId,
  userName: 'Ada',
  label: { number: 7, severity: 'SEV2', title: 't', service: 's' },
  acceptedAt: null,
  rules: [{ channel: 'sms', to: '+12025550101' as E164, delaySeconds: 0 }],
  exhausted: null,
  step: 0,
  stepsSent: 0,
  status: 'active',
  ended: null,
  dueAt: START,
  baton: 1,
  startedAt: START,
});

const accepted: SendOutcome = { type: 'accepted', sid: 'SM1', status: 'queued' };

/** An incident that pages, and a send of its page by a clock that moves so many seconds whenever it is looked at. */
const scene = async (
  more: { readonly outcome?: SendOutcome; readonly secondsALook?: number; readonly incidents?: IncidentStore } = {},
) => {
  const { outcome = accepted, secondsALook = 0, incidents = stores.incidents } = more;
  const incidentId = freshId() as IncidentId;
  await stores.incidents.project(incidentAfter(declareCommand({ incidentId })));
  let now = START;
  const clock = {
    now: (): Instant => {
      now = addSeconds(now, secondsALook);
      return now;
    },
    sleep: async () => {},
  };
  const sent: string[] = [];
  const it = { page: page(incidentId), step: 0, provider: 'twilio', n: 0, because: 'why this provider' } as const;
  const go = (while_: () => Promise<unknown> = async () => {}) =>
    attemptSend(
      { pages: stores.pages, incidents, clock, region: 'us-east-1' },
      {
        ...it,
        send: async (attemptId) => {
          sent.push(attemptId);
          await while_();
          return outcome;
        },
      },
    );
  return { incidentId, sent, go };
};

describe('a send', () => {
  it('is claimed, fenced, handed over and recorded', async () => {
    const { go, sent, incidentId } = await scene();
    expect(await go()).toMatchObject({
      type: 'done',
      outcome: accepted,
      attempt: { outcome: 'accepted', sid: 'SM1', detail: 'why this provider' },
    });
    expect(sent).toEqual(['r1.0.0.ada.0.twilio.0']);
    expect(await stores.database.item(`incident#${incidentId}`, 'now')).toHaveProperty('fencedAt');
  });

  it('is made once, whoever else tries', async () => {
    const { go, sent } = await scene();
    const all = await Promise.all([go(), go(), go(), go()]);
    expect(sent).toHaveLength(1);
    expect(all.map(({ type }) => type).sort()).toEqual(['done', 'taken', 'taken', 'taken']);
    expect(await go()).toMatchObject({ type: 'taken', attempt: { outcome: 'accepted' } });
  });

  it.each<readonly [SendOutcome, object]>([
    [
      { type: 'refused', code: '21211', message: 'bad number', permanent: true },
      { outcome: 'refused', detail: 'why this provider; 21211: bad number' },
    ],
    [
      { type: 'failed', status: 500, why: 'HTTP 500' },
      { outcome: 'failed', detail: 'why this provider; HTTP 500' },
    ],
    [
      { type: 'unknown', why: 'timeout' },
      { outcome: 'unknown', detail: 'why this provider; timeout: it may have been sent' },
    ],
  ])('records what the provider said: %j', async (outcome, recorded) => {
    const { go } = await scene({ outcome });
    expect(await go()).toMatchObject({ type: 'done', attempt: recorded });
  });

  it('keeps a receipt, and the id in it, that came before the provider answered us', async () => {
    const { go, incidentId } = await scene({ outcome: { type: 'unknown', why: 'timeout' } });
    const receipt = () =>
      stores.pages.amend(incidentId, 'r1.0.0.ada.0.twilio.0', (now) => ({
        ...now,
        sid: 'SM9',
        receipts: [{ kind: 'sms', status: 'sent', at: START }],
      }));
    expect(await go(receipt)).toMatchObject({
      attempt: { outcome: 'unknown', sid: 'SM9', receipts: [{ status: 'sent' }] },
    });
  });

  it('is left claimed when its sender dies, so that others look into it', async () => {
    const { go, incidentId } = await scene();
    await expect(go(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
    expect(await stores.pages.attempt(incidentId, 'r1.0.0.ada.0.twilio.0')).toMatchObject({ outcome: 'claimed' });
    expect(await go()).toMatchObject({ type: 'taken', attempt: { outcome: 'claimed' } });
  });
});

describe('after an answer', () => {
  it.each([
    [{ type: 'Acknowledge', by: ADA, at: later(5) } as const, `acknowledged by Ada Park at ${later(5)}`],
    [{ type: 'Resolve', summary: null, by: ADA, at: later(5) } as const, `resolved by Ada Park at ${later(5)}`],
    [
      { type: 'Escalate', reason: null, page: null, by: ADA, at: later(5) } as const,
      'a later escalation took its place',
    ],
  ])('nothing is sent, and the record says why: %j', async (command, why) => {
    const { go, sent, incidentId } = await scene();
    await stores.commands.execute(incidentId, command);
    expect(await go()).toMatchObject({ outcome: { type: 'withheld' }, attempt: { outcome: 'withheld', detail: why } });
    expect(sent).toEqual([]);
  });
});

describe('a fence', () => {
  it('that was passed too long ago is passed again, and a function that stands still every time sends nothing', async () => {
    expect(await (await scene({ secondsALook: 1 })).go()).toMatchObject({ attempt: { outcome: 'accepted' } });
    const still = await scene({ secondsALook: 3 });
    expect(await still.go()).toMatchObject({ outcome: { type: 'failed' }, attempt: { outcome: 'failed' } });
    expect(still.sent).toEqual([]);
  });

  it('is passed when the head lags behind the log, and mends it', async () => {
    const incidentId = freshId() as IncidentId;
    const state = incidentAfter(declareCommand({ incidentId }));
    const { commands } = stores;
    await commands.execute(incidentId, declareCommand({ incidentId }));
    await commands.execute(incidentId, { type: 'AddNote', text: 'n', by: ADA, at: later(1) });
    const { DeleteCommand } = await import('@aws-sdk/lib-dynamodb');
    await stores.table.client.send(
      new DeleteCommand({ TableName: stores.table.table, Key: { pk: `incident#${incidentId}`, sk: 'now' } }),
    );
    await stores.incidents.project(state);
    expect(await passFence(stores.incidents, incidentId, run(1), later(2))).toEqual({ passed: true });
    await stores.table.client.send(
      new DeleteCommand({ TableName: stores.table.table, Key: { pk: `incident#${incidentId}`, sk: 'now' } }),
    );
    expect(await passFence(stores.incidents, incidentId, run(1), later(2))).toEqual({ passed: true });
    expect(await stores.database.item(`incident#${incidentId}`, 'now')).toMatchObject({ version: 2 });
  });

  it('that cannot be read is no answer: the send failed, and the next provider is tried', async () => {
    // The other region writes the same head all the time: every conditional write of ours loses.
    const incidents = { ...stores.incidents, fence: async () => false, project: async () => false };
    const { go, sent } = await scene({ incidents });
    expect(await go()).toMatchObject({ outcome: { type: 'failed' }, attempt: { outcome: 'failed' } });
    expect(sent).toEqual([]);
  });

  it('is not passed for what is not there', async () => {
    expect(await passFence(stores.incidents, freshId() as IncidentId, run(1), START)).toEqual({
      passed: false,
      answered: true,
      why: 'there is no such incident',
    });
  });
});
