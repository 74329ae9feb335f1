import { createHash, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AlertKeyStore } from '../data/alert-key-store.ts';
import type { DirectoryStore } from '../data/directory-store.ts';
import type { IncidentStore } from '../data/incident-store.ts';
import type { Alert } from '../domain/alert/alert.ts';
import { groupOf } from '../domain/alert/grouping.ts';
import { maintenanceAt, whyInMaintenance } from '../domain/directory/maintenance.ts';
import type { Integration, Service } from '../domain/directory/service.ts';
import type { Actor } from '../domain/incident/actor.ts';
import type { AlertSeen } from '../domain/incident/events.ts';
import { ALERTS_MAX, type Incident } from '../domain/incident/incident.ts';
import type { IncidentId } from '../lib/ids.ts';
import { type Instant, secondsBetween } from '../lib/instant.ts';
import { ContentionError, type IncidentCommands } from './incident-commands.ts';
import { newIncidentId } from './new-id.ts';

export interface TakeInDeps {
  readonly alertKeys: AlertKeyStore;
  readonly incidents: IncidentStore;
  readonly directory: DirectoryStore;
  readonly commands: IncidentCommands;
}

/** What an alert did. `none`: nothing was open for it, or it was done already. */
export interface TakenIn {
  readonly effect: 'opened' | 'joined' | 'counted' | 'acknowledged' | 'resolved' | 'none';
  readonly incidentId: IncidentId | undefined;
}

const TRIES_MAX = 60;
const PAUSE_MS_MAX = 60;
/** Waits for whoever claimed an alert to declare its incident; after that many they are taken for dead. */
const UNDECLARED_MAX = 40;
const MERGES_MAX = 5;
/** Clocks of two functions differ by less: a resolve that is older than the last trigger by more comes from the queue. */
const OVERTAKEN_SECONDS = 10;
const NO_INCIDENT = '' as IncidentId;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** The name under which an integration's alert is found in the table. */
export const alertKeyName = (integrationId: string, dedupKey: string): string =>
  `alert#${integrationId}#${hashOf(dedupKey)}`;

const alertSeen = (alert: Alert): AlertSeen => ({
  dedupKey: alert.dedupKey,
  summary: alert.summary,
  source: alert.source,
  severity: alert.severity,
  labels: alert.labels,
  links: alert.links,
});

/** A full incident takes in no other alert: not even one that was sent there while it had room. */
const hasRoom = ({ alerts }: Incident, { dedupKey }: Alert): boolean =>
  Object.hasOwn(alerts, dedupKey) || Object.keys(alerts).length < ALERTS_MAX;

/** The SDK copies maps by assignment: the one key that cannot be copied so is given another name. */
const storable = (alert: Alert): Alert =>
  alert.dedupKey === '__proto__' ? { ...alert, dedupKey: '(__proto__)' } : alert;

interface Case {
  readonly alert: Alert;
  readonly at: Instant;
  readonly by: Actor;
  readonly service: Service;
  /** The alert's name in the table, and its group's, where it shares an incident. */
  readonly name: string;
  readonly group: string | undefined;
}

/** Takes alerts in: one alert opens one incident, however often and from wherever it comes. */
export const takeInAlert = (deps: TakeInDeps) => {
  const { alertKeys, incidents, commands } = deps;

  /** The incident as it is, or the one that it was merged into. */
  const current = async (id: IncidentId): Promise<Incident | undefined> => {
    let incident = (await incidents.load(id)).incident;
    for (let merges = 0; merges < MERGES_MAX; merges += 1) {
      if (incident?.status !== 'resolved' || !incident.resolved.mergedInto) return incident;
      incident = (await incidents.load(incident.resolved.mergedInto)).incident;
    }
    return incident;
  };

  const declare = async (incidentId: IncidentId, { alert, service, by, at }: Case): Promise<boolean> => {
    const window = maintenanceAt(service, at);
    const number = await incidents.takeNumber();
    const outcome = await commands.execute(incidentId, {
      type: 'Declare',
      incidentId,
      number,
      title: alert.summary,
      description: null,
      severity: alert.severity,
      service: { id: service.id, name: service.name },
      policyId: service.policyId,
      page: [],
      ...(window ? { unpaged: whyInMaintenance(window) } : {}),
      alert: alertSeen(alert),
      by,
      at,
    });
    return outcome.ok;
  };

  /** It was declared in maintenance. That is over, and its alerts still come: somebody must hear of it. */
  const pageIfDue = async (incident: Incident, { service, by, at }: Case): Promise<void> => {
    const wasHeld = incident.status === 'triggered' && incident.lastRunId === null && incident.policyId !== null;
    if (!wasHeld || maintenanceAt(service, at)) return;
    const reason = 'the maintenance is over, and it still alerts';
    await commands.execute(incident.id, { type: 'BeginPaging', reason, by, at });
  };

  /** The alert goes into an incident that is open: counted if it is in there already. Undefined: look again. */
  const join = async (incident: Incident, pointed: IncidentId, it: Case): Promise<TakenIn | undefined> => {
    if (incident.alerts[it.alert.dedupKey] === 'firing') {
      const counted = await alertKeys.count(it.name, pointed, it.at, it.alert.summary);
      if (counted) await pageIfDue(incident, it);
      return counted ? { effect: 'counted', incidentId: incident.id } : undefined;
    }
    const outcome = await commands.execute(incident.id, {
      type: 'ReceiveAlert',
      alert: alertSeen(it.alert),
      by: it.by,
      at: it.at,
    });
    if (outcome.ok) await pageIfDue(outcome.value, it);
    return outcome.ok ? { effect: 'joined', incidentId: incident.id } : undefined;
  };

  /**
   * The incident that an alert which is in none goes to: its group's where that is open and has room, a new one where
   * not. `mine` says that it is for this caller to declare. Undefined: somebody else was first; look again.
   */
  const homeFor = async (it: Case) => {
    const fresh = { incidentId: newIncidentId(it.at), incident: undefined, mine: true };
    if (!it.group) return fresh;
    const seen = await alertKeys.get(it.group);
    const incident = seen && (await current(seen));
    if (seen && !incident) return { incidentId: seen, incident: undefined, mine: false };
    if (incident && incident.status !== 'resolved' && hasRoom(incident, it.alert)) {
      return { incidentId: incident.id, incident, mine: false };
    }
    return (await alertKeys.point(it.group, fresh.incidentId, seen, it.at, it.alert.summary)) ? fresh : undefined;
  };

  /** The alert is in no open incident: point it at one, then go in or declare it. Undefined: look again. */
  const place = async (seen: IncidentId | undefined, it: Case): Promise<TakenIn | undefined> => {
    const home = await homeFor(it);
    if (!home || !(await alertKeys.point(it.name, home.incidentId, seen, it.at, it.alert.summary))) return undefined;
    if (home.incident) return join(home.incident, home.incidentId, it);
    if (!home.mine) return undefined;
    return (await declare(home.incidentId, it)) ? { effect: 'opened', incidentId: home.incidentId } : undefined;
  };

  const trigger = async (it: Case): Promise<TakenIn> => {
    let undeclared = 0;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const seen = await alertKeys.get(it.name);
      const incident = seen && (await current(seen));
      let done: TakenIn | undefined;
      if (seen && !incident) {
        undeclared += 1;
        const claimantIsDead = undeclared > UNDECLARED_MAX;
        if (claimantIsDead && (await declare(seen, it))) done = { effect: 'opened', incidentId: seen };
      } else if (seen && incident && incident.status !== 'resolved' && hasRoom(incident, it.alert)) {
        done = await join(incident, seen, it);
      } else if (incident?.status === 'resolved' && it.at < incident.resolved.at) {
        done = { effect: 'none', incidentId: incident.id };
      } else done = await place(seen, it);
      if (done) return done;
      await pause(randomInt(1, PAUSE_MS_MAX));
    }
    throw new ContentionError('an alert was not taken in: others changed its incident every time');
  };

  const answer = async (it: Case): Promise<TakenIn> => {
    const { alert, by, at } = it;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const seen = await alertKeys.repeats(it.name);
      if (!seen) {
        // Counts nothing, and throws when nothing can be written: then its trigger may be in the queue, and it goes behind.
        await alertKeys.count(it.name, NO_INCIDENT, at, alert.summary);
        return { effect: 'none', incidentId: undefined };
      }
      const incident = await current(seen.incidentId);
      if (incident) {
        // It comes from the queue, and the alert has fired again since.
        const overtaken = alert.action === 'resolve' && secondsBetween(at, seen.lastSeenAt) > OVERTAKEN_SECONDS;
        if (overtaken) return { effect: 'none', incidentId: incident.id };
        const outcome =
          alert.action === 'resolve'
            ? await commands.execute(incident.id, { type: 'ResolveAlert', dedupKey: alert.dedupKey, by, at })
            : await commands.execute(incident.id, { type: 'Acknowledge', by, at });
        const effect = alert.action === 'resolve' ? 'resolved' : 'acknowledged';
        return { effect: outcome.ok ? effect : 'none', incidentId: incident.id };
      }
      await pause(randomInt(1, PAUSE_MS_MAX));
    }
    return { effect: 'none', incidentId: undefined };
  };

  /**
   * Takes one alert in. `at` is when it was accepted, which may be long ago when it comes from the queue: one that is
   * older than the end of its incident opens nothing.
   * @throws ContentionError, and what the table throws: the sender must be told to send it again, or it must be queued.
   */
  return async (integration: Integration, given: Alert, at: Instant): Promise<TakenIn> => {
    const alert = storable(given);
    const service = await deps.directory.service(integration.serviceId);
    if (!service) throw new Error(`integration ${integration.id} belongs to a service that does not exist`);
    const group = groupOf(service.grouping, alert);
    const it: Case = {
      alert,
      at,
      service,
      by: { kind: 'monitor', id: integration.id, name: integration.name, via: 'alert' },
      name: alertKeyName(integration.id, alert.dedupKey),
      group: group === undefined ? undefined : `group#${service.id}#${hashOf(group)}`,
    };
    return alert.action === 'trigger' ? trigger(it) : answer(it);
  };
};

export type TakeInAlert = ReturnType<typeof takeInAlert>;
