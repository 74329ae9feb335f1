import { describe, expect, it } from 'vitest';
import { overdue } from '../../shared/data/due.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { tableConnection } from '../../shared/runtime/stores.ts';
import { ADA, CLEO, givenARegion, type Incident } from './harness.ts';

const pd = await givenARegion();

/** Ends every execution that runs, as if its region had lost it. */
const loseExecutions = async (machine: 'escalation' | 'paging'): Promise<number> => {
  const stateMachineArn = `${process.env['PD_STATE_MACHINE_PREFIX']}${machine}`;
  const listed = await pd.aws('sfn', 'AWSStepFunctions.ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' });
  for (const { executionArn } of listed.executions) {
    await pd.aws('sfn', 'AWSStepFunctions.StopExecution', { executionArn, error: 'Lost' });
  }
  await pd.settle();
  return listed.executions.length;
};

/** The sweeper comes on the minute: now it does not for most of one. */
const justAfterASweep = async (): Promise<void> => {
  await pd.fastForward({ seconds: 61 - new Date(await pd.now()).getUTCSeconds() });
};

/** Commits whose effects are not known to be done. */
const outboxOf = async ({ id }: Incident): Promise<number> =>
  (await overdue(tableConnection(), 'outbox', '9999-01-01T00:00:00.000Z' as Instant, 100)).filter(
    ({ incidentId }) => incidentId === id,
  ).length;

const alertBody = (dedupKey: string) => ({
  token: null,
  body: {
    routing_key: 'demo',
    event_action: 'trigger',
    dedup_key: dedupKey,
    payload: { summary: 'checkout is down', source: 'prometheus', severity: 'critical' },
  },
});

describe('when the table cannot be written', () => {
  it('an alert is accepted into the queue, and pages as soon as the table is back', async () => {
    await pd.outage('dynamodb', 'error', 'writes');
    expect((await pd.event('trigger', { dedupKey: 'spilled' })).status).toBe(202);
    await pd.expectNoMessages();
    await pd.outage('dynamodb', 'ok');
    await pd.fastForward({ seconds: 60 });
    await pd.expectSms(ADA, /checkout is down/, { withinSeconds: 60 });
    const incident = await pd.incidentOf('spilled');
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA, { withinSeconds: 120 });
    await pd.reply(ADA, `${incident.number}a`);
    await pd.expectSilence({ minutes: 30 });
  });

  it('nor says so, an alert is accepted into the queue before its sender gives up', async () => {
    await pd.outage('dynamodb', 'timeout', 'writes');
    expect((await pd.event('trigger', { dedupKey: 'silence' })).status).toBe(202);
    await pd.outage('dynamodb', 'ok');
    await pd.fastForward({ seconds: 60 });
    await pd.expectSms(ADA, /checkout is down/, { withinSeconds: 60 });
  });

  it('nor read, an alert is accepted into the queue without knowing its key', async () => {
    await pd.outage('dynamodb', 'error');
    expect((await pd.event('trigger', { dedupKey: 'blind' })).status).toBe(202);
    await pd.outage('dynamodb', 'ok');
    await pd.fastForward({ seconds: 60 });
    await pd.expectSms(ADA, /checkout is down/, { withinSeconds: 60 });
  });

  it('an alert whose key turns out to be unknown is dropped when it comes off the queue', async () => {
    await pd.outage('dynamodb', 'error');
    expect((await pd.event('trigger', { dedupKey: 'lost', key: 'not-a-key' })).status).toBe(202);
    await pd.outage('dynamodb', 'ok');
    await pd.expectSilence({ minutes: 10 });
  });

  it('an alert and its recovery, both from the queue, leave nothing open', async () => {
    await pd.outage('dynamodb', 'error', 'writes');
    await pd.event('trigger', { dedupKey: 'come and gone' });
    expect((await pd.event('resolve', { dedupKey: 'come and gone' })).status).toBe(202);
    await pd.outage('dynamodb', 'ok');
    await pd.fastForward({ seconds: 60 });
    await pd.mayReceiveSms(ADA);
    expect((await pd.must(200, 'GET', '/v1/incidents')).body.items).toEqual([]);
    await pd.expectSilence({ minutes: 30 });
  });

  it('a recovery that comes off the queue after the alert has fired again closes nothing', async () => {
    await justAfterASweep();
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.outage('dynamodb', 'error', 'writes');
    expect((await pd.monitorResolves(incident)).status).toBe(202);
    await pd.outage('dynamodb', 'ok');
    await pd.fastForward({ seconds: 15 });
    await pd.trigger({ dedupKey: incident.dedupKey });
    await pd.fastForward({ seconds: 105 });
    await pd.expectCall(ADA);
    expect((await pd.incident(incident)).status).toBe('triggered');
  });

  it('an answer is not confirmed, and the pages go on', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.outage('dynamodb', 'error', 'writes');
    expect(await pd.reply(ADA, `${incident.number}a`)).toMatch(/^It is not certain that your reply was recorded\./);
    const { status, body, headers } = await pd.acknowledge(incident);
    expect([status, body.title, headers.get('retry-after')]).toEqual([503, 'Not available just now', '2']);
    await pd.outage('dynamodb', 'ok');
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA);
    expect(await pd.reply(ADA, `${incident.number}a`)).toMatch(/acknowledged by you/);
    await pd.expectSilence({ minutes: 30 });
  });

  it('and the queue is away too, the sender is told to send it again', async () => {
    const queue = process.env['PD_INGEST_QUEUE_URL'];
    await pd.outage('dynamodb', 'error', 'writes');
    process.env['PD_INGEST_QUEUE_URL'] = `${queue}-that-is-away`;
    try {
      const answer = await pd.api('POST', '/v2/enqueue', alertBody('refused'));
      expect(answer.status).toBe(503);
    } finally {
      process.env['PD_INGEST_QUEUE_URL'] = queue;
    }
    await pd.outage('dynamodb', 'ok');
    await pd.expectSilence({ minutes: 5 });
    await pd.trigger({ dedupKey: 'refused' });
    await pd.expectSms(ADA, /Reply/);
  });
});

describe('when EventBridge is away', () => {
  it('people are paged as ever, and the events reach it later', async () => {
    await pd.outage('eventbridge', 'error');
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ minutes: 2 });
    await pd.expectCall(ADA);
    expect(await pd.reply(ADA, `${incident.number}a`)).toMatch(/acknowledged by you/);
    expect(await outboxOf(incident)).toBe(2);
    await pd.outage('eventbridge', 'ok');
    await pd.fastForward({ minutes: 2 });
    expect(await outboxOf(incident)).toBe(0);
    await pd.expectSilence({ minutes: 30 });
  });
});

describe('when Step Functions is away', () => {
  it('an incident that was declared meanwhile is paged by the sweeper', async () => {
    await pd.outage('stepfunctions', 'error');
    const incident = await pd.trigger();
    await pd.expectNoMessages();
    expect(await outboxOf(incident)).toBe(1);
    await pd.outage('stepfunctions', 'ok');
    await pd.fastForward({ seconds: 80 });
    await pd.expectSms(ADA, /Reply/, { withinSeconds: 60 });
    expect(await outboxOf(incident)).toBe(0);
  });

  it('and comes back only after a level was reached, its people are paged then', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ minutes: 4, seconds: 59 });
    await pd.expectCall(ADA, { withinSeconds: 179 });
    await pd.outage('stepfunctions', 'error');
    await pd.fastForward({ minutes: 3 });
    await pd.expectNoMessages();
    await pd.outage('stepfunctions', 'ok');
    await pd.fastForward({ minutes: 2 });
    await pd.expectSms(CLEO, /Reply/, { withinSeconds: 120 });
    await pd.expectCall(CLEO, { withinSeconds: 120 });
    expect(await pd.reply(CLEO, `${incident.number}a`)).toMatch(/acknowledged by you/);
    await pd.expectSilence({ minutes: 30 });
  });
});

describe('when an execution is lost while it waits', () => {
  it('the sweeper pages the next level, between 45 s and 2 minutes after it was due', async () => {
    await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ minutes: 3 });
    await pd.expectCall(ADA, { withinSeconds: 60 });
    expect(await loseExecutions('escalation')).toBeGreaterThan(0);
    await pd.fastForward({ minutes: 2, seconds: 44 });
    await pd.expectNoMessages();
    await pd.fastForward({ seconds: 76 });
    await pd.expectSms(CLEO, /Reply/, { withinSeconds: 75 });
  });

  it('the sweeper works the next notification rule, between 45 s and 2 minutes after it was due', async () => {
    await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.fastForward({ seconds: 30 });
    expect(await loseExecutions('paging')).toBeGreaterThan(0);
    await pd.fastForward({ minutes: 2, seconds: 14 });
    await pd.expectNoMessages();
    await pd.fastForward({ seconds: 76 });
    await pd.expectCall(ADA, { withinSeconds: 75 });
  });

  it('right after the page was sent, the page is not sent again', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    expect(await loseExecutions('paging')).toBeGreaterThan(0);
    expect(await loseExecutions('escalation')).toBeGreaterThan(0);
    await pd.fastForward({ minutes: 4 });
    await pd.expectCall(ADA, { withinSeconds: 120 });
    await pd.fastForward({ minutes: 3 });
    await pd.expectSms(CLEO, /Reply/, { withinSeconds: 120 });
    const story = await pd.timeline(incident);
    expect(story.filter((line) => line.includes('Sent: a text message to Ada Park'))).toHaveLength(1);
  });

  it('and answered meanwhile, it stays silent', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await loseExecutions('paging');
    await loseExecutions('escalation');
    await pd.reply(ADA, `${incident.number}a`);
    await pd.expectSilence({ minutes: 60 });
  });
});
