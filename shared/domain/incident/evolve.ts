import { assertNever } from '../../lib/assert-never.ts';
import type { EventOf, IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';

const declared = (event: EventOf<'IncidentDeclared'>): Incident => ({
  status: 'triggered',
  exhausted: false,
  id: event.incidentId,
  number: event.number,
  title: event.title,
  severity: event.severity,
  service: event.service,
  policyId: event.policyId,
  roles: {},
  alerts: event.alert ? { [event.alert.dedupKey]: 'firing' } : {},
  absorbed: [],
  ...(event.drill ? { drill: event.drill } : {}),
  declaredAt: event.at,
  declaredBy: event.by,
  lastRunId: event.runId,
  lastUpdate: null,
  nextUpdateDueAt: null,
  version: 1,
});

/** The fields that depend on the status are dropped with it, so that a state never carries another status's answer. */
const facts = (incident: Incident) => {
  const {
    status: _status,
    exhausted: _exhausted,
    acknowledged: _acknowledged,
    resolved: _resolved,
    ...rest
  } = {
    exhausted: undefined,
    acknowledged: undefined,
    resolved: undefined,
    ...incident,
  };
  return rest;
};

const change = (incident: Incident, event: Exclude<IncidentEvent, { type: 'IncidentDeclared' }>): Incident => {
  switch (event.type) {
    case 'AlertReceived':
      return { ...incident, alerts: { ...incident.alerts, [event.alert.dedupKey]: 'firing' } };
    case 'AlertResolved':
      return { ...incident, alerts: { ...incident.alerts, [event.dedupKey]: 'resolved' } };
    case 'IncidentAcknowledged':
      return { ...facts(incident), status: 'acknowledged', acknowledged: { by: event.by, at: event.at } };
    case 'IncidentUpdated':
      return {
        ...incident,
        lastUpdate: { message: event.message, at: event.at, by: event.by },
        nextUpdateDueAt: event.nextUpdateDueAt,
      };
    case 'SeverityChanged':
      return { ...incident, severity: event.to };
    case 'RoleAssigned': {
      const { [event.role]: _before, ...others } = incident.roles;
      return { ...incident, roles: event.person ? { ...others, [event.role]: event.person } : others };
    }
    case 'NoteAdded':
      return incident;
    case 'IncidentEscalated':
      return { ...facts(incident), status: 'triggered', exhausted: false, lastRunId: event.runId };
    case 'EscalationExhausted':
      return incident.status === 'triggered' ? { ...incident, exhausted: true } : incident;
    case 'IncidentResolved':
      return resolvedBy(incident, event, event.summary, null);
    case 'IncidentMerged':
      return resolvedBy(incident, event, `merged into INC-${event.intoNumber}`, event.into);
    case 'IncidentReopened':
      return { ...facts(incident), status: 'triggered', exhausted: false, lastRunId: event.runId };
    case 'IncidentAbsorbed':
      return {
        ...incident,
        absorbed: [...incident.absorbed, event.from],
        alerts: { ...incident.alerts, ...Object.fromEntries(event.alerts.map((key) => [key, 'firing' as const])) },
      };
    default:
      return assertNever(event);
  }
};

const resolvedBy = (
  incident: Incident,
  event: IncidentEvent,
  summary: string | null,
  mergedInto: Incident['id'] | null,
): Incident => ({
  ...facts(incident),
  status: 'resolved',
  acknowledged: incident.status === 'triggered' ? null : incident.acknowledged,
  resolved: { by: event.by, at: event.at, summary, mergedInto },
  nextUpdateDueAt: null,
});

/**
 * The state after a commit: its events, in order, applied to the state before it.
 * @throws Error when the first commit does not declare, or a later one does: the log is broken.
 */
export const evolve = (incident: Incident | undefined, events: readonly IncidentEvent[]): Incident => {
  let state = incident;
  for (const event of events) {
    if (event.type === 'IncidentDeclared') {
      if (state) throw new Error(`incident ${state.id} is declared twice`);
      state = declared(event);
    } else {
      if (!state) throw new Error(`${event.type} before IncidentDeclared`);
      state = change(state, event);
    }
  }
  if (!state) throw new Error('a commit without events');
  return { ...state, version: (incident?.version ?? 0) + 1 };
};
