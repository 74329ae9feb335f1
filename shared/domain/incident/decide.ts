import { assertNever } from '../../lib/assert-never.ts';
import type { RunId } from '../../lib/ids.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { CommandOf, IncidentCommand, Refusal } from './commands.ts';
import type { IncidentEvent } from './events.ts';
import { ALERTS_MAX, type Incident, type Resolved } from './incident.ts';
import { isWorse } from './severity.ts';

type Decision = Result<readonly IncidentEvent[], Refusal>;

/** A run is named by the commit that begins it, so doing the commit's effects twice names the same run. */
const runOf = (version: number): RunId => `r${version}` as RunId;

const nothing = (why: string): Decision => err({ code: 'nothing-to-do', why });

const closed = (incident: Resolved): Decision =>
  err({
    code: 'already-resolved',
    by: incident.resolved.by,
    at: incident.resolved.at,
    mergedInto: incident.resolved.mergedInto,
  });

const whyUnpaged = ({ policyId, page, service, unpaged }: Omit<CommandOf<'Declare'>, 'type'>): string | null => {
  if (unpaged !== undefined) return unpaged;
  if (policyId || page.length > 0) return null;
  return service ? 'the service has no escalation policy' : 'no service was named';
};

const declare = ({ type: _type, ...body }: CommandOf<'Declare'>): Decision => {
  const unpaged = whyUnpaged(body);
  return ok([{ ...body, type: 'IncidentDeclared', runId: unpaged === null ? runOf(1) : null, unpaged }]);
};

const receiveAlert = (incident: Incident, { alert, by, at }: CommandOf<'ReceiveAlert'>): Decision => {
  const known = Object.hasOwn(incident.alerts, alert.dedupKey) ? incident.alerts[alert.dedupKey] : undefined;
  if (known === 'firing') return nothing('the alert is already open in this incident');
  if (known === undefined && Object.keys(incident.alerts).length >= ALERTS_MAX) return err({ code: 'too-many-alerts' });
  const received: IncidentEvent = { type: 'AlertReceived', alert, by, at };
  return isWorse(alert.severity, incident.severity)
    ? ok([received, { type: 'SeverityChanged', from: incident.severity, to: alert.severity, by, at }])
    : ok([received]);
};

const resolveAlert = (incident: Incident, { dedupKey, by, at }: CommandOf<'ResolveAlert'>): Decision => {
  if (incident.alerts[dedupKey] !== 'firing') return nothing('the alert is not open in this incident');
  const others = Object.entries(incident.alerts).some(([key, state]) => key !== dedupKey && state === 'firing');
  const resolved: IncidentEvent = { type: 'AlertResolved', dedupKey, by, at };
  return others ? ok([resolved]) : ok([resolved, { type: 'IncidentResolved', summary: null, by, at }]);
};

const escalate = (incident: Incident, { reason, page, by, at }: CommandOf<'Escalate'>): Decision => {
  if (page ? page.length === 0 : !incident.policyId) return err({ code: 'nobody-to-page' });
  const runId = runOf(incident.version + 1);
  const isPaging = incident.status === 'triggered' && !incident.exhausted && incident.lastRunId !== null;
  const beside = page && isPaging ? ({ beside: true } as const) : {};
  return ok([{ type: 'IncidentEscalated', runId, afterRunId: incident.lastRunId, reason, page, ...beside, by, at }]);
};

const beginPaging = (incident: Incident, { reason, by, at }: CommandOf<'BeginPaging'>): Decision => {
  if (incident.status !== 'triggered' || incident.lastRunId !== null) return nothing('somebody was paged already');
  return escalate(incident, { type: 'Escalate', reason, page: null, by, at });
};

const update = (incident: Incident, command: CommandOf<'Update'>): Decision => {
  const { message, nextUpdateDueAt, severity, by, at } = command;
  const updated: IncidentEvent = { type: 'IncidentUpdated', message, nextUpdateDueAt, by, at };
  return severity && severity !== incident.severity
    ? ok([updated, { type: 'SeverityChanged', from: incident.severity, to: severity, by, at }])
    : ok([updated]);
};

/** A drill that is answered has done its work. */
const acknowledge = (incident: Incident, { by, at }: CommandOf<'Acknowledge'>): Decision => {
  const acknowledged: IncidentEvent = { type: 'IncidentAcknowledged', by, at };
  return incident.drill
    ? ok([acknowledged, { type: 'IncidentResolved', summary: 'the drill was answered', by, at }])
    : ok([acknowledged]);
};

/** A drill that nobody answers ends with its one level. */
const exhaust = (incident: Incident, { runId, by, at }: CommandOf<'ReportExhausted'>): Decision => {
  if (incident.status !== 'triggered' || incident.lastRunId !== runId || incident.exhausted) {
    return nothing('this escalation is over');
  }
  const exhausted: IncidentEvent = { type: 'EscalationExhausted', runId, by, at };
  return incident.drill
    ? ok([exhausted, { type: 'IncidentResolved', summary: 'the drill went unanswered', by, at }])
    : ok([exhausted]);
};

/** Alerts beyond the incident's bound are left out: one that fires again opens an incident of its own. */
const absorb = (incident: Incident, { from, fromNumber, alerts, by, at }: CommandOf<'Absorb'>): Decision => {
  if (incident.absorbed.includes(from)) return nothing('it is already merged in');
  const known = alerts.filter((key) => Object.hasOwn(incident.alerts, key));
  const others = alerts.filter((key) => !Object.hasOwn(incident.alerts, key));
  const room = Math.max(0, ALERTS_MAX - Object.keys(incident.alerts).length);
  return ok([{ type: 'IncidentAbsorbed', from, fromNumber, alerts: [...known, ...others.slice(0, room)], by, at }]);
};

const reopen = (incident: Incident, { reason, by, at }: CommandOf<'Reopen'>): Decision => {
  if (incident.status !== 'resolved') return err({ code: 'not-resolved' });
  return ok([
    { type: 'IncidentReopened', reason, runId: incident.policyId ? runOf(incident.version + 1) : null, by, at },
  ]);
};

/** Commands that a resolved incident still takes, and what every open one does. */
const decideKnown = (command: Exclude<IncidentCommand, { type: 'Declare' }>, incident: Incident): Decision => {
  const { by, at } = command;
  switch (command.type) {
    case 'AddNote':
      return ok([{ type: 'NoteAdded', text: command.text, by, at }]);
    case 'AssignRole':
      return incident.roles[command.role]?.id === command.person?.id
        ? nothing('the role is already with them')
        : ok([{ type: 'RoleAssigned', role: command.role, person: command.person, by, at }]);
    case 'Reopen':
      return reopen(incident, command);
    case 'ReportExhausted':
      return exhaust(incident, command);
    default:
      return incident.status === 'resolved' ? closed(incident) : decideOpen(command, incident);
  }
};

type OpenCommand = Exclude<
  IncidentCommand,
  { type: 'Declare' | 'AddNote' | 'AssignRole' | 'Reopen' | 'ReportExhausted' }
>;

const decideOpen = (command: OpenCommand, incident: Exclude<Incident, Resolved>): Decision => {
  const { by, at } = command;
  switch (command.type) {
    case 'ReceiveAlert':
      return receiveAlert(incident, command);
    case 'ResolveAlert':
      return resolveAlert(incident, command);
    case 'Acknowledge':
      return incident.status === 'acknowledged'
        ? err({ code: 'already-acknowledged', by: incident.acknowledged.by, at: incident.acknowledged.at })
        : acknowledge(incident, command);
    case 'Update':
      return update(incident, command);
    case 'ChangeSeverity':
      return command.severity === incident.severity
        ? nothing(`the severity is already ${incident.severity}`)
        : ok([{ type: 'SeverityChanged', from: incident.severity, to: command.severity, by, at }]);
    case 'Escalate':
      return escalate(incident, command);
    case 'BeginPaging':
      return beginPaging(incident, command);
    case 'Resolve':
      return ok([{ type: 'IncidentResolved', summary: command.summary, by, at }]);
    case 'Merge':
      return command.into === incident.id
        ? err({ code: 'same-incident' })
        : ok([{ type: 'IncidentMerged', into: command.into, intoNumber: command.intoNumber, by, at }]);
    case 'Absorb':
      return absorb(incident, command);
    default:
      return assertNever(command);
  }
};

/** What a command makes of an incident: the events to commit, or why there are none. */
export const decide = (command: IncidentCommand, incident: Incident | undefined): Decision => {
  if (command.type === 'Declare') return incident ? err({ code: 'already-declared' }) : declare(command);
  return incident ? decideKnown(command, incident) : err({ code: 'not-found' });
};
