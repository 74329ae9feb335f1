import type { Fields } from '../model.ts';
import {
  Ids,
  type Imported,
  type Json,
  nameOf,
  number,
  phoneOf,
  record,
  records,
  rulesOf,
  text,
  timeoutOf,
} from './import.ts';
import { daily, localTime, merged, turnOf, weekly } from './wall-time.ts';

const LEVELS_MAX = 20;
const ROUNDS_MAX = 10;
const PARTICIPANTS_MAX = 50;

/** Who may change everything there may do so here; who only looked may look. */
const roleOf = (role: unknown): string => {
  if (['admin', 'owner'].includes(text(role))) return 'admin';
  return ['observer', 'read_only_user', 'read_only_limited_user', 'restricted_access'].includes(text(role))
    ? 'viewer'
    : 'responder';
};

type Say = (note: string) => void;

const CHANNELS: Readonly<Record<string, string>> = {
  sms_contact_method: 'sms',
  phone_contact_method: 'voice',
  email_contact_method: 'email',
};

const addressOf = (channel: string, method: Json): string | undefined => {
  const address = text(method['address']);
  if (channel === 'email') return address === '' ? undefined : address.toLowerCase();
  return phoneOf(String(method['country_code'] ?? ''), address);
};

const ruleOf = (rule: Json, methods: ReadonlyMap<string, Json>, say: Say) => {
  const named = record(rule['contact_method']);
  const method = methods.get(text(named['id'])) ?? named;
  const type = text(method['type']).replace(/_reference$/, '');
  const channel = CHANNELS[type];
  if (!channel) return void say(`a notification by ${type || 'something unknown'}: there is no such channel here`);
  const to = addressOf(channel, method);
  if (!to) return void say(`a notification by ${channel}: its address cannot be read`);
  const urgency = text(rule['urgency']);
  return {
    channel,
    to,
    delaySeconds: number(rule['start_delay_in_minutes'], 0) * 60,
    ...(urgency === 'high' || urgency === 'low' ? { urgency } : {}),
  };
};

const userOf = (user: Json, say: Say): Fields => {
  const methods = new Map(records(user['contact_methods']).map((method) => [text(method['id']), method]));
  const notifications = records(user['notification_rules']);
  const rules = notifications.map((rule) => ruleOf(rule, methods, say)).filter((rule) => rule !== undefined);
  if (rules.length === 0) say('no notification rule that we can follow: nothing would reach this person');
  const email = text(user['email']).toLowerCase();
  return {
    name: nameOf(user['name'], 'Somebody'),
    ...(email === '' ? {} : { email }),
    role: roleOf(user['role']),
    rules: rulesOf(rules, say),
  };
};

const secondsOfDay = (time: unknown): number => {
  const [hours = 0, minutes = 0] = text(time).split(':').map(Number);
  return hours * 3600 + minutes * 60;
};

/** Undefined: always. */
const restrictionsOf = (layer: Json): readonly Fields[] | undefined => {
  const pieces: Fields[] = [];
  for (const restriction of records(layer['restrictions'])) {
    const from = secondsOfDay(restriction['start_time_of_day']);
    const seconds = number(restriction['duration_seconds'], 0);
    const isWeekly = restriction['type'] === 'weekly_restriction';
    const day = daily(from, seconds);
    const found = isWeekly ? weekly(number(restriction['start_day_of_week'], 1), from, seconds) : day && [day];
    if (!found) return undefined;
    pieces.push(...found);
  }
  return pieces.length > 0 ? merged(pieces) : undefined;
};

interface LayerOf {
  readonly ids: Ids;
  readonly timeZone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly say: Say;
}

const layerOf = (layer: Json, { ids, timeZone, now, say }: LayerOf): Fields | undefined => {
  const name = nameOf(layer['name'], 'Layer');
  const end = text(layer['end']);
  if (end !== '' && Date.parse(end) <= now) return void say(`layer ${name}: it ended`);
  const turn = turnOf(number(layer['rotation_turn_length_seconds'], 0));
  if (!turn)
    return void say(`layer ${name}: a turn of ${layer['rotation_turn_length_seconds']} s is no number of hours`);
  const startsAt = localTime(text(layer['rotation_virtual_start']) || text(layer['start']), timeZone);
  if (!startsAt) return void say(`layer ${name}: its beginning or the zone cannot be read`);
  const people = records(layer['users']).map(({ user }) => ids.find('users', record(user)['id']));
  const participants = people.filter((id) => id !== undefined);
  const gone = people.length - participants.length;
  if (gone > 0) say(`layer ${name}: ${gone} of its people are not in the export; the turns of the others move up`);
  if (participants.length === 0) return void say(`layer ${name}: nobody is left in it`);
  if (participants.length > PARTICIPANTS_MAX) say(`layer ${name}: people beyond the first ${PARTICIPANTS_MAX}`);
  if (Date.parse(text(layer['start'])) > now)
    say(`layer ${name}: it counts from ${startsAt}, not from ${layer['start']}`);
  const restrictions = restrictionsOf(layer);
  return {
    name,
    rotation: { ...turn, startsAt },
    participants: participants.slice(0, PARTICIPANTS_MAX),
    ...(restrictions ? { restrictions } : {}),
    ...(end === '' ? {} : { endsAt: new Date(end).toISOString() }),
  };
};

const scheduleOf = (schedule: Json, ids: Ids, now: number, say: Say): Fields => {
  const timeZone = text(schedule['time_zone']) || 'UTC';
  // Theirs lists the layer that wins first, ours last.
  const layers = records(schedule['schedule_layers'])
    .map((layer) => layerOf(layer, { ids, timeZone, now, say }))
    .filter((layer) => layer !== undefined)
    .reverse();
  const overrides = records(record(schedule['overrides_subschedule'])['rendered_schedule_entries']).length;
  if (overrides > 0) say(`${overrides} overrides: make those anew that are still to come`);
  return { name: nameOf(schedule['name'], 'Schedule'), timeZone, layers };
};

const targetOf = (target: Json, ids: Ids, say: Say): Fields | undefined => {
  const type = text(target['type']).replace(/_reference$/, '');
  const id = type === 'user' ? ids.find('users', target['id']) : ids.find('schedules', target['id']);
  if ((type === 'user' || type === 'schedule') && id) return { type, id };
  say(
    `a target of type ${type || 'unknown'} (${text(target['id'])}): it is not in the export, or there is no such target here`,
  );
  return undefined;
};

/** Theirs is a word, or an object with it. */
const takesTurns = (rule: Json): boolean => {
  const strategy = rule['escalation_rule_assignment_strategy'];
  return (text(strategy) || text(record(strategy)['type'])) === 'round_robin';
};

const policyOf = (policy: Json, ids: Ids, say: Say): Fields | undefined => {
  const rules = records(policy['escalation_rules']);
  const levels = rules.flatMap((rule): Fields[] => {
    const targets = records(rule['targets'])
      .map((target) => targetOf(target, ids, say))
      .filter((one) => one !== undefined);
    const timeoutSeconds = timeoutOf(number(rule['escalation_delay_in_minutes'], 30) * 60);
    return targets.length > 0 ? [{ targets, timeoutSeconds, ...(takesTurns(rule) ? { roundRobin: true } : {}) }] : [];
  });
  if (levels.length < rules.length) say(`${rules.length - levels.length} levels, in which nobody is left`);
  if (levels.length === 0) return undefined;
  // Theirs counts how often it goes round again, ours how often it goes round.
  const rounds = number(policy['num_loops'], 0) + 1;
  return {
    name: nameOf(policy['name'], 'Policy'),
    levels: levels.slice(0, LEVELS_MAX),
    rounds: Math.min(rounds, ROUNDS_MAX),
  };
};

const groupingOf = (service: Json, say: Say): Fields => {
  const { type, config } = record(service['alert_grouping_parameters']);
  const { aggregate, fields } = record(config);
  const names = Array.isArray(fields) ? fields.map((field) => text(field).replace(/^custom_details\./, '')) : [];
  const ours = names.filter((name) => name !== '' && !['summary', 'source', 'severity'].includes(name));
  if (type === 'time') return { type: 'service' };
  if (type === 'content_based' && aggregate !== 'any' && ours.length > 0 && ours.length === names.length) {
    return { type: 'labels', labels: ours };
  }
  if (type) say(`alert grouping "${type}": each alert has an incident of its own`);
  return { type: 'alert' };
};

/** Theirs follows the severity of the alert, as ours does: critical and error are high. */
const BY_SEVERITY = { type: 'by-severity', high: ['SEV1', 'SEV2'] } as const;

const hourOf = (time: unknown): string => /^\d{2}:\d{2}/.exec(text(time))?.[0] ?? '';

const supportHours = (service: Json, outside: 'low' | 'by-severity'): Fields | undefined => {
  const hours = record(service['support_hours']);
  const { days_of_week: days, time_zone: timeZone } = hours;
  const [from, to] = [hourOf(hours['start_time']), hourOf(hours['end_time'])];
  if (!Array.isArray(days) || days.length === 0 || from === '' || to === '' || text(timeZone) === '') return undefined;
  return { type: 'support-hours', timeZone: text(timeZone), days, from, to, outside };
};

/** How urgent a service's incidents are. Undefined where all of them are high, which is so without a word. */
const urgencyOf = (service: Json, say: Say): Fields | undefined => {
  const rule = record(service['incident_urgency_rule']);
  const urgency = text(rule['urgency']);
  if (rule['type'] !== 'use_support_hours') {
    if (urgency === 'low') return { type: 'by-severity', high: [] };
    return urgency === 'severity_based' ? BY_SEVERITY : undefined;
  }
  const inside = text(record(rule['during_support_hours'])['urgency']);
  const outside = text(record(rule['outside_support_hours'])['urgency']);
  if (inside === 'high' && outside === 'high') return undefined;
  const ours = { low: 'low', severity_based: 'by-severity' } as const;
  const known = Object.entries(ours).find(([theirs]) => theirs === outside)?.[1];
  const found = inside === 'high' && known ? supportHours(service, known) : undefined;
  if (!found)
    say(
      `support hours with ${inside || 'nothing'} inside and ${outside || 'nothing'} outside: all of it is urgent here`,
    );
  return found;
};

const KEPT_ELSEWHERE = ['auto_resolve_timeout', 'acknowledgement_timeout'] as const;

const serviceOf = (service: Json, ids: Ids, say: Say): Fields => {
  const policy = ids.find('policies', record(service['escalation_policy'])['id']);
  if (!policy) say('its escalation policy was not taken over: nobody would be paged');
  for (const name of KEPT_ELSEWHERE) {
    const value = service[name];
    if (value && !(Array.isArray(value) && value.length === 0)) say(`${name}: set it here, if it is to hold`);
  }
  if (text(service['status']) === 'disabled') say('it is disabled there, and pages here');
  const integrations = records(service['integrations']).length;
  if (integrations > 0) say(`${integrations} integrations: keys are not in an export. Make one here for each`);
  const name = nameOf(service['name'], 'Service');
  const urgency = urgencyOf(service, say);
  return {
    name,
    ...(policy ? { policyId: policy } : {}),
    grouping: groupingOf(service, say),
    ...(urgency ? { urgency } : {}),
  };
};

/**
 * PagerDuty's `users`, `schedules`, `escalation_policies` and `services`, in one object as its REST API (v2) lists them:
 * users with `contact_methods` and `notification_rules`, schedules with `schedule_layers`.
 */
export const importPagerDuty = (exported: unknown, now: number): Imported => {
  const all = record(exported);
  const ids = new Ids();
  const notes: string[] = [];
  const sayOf =
    (what: string, thing: Json): Say =>
    (note) =>
      notes.push(`${what} ${nameOf(thing['name'], text(thing['id']))}: ${note}`);
  const read = (
    list: string,
    kind: 'users' | 'schedules' | 'policies' | 'services',
    what: string,
    make: (thing: Json, say: Say) => Fields | undefined,
  ): ReadonlyMap<string, Fields> =>
    new Map(
      records(all[list]).flatMap((thing) => {
        const say = sayOf(what, thing);
        const fields = make(thing, say);
        if (!fields) {
          say('nothing of it could be taken over');
          return [];
        }
        return [[ids.take(kind, text(thing['id']), text(thing['name'])), fields] as const];
      }),
    );
  const users = read('users', 'users', 'user', userOf);
  const schedules = read('schedules', 'schedules', 'schedule', (thing, say) => scheduleOf(thing, ids, now, say));
  const policies = read('escalation_policies', 'policies', 'escalation policy', (thing, say) =>
    policyOf(thing, ids, say),
  );
  const services = read('services', 'services', 'service', (thing, say) => serviceOf(thing, ids, say));
  const teams = records(all['teams']).length;
  if (teams > 0) notes.push(`${teams} teams: there are none here`);
  return { config: { users, schedules, policies, services }, notes };
};
