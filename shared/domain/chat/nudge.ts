import { addSeconds, type Instant } from '../../lib/instant.ts';
import type { Incident } from '../incident/incident.ts';
import type { Severity } from '../incident/severity.ts';

/** How long an open incident may go without an update, in seconds. */
const UPDATE_EVERY_SECONDS: Readonly<Record<Severity, number | null>> = {
  SEV1: 30 * 60,
  SEV2: 60 * 60,
  SEV3: 4 * 60 * 60,
  SEV4: null,
};

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/**
 * When somebody is to be reminded that an update is due; null for never. Due is what was promised with the last update,
 * else the severity's interval after it. After a reminder, the interval begins anew.
 */
export const nudgeDueAt = (incident: Incident, nudgedAt: Instant | null): Instant | null => {
  if (incident.status === 'resolved') return null;
  const every = UPDATE_EVERY_SECONDS[incident.severity];
  const since = incident.lastUpdate?.at ?? incident.declaredAt;
  const due = incident.nextUpdateDueAt ?? (every === null ? null : addSeconds(since, every));
  if (due === null || nudgedAt === null || nudgedAt < due) return due;
  return every === null ? null : later(due, addSeconds(nudgedAt, every));
};

/** Whom a reminder is for: the incident commander, or else whoever acknowledged. */
export const nudged = (incident: Incident): { readonly userId: string; readonly name: string } | null => {
  const commander = incident.roles['incident-commander'];
  if (commander) return { userId: commander.id, name: commander.name };
  if (incident.status !== 'acknowledged' || incident.acknowledged.by.kind !== 'user') return null;
  return { userId: incident.acknowledged.by.id, name: incident.acknowledged.by.name };
};
