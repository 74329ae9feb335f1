import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../domain/incident/actor.ts';
import type { IncidentCommand } from '../domain/incident/commands.ts';
import { decide } from '../domain/incident/decide.ts';
import type { IncidentEvent } from '../domain/incident/events.ts';
import { evolve } from '../domain/incident/evolve.ts';
import { ADA, alert, declareCommand, later, START } from '../domain/incident/fixtures/incident.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { SEVERITIES } from '../domain/incident/severity.ts';
import type { ServiceId, UserId } from '../lib/ids.ts';
import { announcement } from './announcement.ts';
import { card } from './card.ts';
import { channelName } from './channel-name.ts';
import { foreignMarkup, messageProblems, viewProblems } from './fixtures/checks.ts';
import { HOSTILE, PAGING } from './fixtures/incidents.ts';
import { unknownCommandReply } from './help.ts';
import { home, unknownHome } from './home.ts';
import { declaredReply, listReply, timelineReply } from './incident-replies.ts';
import { LIMITS } from './limits.ts';
import { line } from './lines.ts';
import { declareModal } from './modals/declare-modal.ts';
import { assignModal, noteModal, resolveModal, severityModal, updateModal } from './modals/incident-modals.ts';
import { nudge } from './nudge.ts';
import { pageMessage } from './page-message.ts';
import { addUserRequest, unknownUser } from './people.ts';
import { refusalText } from './refusal.ts';
import { topic } from './topic.ts';
import { whoReply } from './who.ts';

/** What may stand anywhere that people or monitors write: signs of markup, of any length, in any order. */
const SIGNS = [
  '<',
  '>',
  '&',
  '&lt;',
  '|',
  '*',
  '_',
  '~',
  '`',
  '```',
  '\n',
  ' ',
  '<!channel>',
  '<@U123>',
  '<#C0X|y>',
  '🔥',
  '\ud83d',
  '\u202e',
  '\u0007',
  'é',
  'a',
  '<!date^1^{time}|x>',
  '<https://evil.example|ok>',
  'https://example.com/a?b=1&c=<2>|3.',
];
const anyText = (lengthMax: number) =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .array(fc.constantFrom(...SIGNS), { maxLength: Math.min(lengthMax, 400) })
        .map((signs) => signs.join('').slice(0, lengthMax)),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: Math.min(lengthMax, 500) }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        HOSTILE.slice(0, lengthMax),
        '&'.repeat(lengthMax),
        '<\n'.repeat(lengthMax / 2),
        'x'.repeat(lengthMax),
      ),
    },
  );

const actor = anyText(300).map((name): Actor => ({ ...ADA, name }));

/** An incident, and the events that made it, with such texts everywhere. */
const history = fc
  .record({
    title: anyText(1024),
    message: anyText(4000),
    description: anyText(10_000),
    service: anyText(200),
    by: actor,
    person: anyText(200),
    href: fc.oneof(
      anyText(300),
      anyText(100).map((path) => `https://example.com/${path}`),
      fc.webUrl(),
    ),
    severity: fc.constantFrom(...SEVERITIES),
    number: fc.integer({ min: 1, max: 999_999_999 }),
    path: fc.array(fc.constantFrom('ack', 'update', 'note', 'assign', 'escalate', 'resolve', 'merge', 'reopen'), {
      maxLength: 6,
    }),
  })
  .map(({ title, message, description, service, by, person, href, severity, number, path }) => {
    const someone = { id: 'someone' as UserId, name: person };
    const commands: Record<(typeof path)[number], IncidentCommand> = {
      ack: { type: 'Acknowledge', by, at: later(60) },
      update: { type: 'Update', message, nextUpdateDueAt: later(1800), severity: null, by, at: later(70) },
      note: { type: 'AddNote', text: description, by, at: later(75) },
      assign: { type: 'AssignRole', role: 'incident-commander', person: someone, by, at: later(80) },
      escalate: { type: 'Escalate', reason: message, page: [{ type: 'user', ...someone }], by, at: later(90) },
      resolve: { type: 'Resolve', summary: message, by, at: later(100) },
      merge: { type: 'Merge', into: 'other' as Incident['id'], intoNumber: 3, by, at: later(110) },
      reopen: { type: 'Reopen', reason: message, by, at: later(120) },
    };
    const declare = declareCommand({
      title,
      description,
      severity,
      number,
      by,
      service: { id: 'some' as ServiceId, name: service },
      alert: alert(title, { links: [{ href, text: title }] }),
      page: [{ type: 'user', ...someone }],
    });
    let incident: Incident | undefined;
    const events: IncidentEvent[] = [];
    for (const command of [declare, ...path.map((step) => commands[step])]) {
      const decision = decide(command, incident);
      if (!decision.ok) continue;
      incident = evolve(incident, decision.value);
      events.push(...decision.value);
    }
    if (!incident) throw new Error('nothing was declared');
    return { incident, events, texts: { title, message, person, service, by } };
  });

const check = (
  property: (made: {
    incident: Incident;
    events: IncidentEvent[];
    texts: { title: string; message: string; person: string; service: string; by: Actor };
  }) => void,
) => fc.assert(fc.property(history, property), { numRuns: 150 });

describe('whatever people and monitors write', () => {
  it('the card, the announcement, the topic and the lines keep to the limits and to markup of ours', () => {
    check(({ incident, events, texts }) => {
      const pagingNow = {
        ...PAGING,
        people: Array.from({ length: 30 }, () => ({ userId: 'x' as UserId, name: texts.person })),
      };
      const facts = { incident, pagingNow, at: later(130) };
      expect(messageProblems(card(facts))).toEqual([]);
      expect(messageProblems(announcement({ ...facts, channelId: 'C0X' }))).toEqual([]);
      expect(topic(facts).length).toBeLessThanOrEqual(LIMITS.topic);
      expect(foreignMarkup(topic(facts))).toEqual([]);
      for (const said of events.map(line)) {
        expect((said ?? '').length).toBeLessThanOrEqual(LIMITS.sectionText);
        expect(foreignMarkup(said ?? '')).toEqual([]);
      }
    });
  });

  it('so do the answers', () => {
    check(({ incident, texts: { title, message, person, by } }) => {
      const listed = Array.from({ length: 40 }, () => ({ incident, channelId: title }));
      const label = { number: incident.number, severity: incident.severity, title, service: person };
      const messages = [
        listReply(listed),
        declaredReply(incident, title),
        nudge(incident, later(1000)),
        pageMessage(label, incident.id, null),
        pageMessage(label, incident.id, { why: 'nobody-to-page', at: START }),
        timelineReply(
          incident,
          Array.from({ length: 60 }, () => ({ at: START, type: 'NoteAdded', text: message })),
        ),
        whoReply(
          Array.from({ length: 120 }, () => ({
            schedule: title,
            now: { name: person, until: START },
            next: { name: person, from: later(1) },
          })),
        ),
        unknownCommandReply(title, null),
        unknownUser(title),
        addUserRequest(title, person, message),
      ];
      for (const message of messages) expect(messageProblems(message)).toEqual([]);
      for (const refusal of [
        { code: 'already-acknowledged', by, at: START },
        { code: 'already-resolved', by, at: START, mergedInto: null },
        { code: 'nothing-to-do', why: message },
      ] as const) {
        expect(foreignMarkup(refusalText(refusal, incident))).toEqual([]);
      }
    });
  });

  it('so do the modals and App Home', () => {
    check(({ incident, texts: { title, message, person } }) => {
      const services = Array.from({ length: 250 }, (_, index) => ({ id: `${index}`, name: person }));
      const views = [
        declareModal({ title, description: message, services, serviceId: '7', metadata: '{}' }),
        declareModal({
          title,
          description: message,
          services: services.slice(0, 3),
          serviceId: 'gone',
          metadata: '{}',
        }),
        resolveModal(incident, message),
        updateModal(incident, message),
        noteModal(incident, message),
        severityModal(incident),
        assignModal(incident, { role: null, slackUserId: null }),
        unknownHome(title),
        home({
          user: { name: person },
          openIncidents: Array.from({ length: 60 }, () => ({ incident, channelId: null })),
          shifts: Array.from({ length: 60 }, () => ({
            schedule: title,
            now: { until: START },
            next: { from: START, until: START },
          })),
          rules: Array.from({ length: 60 }, (_, index) => ({
            channel: index % 2 === 0 ? ('sms' as const) : ('email' as const),
            to: index % 4 === 0 ? title : `${title}@example.com`,
            delaySeconds: 60,
            urgency: 'high' as const,
          })),
          canDrill: true,
          at: START,
        }),
      ];
      for (const view of views) expect(viewProblems(view)).toEqual([]);
    });
  });

  it('a channel gets a name that Slack takes', () => {
    fc.assert(
      fc.property(
        anyText(1024),
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.option(fc.integer({ min: 2, max: 99 }), { nil: undefined }),
        (title, number, suffix) => {
          const name = channelName(number, title, suffix);
          expect(name).toMatch(/^inc-[1-9]\d*(-[a-z0-9]+)*$/);
          expect(name.length).toBeLessThanOrEqual(LIMITS.channelName);
        },
      ),
    );
  });
});
