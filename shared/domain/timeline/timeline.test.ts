import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { E164, PageId, ScheduleId, SlackUserId, UserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { EscalationRun, LevelReached } from '../escalation/run.ts';
import type { IncidentEvent } from '../incident/events.ts';
import {
  ADA,
  alert,
  BEN,
  CLEO,
  declareCommand,
  eventsOf,
  INCIDENT,
  later,
  MONITOR,
  OTHER_INCIDENT,
  POLICY,
  run,
  TIMER,
  triggered,
} from '../incident/fixtures/incident.ts';
import type { Attempt, Page } from '../paging/page.ts';
import { type TimelineSource, timeline } from './timeline.ts';

const IN_SLACK = { ...ADA, via: 'slack' } as const;
const PHONE = '+12025550101' as E164;

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  incidentId: INCIDENT,
  attemptId: 'r1.0.0.ada.0.twilio.0',
  pageId: 'r1.0.0.ada' as PageId,
  step: 0,
  n: 0,
  userName: 'Ada Park',
  channel: 'sms',
  provider: 'twilio',
  to: PHONE,
  claimedAt: later(1),
  region: 'us-east-1',
  outcome: 'accepted',
  sid: 'SM1',
  detail: null,
  outcomeAt: later(2),
  receipt: null,
  receipts: [],
  ...more,
});

const level = (more: Partial<LevelReached> = {}): LevelReached => ({
  round: 0,
  level: 0,
  at: later(1),
  region: 'us-east-1',
  chosen: [
    {
      userId: 'ada' as UserId,
      name: 'Ada Park',
      target: { type: 'user', id: 'ada' as UserId },
      why: 'on call in Primary in weekly',
    },
  ],
  skipped: [],
  ...more,
});

const escalation = (more: Partial<EscalationRun> = {}): EscalationRun => ({
  incidentId: INCIDENT,
  runId: run(1),
  policyId: POLICY,
  status: 'running',
  ended: null,
  next: { round: 0, level: 1 },
  dueAt: later(301),
  baton: 1,
  startedAt: later(0),
  reached: [level()],
  ...more,
});

const page = (more: Partial<Page> = {}): Page => ({
  incidentId: INCIDENT,
  pageId: 'r1.0.0.ada' as PageId,
  runId: run(1),
  userId: 'ada' as UserId,
  userName: 'Ada Park',
  label: { number: 7, severity: 'SEV2', title: 'checkout is down', service: 'Checkout' },
  acceptedAt: null,
  rules: [{ channel: 'sms', to: PHONE, delaySeconds: 0 }],
  exhausted: null,
  step: 1,
  stepsSent: 0,
  status: 'over',
  ended: 'no rule reached its channel',
  dueAt: later(30),
  baton: 1,
  startedAt: later(1),
  ...more,
});

const commits = (...events: readonly IncidentEvent[]) =>
  events.map((event, index) => ({ seq: index + 1, region: 'us-east-1', events: [event] }));
const declared = eventsOf(declareCommand());
const source = (more: Partial<TimelineSource> = {}): TimelineSource => ({
  commits: commits(...declared),
  runs: [],
  pages: [],
  attempts: [],
  repeats: [],
  ...more,
});
const story = (given: TimelineSource): string[] => timeline(given).map(({ at, text }) => `${at.slice(14, 19)} ${text}`);

it('reads like a story', () => {
  const acknowledged: IncidentEvent = { type: 'IncidentAcknowledged', by: BEN, at: later(130) };
  const resolved: IncidentEvent = { type: 'IncidentResolved', summary: 'rolled back', by: ADA, at: later(200) };
  expect(
    story(
      source({
        commits: commits(...declared, acknowledged, resolved),
        runs: [escalation({ status: 'over', ended: 'acknowledged by Ben Osei', dueAt: later(301) })],
        attempts: [
          attempt({
            receipts: [
              { kind: 'sms', status: 'sent', at: later(3) },
              { kind: 'sms', status: 'undelivered', errorCode: '30003', at: later(5) },
            ],
          }),
          attempt({
            attemptId: 'r1.0.0.ada.0.sns.0',
            provider: 'sns',
            detail: 'Twilio: undelivered (30003)',
            claimedAt: later(5),
          }),
          attempt({
            attemptId: 'r1.0.0.ada.1.twilio.0',
            channel: 'voice',
            outcome: 'withheld',
            detail: 'acknowledged by Ben Osei',
            claimedAt: later(131),
          }),
        ],
        repeats: [{ dedupKey: 'checkout', by: MONITOR, times: 3, lastAt: later(20) }],
      }),
    ),
  ).toEqual([
    '00:00 demo monitor declared INC-7 (SEV2): checkout is down',
    '00:01 Level 1: paging Ada Park (on call in Primary in weekly)',
    '00:01 Sent: a text message to Ada Park at ...0101 through Twilio: Twilio took it',
    '00:03 Twilio says of a text message to Ada Park: sent',
    '00:05 Twilio says of a text message to Ada Park: undelivered (30003)',
    '00:05 Sent: a text message to Ada Park at ...0101 through SNS: SNS took it (Twilio: undelivered (30003))',
    '00:20 demo monitor reported checkout again, 3 times so far',
    '02:10 Ben Osei acknowledged by phone',
    '02:11 Not sent: a call to Ada Park at ...0101 through Twilio: withheld (acknowledged by Ben Osei)',
    '03:20 Ada Park resolved the incident by sms: rolled back',
    '05:01 The escalation ended: acknowledged by Ben Osei',
  ]);
});

it('tells levels that were passed over before the end they came to, which is of the same instant', () => {
  const nobody = (number: number) =>
    level({
      level: number,
      chosen: [],
      skipped: [{ target: { type: 'user', id: 'gone' as UserId }, why: 'gone' }],
      at: later(1),
    });
  const exhausted: IncidentEvent = { type: 'EscalationExhausted', runId: run(1), by: TIMER, at: later(1) };
  const fallback = attempt({ attemptId: 'r1.fallback.boss.0.twilio.0', userName: 'Boss', claimedAt: later(1) });
  const told = timeline(
    source({
      commits: commits(...declared, exhausted),
      runs: [escalation({ reached: [nobody(0), nobody(1)] })],
      attempts: [fallback],
    }),
  );
  expect(told.map(({ type }) => type)).toEqual([
    'IncidentDeclared',
    'LevelReached',
    'LevelReached',
    'EscalationExhausted',
    'PageSent',
  ]);
  expect(told[1]?.text).toBe('Level 1: nobody to page, passed over at once. Skipped: gone');
});

it('says when a person could not be reached on any channel', () => {
  expect(story(source({ pages: [page()] }))).toContain('00:30 Ada Park could not be reached on any channel');
  expect(story(source({ pages: [page({ stepsSent: 1 })] }))).toHaveLength(1);
  expect(story(source({ pages: [page({ step: 0, ended: 'acknowledged by Ben Osei' })] }))).toHaveLength(1);
});

it.each<readonly [Attempt['outcome'], string | null, string]>([
  ['claimed', null, 'it is being handed over'],
  ['refused', '21211: bad number', 'Twilio refused it (21211: bad number)'],
  ['failed', 'HTTP 500', 'it failed at Twilio (HTTP 500)'],
  ['unknown', 'timeout', 'it is unknown whether Twilio sent it (timeout)'],
])('tells what became of an attempt that is %s', (outcome, detail, text) => {
  expect(story(source({ attempts: [attempt({ outcome, detail })] })).at(-1)).toContain(`through Twilio: ${text}`);
});

it('tells of a Slack message without the person’s id, and that Slack took it', () => {
  const slack = attempt({ channel: 'slack', provider: 'slack', to: 'U0ADA' as SlackUserId, sid: '1.2' });
  const told = timeline(source({ attempts: [slack] })).at(-1);
  expect(told?.text).toBe('Sent: a Slack message to Ada Park through Slack: Slack took it');
  expect(JSON.stringify(told)).not.toContain('U0ADA');
});

it('tells of people who were asked for by name, and of their level', () => {
  const page = [
    { type: 'user', id: 'ben' as UserId, name: 'Ben Osei' },
    { type: 'schedule', id: 'checkout-primary' as ScheduleId, name: 'Checkout primary' },
  ] as const;
  const escalated = eventsOf({ type: 'Escalate', reason: 'help', page, by: IN_SLACK, at: later(9) }, triggered());
  const asked = eventsOf(declareCommand({ policyId: null, page: page.slice(0, 1) }));
  expect(story(source({ commits: commits(...asked, ...escalated), runs: [escalation({ policyId: null })] }))).toEqual([
    '00:00 demo monitor declared INC-7 (SEV2): checkout is down. Asked for Ben Osei',
    '00:01 By name: paging Ada Park (on call in Primary in weekly)',
    '00:09 Ada Park paged Ben Osei and Checkout primary by slack: help',
  ]);
});

const EVENTS: readonly IncidentEvent[] = [
  { type: 'AlertReceived', alert: alert('payments'), by: MONITOR, at: later(2) },
  { type: 'AlertResolved', dedupKey: 'payments', by: MONITOR, at: later(3) },
  { type: 'IncidentAcknowledged', by: ADA, at: later(4) },
  { type: 'IncidentUpdated', message: 'looking', nextUpdateDueAt: null, by: ADA, at: later(5) },
  { type: 'SeverityChanged', from: 'SEV2', to: 'SEV1', by: ADA, at: later(6) },
  { type: 'RoleAssigned', role: 'scribe', person: CLEO, by: ADA, at: later(7) },
  { type: 'RoleAssigned', role: 'scribe', person: null, by: ADA, at: later(8) },
  { type: 'NoteAdded', text: 'it was the deploy', by: ADA, at: later(9) },
  { type: 'IncidentEscalated', runId: run(9), afterRunId: run(1), reason: 'help', by: ADA, at: later(10) },
  { type: 'EscalationExhausted', runId: run(9), by: TIMER, at: later(11) },
  { type: 'IncidentResolved', summary: null, by: ADA, at: later(12) },
  { type: 'IncidentReopened', reason: 'back', runId: run(12), by: ADA, at: later(13) },
  { type: 'IncidentMerged', into: OTHER_INCIDENT, intoNumber: 8, by: ADA, at: later(14) },
  { type: 'IncidentAbsorbed', from: OTHER_INCIDENT, fromNumber: 8, alerts: [], by: ADA, at: later(15) },
];

describe('every event', () => {
  it.each(EVENTS.map((event) => [event.type, event] as const))(
    '%s has its sentence, time, actor and region',
    (_type, event) => {
      const told = timeline(source({ commits: commits(...declared, event) })).at(-1);
      expect(told).toMatchObject({ type: event.type, at: event.at, actor: event.by, region: 'us-east-1', seq: 2 });
      expect(told?.text).not.toMatch(/undefined|null|\[object/);
      expect(told?.text.length).toBeGreaterThan(10);
    },
  );

  it('is in sentences that do not change without being looked at', () => {
    expect(story(source({ commits: commits(...declared, ...EVENTS) }))).toMatchInlineSnapshot(`
      [
        "00:00 demo monitor declared INC-7 (SEV2): checkout is down",
        "00:02 demo monitor reported another alert: payments is down",
        "00:03 demo monitor says that payments is resolved",
        "00:04 Ada Park acknowledged by sms",
        "00:05 Ada Park wrote an update: looking",
        "00:06 Ada Park changed the severity from SEV2 to SEV1",
        "00:07 Ada Park made Cleo Marin scribe",
        "00:08 Ada Park left the role scribe open",
        "00:09 Ada Park noted: it was the deploy",
        "00:10 Ada Park escalated by sms: help",
        "00:11 Nobody answered in any round: the escalation is exhausted, and the fallback contact is told",
        "00:12 Ada Park resolved the incident by sms",
        "00:13 Ada Park reopened the incident: back",
        "00:14 Ada Park merged this incident into INC-8",
        "00:15 Ada Park merged INC-8 into this incident",
      ]
    `);
  });
});

const instants = fc.integer({ min: 0, max: 12 }).map(later);
const anyEvent = fc
  .tuple(fc.constantFrom(...EVENTS), instants)
  .map(([event, at]) => ({ ...event, at }) as IncidentEvent);
const anyAttempt = fc
  .record({
    claimedAt: instants,
    outcome: fc.constantFrom<Attempt['outcome'][]>('claimed', 'accepted', 'refused', 'failed', 'unknown', 'withheld'),
    receipts: fc.array(instants, { maxLength: 4 }),
    channel: fc.constantFrom<'sms' | 'voice'>('sms', 'voice'),
  })
  .map(({ receipts, ...more }) =>
    attempt({ ...more, receipts: receipts.map((at) => ({ kind: 'sms', status: 'sent', at })) }),
  );
const anySource = fc
  .record({
    events: fc.array(fc.array(anyEvent, { minLength: 1, maxLength: 2 }), { maxLength: 8 }),
    attempts: fc.array(anyAttempt, { maxLength: 6 }),
    levels: fc.array(fc.array(instants, { maxLength: 4 }), { maxLength: 3 }),
  })
  .map(({ events, attempts, levels }) =>
    source({
      commits: [declared, ...events].map((each, index) => ({ seq: index + 1, region: 'us-east-1', events: each })),
      attempts: attempts.map((each, index) => ({ ...each, attemptId: `r1.0.0.ada.${index}.twilio.0` })),
      runs: levels.map((reached, index) =>
        escalation({ runId: run(index + 1), reached: reached.map((at, number) => level({ at, level: number })) }),
      ),
    }),
  );

it('tells every event, level, attempt and receipt exactly once, oldest first', () => {
  fc.assert(
    fc.property(anySource, (given) => {
      const told = timeline(given);
      const count = (of: (type: string) => boolean) => told.filter(({ type }) => of(type)).length;
      const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
      const kinds = ['LevelReached', 'PageSent', 'PageWithheld', 'PageReceipt'];
      expect(count((type) => type === 'LevelReached')).toBe(sum(given.runs.map(({ reached }) => reached.length)));
      expect(count((type) => type === 'PageSent' || type === 'PageWithheld')).toBe(given.attempts.length);
      expect(count((type) => type === 'PageReceipt')).toBe(sum(given.attempts.map(({ receipts }) => receipts.length)));
      expect(count((type) => !kinds.includes(type))).toBe(sum(given.commits.map(({ events }) => events.length)));
      const times = told.map(({ at }) => at);
      expect(times).toEqual([...times].sort());
    }),
  );
});

it('never writes out a phone number of a person', () => {
  fc.assert(
    fc.property(anySource, (given) => {
      expect(JSON.stringify(timeline(given))).not.toContain(PHONE.slice(1, 9));
    }),
  );
});

it('knows no item without a time', () => {
  expect(timeline(source()).every(({ at }) => (at as Instant).length === 24)).toBe(true);
});
