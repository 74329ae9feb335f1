import { describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../domain/incident/events.ts';
import {
  ADA,
  alert,
  BEN,
  CLEO,
  declareCommand,
  eventsOf,
  later,
  MONITOR,
  OTHER_INCIDENT,
  START,
} from '../domain/incident/fixtures/incident.ts';
import type { RunId, UserId } from '../lib/ids.ts';
import { HOSTILE } from './fixtures/incidents.ts';
import { line } from './lines.ts';

const at = START;
const runId = 'r2' as RunId;
const declared = (more: Parameters<typeof declareCommand>[0]): IncidentEvent => {
  const [event] = eventsOf(declareCommand(more));
  if (!event) throw new Error('nothing was declared');
  return event;
};

describe("what an incident's channel is told", () => {
  it.each<[string, IncidentEvent, string]>([
    ['an alert opened it', declared({}), '🔴 An alert of *demo monitor* opened this incident.'],
    [
      'a person declared it, and had somebody paged',
      declared({
        by: ADA,
        alert: null,
        description: 'Error 500\nfor everybody',
        page: [{ type: 'user', id: 'cleo' as UserId, name: 'Cleo Marin' }],
      }),
      '🔴 *Ada Park* declared this incident. *Cleo Marin* is being paged for it.\n> Error 500\n> for everybody',
    ],
    [
      'nobody is paged for it',
      declared({ by: ADA, alert: null, policyId: null, service: null }),
      '🔴 *Ada Park* declared this incident.\n🚨 Nobody is paged: no service was named.',
    ],
    ['acknowledged', { type: 'IncidentAcknowledged', by: ADA, at }, '✅ *Ada Park* acknowledged. Paging has stopped.'],
    [
      'an update',
      { type: 'IncidentUpdated', message: 'We roll back.', nextUpdateDueAt: later(1800), by: ADA, at },
      '📣 Update by *Ada Park*, next one by <!date^1795404600^{time}|2026-11-23 03:30 UTC>:\n> We roll back.',
    ],
    [
      'the severity',
      { type: 'SeverityChanged', from: 'SEV3', to: 'SEV1', by: BEN, at },
      '*Ben Osei* changed the severity from SEV3 to *SEV1*.',
    ],
    [
      'somebody takes command',
      {
        type: 'RoleAssigned',
        role: 'incident-commander',
        person: { id: 'ada' as UserId, name: 'Ada Park' },
        by: ADA,
        at,
      },
      '*Ada Park* is commander now.',
    ],
    [
      'somebody is given a role',
      { type: 'RoleAssigned', role: 'scribe', person: CLEO, by: ADA, at },
      '*Cleo Marin* is scribe now, as Ada Park asked.',
    ],
    [
      'a role is left',
      { type: 'RoleAssigned', role: 'scribe', person: null, by: ADA, at },
      '*Ada Park* took the role back: nobody is scribe now.',
    ],
    [
      'a note',
      { type: 'NoteAdded', text: 'restarted worker 3', by: ADA, at },
      '📝 Note by *Ada Park*:\n> restarted worker 3',
    ],
    [
      'escalated',
      { type: 'IncidentEscalated', runId, afterRunId: null, reason: 'need a DBA', page: null, by: ADA, at },
      '📟 *Ada Park* escalated. More people are being paged.\n> need a DBA',
    ],
    [
      'somebody is paged by name',
      {
        type: 'IncidentEscalated',
        runId,
        afterRunId: null,
        reason: null,
        page: [{ type: 'user', ...CLEO }],
        by: ADA,
        at,
      },
      '📟 *Ada Park* is paging *Cleo Marin*.',
    ],
    [
      'nobody answered',
      { type: 'EscalationExhausted', runId, by: BEN, at },
      '🚨 *Nobody answered.* Everyone was paged. Acknowledge it if you can take it.',
    ],
    [
      'resolved',
      { type: 'IncidentResolved', summary: 'rolled back', by: BEN, at },
      '🟢 *Ben Osei* resolved the incident.\n> rolled back',
    ],
    [
      'reopened',
      { type: 'IncidentReopened', reason: null, runId, by: BEN, at },
      '🔴 *Ben Osei* reopened the incident. Paging starts again.',
    ],
    [
      'reopened for nobody',
      { type: 'IncidentReopened', reason: null, runId: null, by: BEN, at },
      '🔴 *Ben Osei* reopened the incident. Nobody is paged.',
    ],
    [
      'merged',
      { type: 'IncidentMerged', into: OTHER_INCIDENT, intoNumber: 3, by: ADA, at },
      '🔀 *Ada Park* merged this incident into *INC-3*. Work goes on there.',
    ],
    [
      'took another in',
      { type: 'IncidentAbsorbed', from: OTHER_INCIDENT, fromNumber: 9, alerts: [], by: ADA, at },
      '🔀 *Ada Park* merged *INC-9* into this incident.',
    ],
  ])('%s', (_, event, text) => {
    expect(line(event)).toBe(text);
  });

  it('does not hear of every alert that comes and goes', () => {
    expect(line({ type: 'AlertReceived', alert: alert('payments'), by: MONITOR, at })).toBeNull();
    expect(line({ type: 'AlertResolved', dedupKey: 'payments', by: MONITOR, at })).toBeNull();
  });

  it("gets the monitor's links to the web, and no others", () => {
    const links = [
      { href: 'https://grafana.example/d/1?a=1&b=<2>|3', text: 'Dashboard | <!channel>' },
      { href: 'javascript:alert(1)', text: 'Runbook' },
      { href: 'not a link', text: 'Nothing' },
      { href: 'https://late.example', text: 'The fourth is left out' },
    ];
    expect(line(declared({ alert: alert('checkout', { links }) }))).toBe(
      '🔴 An alert of *demo monitor* opened this incident.\n<https://grafana.example/d/1?a=1&amp;b=%3C2%3E%7C3|Dashboard / &lt;!channel&gt;>',
    );
  });

  it('shows a prank as it was typed', () => {
    expect(line({ type: 'IncidentAcknowledged', by: { ...ADA, name: HOSTILE }, at })).toMatch(
      /^✅ \*&lt;!channel&gt; &lt;@U123&gt; &amp;lt; [^*]*…\* acknowledged/,
    );
  });
});
