import { describe, expect, it } from 'vitest';
import { ADA, later } from '../domain/incident/fixtures/incident.ts';
import { findingOf } from '../domain/reachability/finding.ts';
import { announcement } from './announcement.ts';
import type { SlackMessage, View } from './blocks.ts';
import { card } from './card.ts';
import { messageProblems, viewProblems } from './fixtures/checks.ts';
import { CARDS } from './fixtures/incidents.ts';
import { helpReply, unknownCommandReply } from './help.ts';
import { home, unknownHome } from './home.ts';
import { declaredReply, listReply, noIncidentReply, timelineReply } from './incident-replies.ts';
import { declareModal } from './modals/declare-modal.ts';
import { assignModal, noteModal, resolveModal, severityModal, updateModal } from './modals/incident-modals.ts';
import { messageModal } from './modals/message-modal.ts';
import { skeleton } from './modals/skeleton.ts';
import { nudge } from './nudge.ts';
import { pageMessage } from './page-message.ts';
import { addUserRequest, unknownUser } from './people.ts';
import { reachabilityReport } from './reachability.ts';
import { shiftBegun, shiftEnded } from './shift-notice.ts';
import { whoReply } from './who.ts';

const CHANNEL = 'C0INC7';
const { incident } = CARDS.worked;
const label = { number: 7, severity: 'SEV1', title: 'checkout is down', service: 'Checkout' } as const;
const open = [
  { incident: CARDS.triggered.incident, channelId: CHANNEL },
  { incident: CARDS.exhausted.incident, channelId: null },
  { incident, channelId: CHANNEL },
];

const cards = Object.fromEntries(Object.entries(CARDS).map(([name, facts]) => [`card-${name}`, card(facts)]));
const announcements = Object.fromEntries(
  Object.entries(CARDS).map(([name, facts]) => [
    `announcement-${name}`,
    announcement({ ...facts, channelId: CHANNEL }),
  ]),
);

const MESSAGES: Readonly<Record<string, SlackMessage>> = {
  ...cards,
  ...announcements,
  'announcement-before-its-channel': announcement({ ...CARDS.triggered, channelId: null }),
  nudge: nudge(incident, later(1860)),
  page: pageMessage(label, incident.id, null),
  'page-exhausted': pageMessage(label, incident.id, { why: 'nobody-answered', rounds: 2, at: later(600) }),
  'page-nobody-to-page': pageMessage(label, incident.id, { why: 'nobody-to-page', at: later(0) }),
  help: helpReply(),
  'unknown-command': unknownCommandReply('reslove', 'resolve'),
  'unknown-command-without-a-suggestion': unknownCommandReply('frobnicate', null),
  who: whoReply([
    {
      schedule: 'Checkout primary',
      now: { name: 'Ada Park', until: later(3600) },
      next: { name: 'Ben Osei', from: later(3600) },
    },
    { schedule: 'Checkout nights', now: null, next: { name: 'Cleo Marin', from: later(7200) } },
    { schedule: 'Duty manager', now: { name: 'Dana Lee', until: null }, next: null },
  ]),
  'who-without-schedules': whoReply([]),
  'shift-begun': shiftBegun({ schedule: 'Checkout <primary>', other: 'Ben *Osei*' }, later(3600), [
    findingOf(
      { type: 'user', id: 'ada', name: 'Ada Park' },
      { level: 'error', code: 'no-rules', what: 'Ada Park cannot be paged', why: 'No rules.', todo: 'Add one.' },
    ),
  ]),
  'shift-begun-after-nobody': shiftBegun({ schedule: 'Checkout', other: null }, undefined, []),
  'shift-ended': shiftEnded({ schedule: 'Checkout', other: 'Ben Osei' }),
  'shift-ended-and-nobody-follows': shiftEnded({ schedule: 'Checkout', other: null }),
  reachability: reachabilityReport(
    ['Ada Park', '<!channel> *Ben*'].map((name) =>
      findingOf(
        { type: 'user', id: name, name },
        {
          level: 'error',
          code: 'no-rules',
          what: `${name} cannot be paged`,
          why: 'They have no rules.',
          todo: 'Add one.',
        },
      ),
    ),
  ),
  list: listReply(open),
  'list-empty': listReply([]),
  timeline: timelineReply(incident, [
    { at: later(0), type: 'IncidentDeclared', text: 'demo monitor declared INC-7 (SEV2): checkout is down' },
    { at: later(1), type: 'LevelReached', text: 'Level 1: paging Ada Park (on call in Checkout primary)' },
    { at: later(2), type: 'PageReceipt', status: 'sent', text: 'Twilio says of a text message to Ada Park: sent' },
    { at: later(3), type: 'PageReceipt', status: 'delivered', text: 'Twilio says of it: delivered' },
    { at: later(60), type: 'IncidentAcknowledged', text: 'Ada Park acknowledged by slack' },
  ]),
  'no-such-incident': noIncidentReply(99),
  'no-incident-named': noIncidentReply(null),
  declared: declaredReply(CARDS.triggered.incident, CHANNEL),
  'declared-and-nobody-is-paged': declaredReply(CARDS['triggered-with-nobody-to-page'].incident, null),
  'unknown-user': unknownUser('dana@example.com'),
  'unknown-user-without-e-mail': unknownUser(null),
};

const VIEWS: Readonly<Record<string, View>> = {
  skeleton: skeleton('resolve'),
  'modal-declare': declareModal({
    title: 'checkout is down',
    services: [
      { id: 'payments', name: 'Payments' },
      { id: 'checkout', name: 'Checkout' },
    ],
    serviceId: 'checkout',
    severity: 'SEV2',
    description: 'Customers see error 500.',
    metadata: '{"channelId":"C0GENERAL"}',
  }),
  'modal-declare-empty': declareModal({ title: '', services: [], metadata: '' }),
  'modal-resolve': resolveModal(incident, 'rolled back'),
  'modal-update': updateModal(incident, ''),
  'modal-note': noteModal(incident, ''),
  'modal-severity': severityModal(incident),
  'modal-assign': assignModal(incident, { role: 'scribe', slackUserId: 'U0CLEO' }),
  'modal-message': messageModal('PD Lite', 'There is no INC-99. Nothing was done.'),
  home: home({
    user: { name: ADA.name },
    openIncidents: open,
    shifts: [
      {
        schedule: 'Checkout primary',
        now: { until: later(3600) },
        next: { from: later(86_400), until: later(172_800) },
      },
      { schedule: 'Checkout nights', now: null, next: { from: later(7200), until: null } },
    ],
    rules: [
      { channel: 'slack', to: 'U0ADA', delaySeconds: 0 },
      { channel: 'sms', to: '+12025550101', delaySeconds: 0 },
      { channel: 'voice', to: '+12025550101', delaySeconds: 120, urgency: 'high' },
      { channel: 'email', to: 'ada@example.com', delaySeconds: 0, urgency: 'low' },
    ],
    canDrill: true,
    at: later(300),
  }),
  'home-with-nothing': home({
    user: { name: 'Ben Osei' },
    openIncidents: [],
    shifts: [],
    rules: [],
    canDrill: false,
    at: later(0),
  }),
  'home-of-somebody-unknown': unknownHome('dana@example.com'),
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

describe('what Slack is sent, as golden files', () => {
  it.each(Object.keys(MESSAGES))('the message %s', async (name) => {
    const message = MESSAGES[name] ?? { text: '', blocks: [] };
    expect(messageProblems(message)).toEqual([]);
    await expect(json(message)).toMatchFileSnapshot(`golden/${name}.json`);
  });

  it.each(Object.keys(VIEWS))('the view %s', async (name) => {
    const view = VIEWS[name] ?? skeleton('declare');
    expect(viewProblems(view)).toEqual([]);
    await expect(json(view)).toMatchFileSnapshot(`golden/${name}.json`);
  });

  it('the message to the admins, which names the person whom it is about', async () => {
    const message = addUserRequest('U0DANA', 'Dana Lee', 'dana@example.com');
    expect(messageProblems(message, 'U0DANA')).toEqual([]);
    await expect(json(message)).toMatchFileSnapshot('golden/add-user.json');
  });
});
