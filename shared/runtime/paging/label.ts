import type { Incident } from '../../domain/incident/incident.ts';
import type { IncidentLabel } from '../../domain/paging/message-texts.ts';

/** What the texts say of an incident. */
export const labelOf = (incident: Incident): IncidentLabel => ({
  number: incident.number,
  severity: incident.severity,
  title: incident.title,
  service: incident.service?.name ?? 'none',
});
