import type { Incident } from '../../domain/incident/incident.ts';

/** An incident as the API shows it. */
export const incidentView = (incident: Incident) => ({
  id: incident.id,
  number: `INC-${incident.number}`,
  title: incident.title,
  status: incident.status,
  severity: incident.severity,
  service: incident.service,
  roles: incident.roles,
  drill: incident.drill !== undefined,
  alerts: Object.entries(incident.alerts).map(([dedupKey, state]) => ({ dedupKey, state })),
  declaredAt: incident.declaredAt,
  declaredBy: incident.declaredBy,
  acknowledgedAt: incident.status === 'triggered' ? null : (acknowledged(incident)?.at ?? null),
  acknowledgedBy: incident.status === 'triggered' ? null : (acknowledged(incident)?.by ?? null),
  resolvedAt: incident.status === 'resolved' ? incident.resolved.at : null,
  resolvedBy: incident.status === 'resolved' ? incident.resolved.by : null,
  mergedInto: incident.status === 'resolved' ? incident.resolved.mergedInto : null,
  exhausted: incident.status === 'triggered' && incident.exhausted,
  lastUpdate: incident.lastUpdate,
  nextUpdateDueAt: incident.nextUpdateDueAt,
  version: incident.version,
});

const acknowledged = (incident: Exclude<Incident, { status: 'triggered' }>) => incident.acknowledged;
