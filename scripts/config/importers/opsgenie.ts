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
import { daily, localTime, merged, weekly } from './wall-time.ts';

const ROUNDS_MAX = 10;
const LEVELS_MAX = 20;
/** How long the last level has when the export does not say. */
const LAST_LEVEL_SECONDS = 600;

type Say = (note: string) => void;

const SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const secondsOf = (value: unknown): number => {
  const { timeAmount, timeUnit } = record(value);
  return number(timeAmount, 0) * (SECONDS[text(timeUnit)] ?? 60);
};

/** `1-2025550101`: the country code and the rest. */
const contactOf = (method: string, to: string): { readonly channel: string; readonly to: string } | undefined => {
  if (method === 'email') return { channel: 'email', to: to.toLowerCase() };
  const phone = method === 'sms' || method === 'voice' ? phoneOf('', to) : undefined;
  return phone ? { channel: method, to: phone } : undefined;
};

const newAlertSteps = (user: Json, say: Say): readonly Json[] => {
  const rules = records(user['notificationRules']).filter(({ enabled }) => enabled !== false);
  const others = rules.filter(({ actionType }) => actionType !== 'create-alert').length;
  if (others > 0) say(`${others} notification rules for other things than new alerts`);
  return rules.filter(({ actionType }) => actionType === 'create-alert').flatMap(({ steps }) => records(steps));
};

const rulesFor = (user: Json, say: Say): readonly Fields[] => {
  const steps = newAlertSteps(user, say).filter(({ enabled }) => enabled !== false);
  const found = steps.flatMap((step) => {
    const { method, to } = record(step['contact']);
    const contact = contactOf(text(method), text(to));
    if (!contact)
      say(
        `a notification by ${text(method) || 'something unknown'}: there is no such channel here, or its address cannot be read`,
      );
    return contact ? [{ ...contact, delaySeconds: secondsOf(step['sendAfter']) }] : [];
  });
  if (found.length > 0) return rulesOf(found, say);
  const contacts = records(user['userContacts']).filter(({ enabled }) => enabled !== false);
  const reached = contacts.flatMap(({ contactMethod, to }) => contactOf(text(contactMethod), text(to)) ?? []);
  if (reached.length > 0) say('no notification rules: every contact of theirs is told at once');
  else say('no phone or e-mail that we can read: nothing would reach this person');
  return rulesOf(
    reached.map((contact) => ({ ...contact, delaySeconds: 0 })),
    say,
  );
};

const roleOf = (role: unknown): string => {
  const name = text(record(role)['name']).toLowerCase();
  if (name === 'owner' || name === 'admin') return 'admin';
  return name === 'stakeholder' || name === 'observer' ? 'viewer' : 'responder';
};

const userOf = (user: Json, say: Say): Fields => ({
  name: nameOf(user['fullName'], text(user['username']) || 'Somebody'),
  ...(text(user['username']).includes('@') ? { email: text(user['username']).toLowerCase() } : {}),
  role: roleOf(user['role']),
  rules: rulesFor(user, say),
});

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DAY = 86_400;

const clock = (part: Json, which: 'start' | 'end'): number =>
  number(part[`${which}Hour`], 0) * 3600 + number(part[`${which}Min`], 0) * 60;

/** Undefined: always. */
const restrictionsOf = (rotation: Json): readonly Fields[] | undefined => {
  const { type, restriction, restrictions } = record(rotation['timeRestriction']);
  if (type === 'time-of-day') {
    const part = record(restriction);
    const piece = daily(clock(part, 'start'), (clock(part, 'end') - clock(part, 'start') + DAY) % DAY || DAY);
    return piece && [piece];
  }
  const pieces: Fields[] = [];
  for (const part of records(restrictions)) {
    const day = WEEKDAYS.indexOf(text(part['startDay'])) + 1;
    const days = (WEEKDAYS.indexOf(text(part['endDay'])) + 1 - day + 7) % 7;
    const seconds = days * DAY + clock(part, 'end') - clock(part, 'start');
    const found = weekly(Math.max(day, 1), clock(part, 'start'), seconds > 0 ? seconds : seconds + 7 * DAY);
    if (!found) return undefined;
    pieces.push(...found);
  }
  return pieces.length > 0 ? merged(pieces) : undefined;
};

const UNITS: Readonly<Record<string, string>> = { weekly: 'week', daily: 'day', hourly: 'hour' };

const layerOf = (rotation: Json, timeZone: string, ids: Ids, now: number, say: Say): Fields | undefined => {
  const name = nameOf(rotation['name'], 'rotation');
  const end = text(rotation['endDate']);
  if (end !== '' && Date.parse(end) <= now) return void say(`rotation ${name}: it ended`);
  const unit = UNITS[text(rotation['type'])];
  const startsAt = localTime(text(rotation['startDate']), timeZone);
  if (!unit || !startsAt) return void say(`rotation ${name}: its type or beginning cannot be read`);
  const people = records(rotation['participants']);
  const participants = people
    .map(({ id, username }) => ids.find('users', id) ?? ids.find('users', text(username).toLowerCase()))
    .filter((id) => id !== undefined);
  const others = people.length - participants.length;
  if (others > 0)
    say(`rotation ${name}: ${others} of its participants are teams, escalations, nobody, or not in the export`);
  if (participants.length === 0) return void say(`rotation ${name}: nobody is left in it`);
  const restrictions = restrictionsOf(rotation);
  return {
    name,
    rotation: { unit, length: Math.max(1, number(rotation['length'], 1)), startsAt },
    participants: participants.slice(0, 50),
    ...(restrictions ? { restrictions } : {}),
    ...(end === '' ? {} : { endsAt: new Date(end).toISOString() }),
  };
};

interface Made {
  readonly ids: Ids;
  /** What became of each of their schedules: one of ours for each of its rotations. */
  readonly schedulesOf: Map<string, readonly string[]>;
  readonly schedules: Map<string, Fields>;
  readonly policies: Map<string, Fields>;
}

/** Their rotations are on call side by side, our layers one over the other: so each rotation becomes a schedule. */
const takeSchedule = (schedule: Json, { ids, schedules, schedulesOf }: Made, now: number, say: Say): void => {
  const timeZone = text(schedule['timezone']) || 'UTC';
  if (schedule['enabled'] === false) say('it is disabled there, and counts here');
  const layers = records(schedule['rotations'])
    .map((rotation) => layerOf(rotation, timeZone, ids, now, say))
    .filter((layer) => layer !== undefined);
  if (layers.length > 1) say(`it became ${layers.length} schedules: its rotations are on call at the same time`);
  if (layers.length === 0) say('nothing of it could be taken over');
  const made = layers.map((layer) => {
    const name = nameOf(layers.length > 1 ? `${schedule['name']} ${layer['name']}` : schedule['name'], 'Schedule');
    const id = ids.take('schedules', '', name);
    schedules.set(id, { name, timeZone, layers: [layer] });
    return id;
  });
  for (const key of [text(schedule['id']), text(schedule['name'])]) schedulesOf.set(key, made);
};

const targetsOf = (recipient: Json, { ids, schedulesOf }: Made, say: Say): readonly Fields[] => {
  const { type, id, name, username } = recipient;
  if (type === 'user') {
    const user = ids.find('users', id) ?? ids.find('users', text(username).toLowerCase());
    if (user) return [{ type, id: user }];
  }
  const made = schedulesOf.get(text(id)) ?? schedulesOf.get(text(name));
  if (type === 'schedule' && made && made.length > 0) return made.map((one) => ({ type, id: one }));
  say(
    `a recipient of type ${text(type) || 'unknown'} (${text(name) || text(username) || text(id)}): it is not in the export, or there is no such target here`,
  );
  return [];
};

const levelsOf = (escalation: Json, made: Made, say: Say): readonly Fields[] => {
  const byDelay = new Map<number, Fields[]>();
  for (const rule of records(escalation['rules'])) {
    if (rule['condition'] === 'if-not-closed')
      say('a rule "if not closed": here an acknowledgement ends the escalation');
    const notify = text(rule['notifyType']);
    if (!['', 'default', 'all', 'users'].includes(notify))
      say(`a rule that notifies "${notify}": it pages whoever is on call`);
    const delay = secondsOf(rule['delay']);
    byDelay.set(delay, [...(byDelay.get(delay) ?? []), ...targetsOf(record(rule['recipient']), made, say)]);
  }
  const sorted = [...byDelay].filter(([, targets]) => targets.length > 0).sort(([one], [other]) => one - other);
  const [first] = sorted;
  if (first && first[0] > 0) say(`the first level pages at once, not after ${first[0] / 60} minutes`);
  const wait = number(record(escalation['repeat'])['waitInterval'], 0) * 60 || LAST_LEVEL_SECONDS;
  return sorted.slice(0, LEVELS_MAX).map(([delay, targets], index) => ({
    targets: targets.slice(0, 20),
    timeoutSeconds: timeoutOf(index + 1 < sorted.length ? (sorted[index + 1]?.[0] ?? 0) - delay : wait),
  }));
};

const takeEscalation = (escalation: Json, made: Made, say: Say): void => {
  const levels = levelsOf(escalation, made, say);
  if (levels.length === 0) {
    say('nobody is left in it');
    return;
  }
  const { count, closeAlertAfterAll } = record(escalation['repeat']);
  if (closeAlertAfterAll === true) say('alerts are not closed after all rounds');
  const name = nameOf(escalation['name'], 'Escalation');
  const id = made.ids.take('policies', text(escalation['id']), name);
  made.ids.also('policies', text(escalation['name']), id);
  made.policies.set(id, { name, levels, rounds: Math.min(number(count, 0) + 1, ROUNDS_MAX) });
};

/** The policy that a team's default rule leads to; a schedule that is notified directly gets a policy of one level. */
const policyOfTeam = (team: Json, escalations: readonly Json[], made: Made, say: Say): string | undefined => {
  const rules = records(team['routingRules']);
  const rule = rules.find(({ isDefault }) => isDefault === true) ?? rules[0];
  if (rules.length > 1) say(`${rules.length - 1} routing rules: only the default one was taken over`);
  const { type, id, name } = record(record(rule)['notify']);
  const named = made.ids.find('policies', id) ?? made.ids.find('policies', name);
  if (type === 'escalation' && named) return named;
  const schedules =
    type === 'schedule' ? (made.schedulesOf.get(text(id)) ?? made.schedulesOf.get(text(name))) : undefined;
  if (schedules && schedules.length > 0) {
    const own = made.ids.take('policies', '', text(team['name']));
    const targets = schedules.map((one) => ({ type: 'schedule', id: one }));
    const levels = [{ targets, timeoutSeconds: LAST_LEVEL_SECONDS }];
    made.policies.set(own, { name: nameOf(team['name'], 'Team'), levels });
    return own;
  }
  const owned = escalations.find(({ ownerTeam }) => record(ownerTeam)['id'] === team['id']);
  return owned && made.ids.find('policies', owned['id']);
};

/**
 * Opsgenie's `users` (with `userContacts` and `notificationRules`), `schedules` (with `rotations`), `escalations`,
 * `teams` (with `routingRules`) and `integrations`, in one object as its REST API (v2) lists them. A team becomes a
 * service, since its integrations send alerts to it.
 */
export const importOpsgenie = (exported: unknown, now: number): Imported => {
  const all = record(exported);
  const notes: string[] = [];
  const sayOf =
    (what: string, name: unknown): Say =>
    (note) =>
      notes.push(`${what} ${nameOf(name, '?')}: ${note}`);
  const made: Made = { ids: new Ids(), schedulesOf: new Map(), schedules: new Map(), policies: new Map() };
  const users = new Map<string, Fields>();
  for (const user of records(all['users'])) {
    const fields = userOf(user, sayOf('user', user['username']));
    const id = made.ids.take('users', text(user['id']), String(fields['name']));
    made.ids.also('users', text(user['username']).toLowerCase(), id);
    users.set(id, fields);
  }
  for (const each of records(all['schedules'])) takeSchedule(each, made, now, sayOf('schedule', each['name']));
  const escalations = records(all['escalations']);
  for (const each of escalations) takeEscalation(each, made, sayOf('escalation', each['name']));
  const services = new Map<string, Fields>();
  for (const team of records(all['teams'])) {
    const say = sayOf('team', team['name']);
    const policyId = policyOfTeam(team, escalations, made, say);
    if (!policyId) say('no escalation or schedule of its routing rules was taken over: nobody would be paged');
    const own = records(all['integrations']).filter(({ teamId }) => teamId === team['id']);
    for (const { name, type } of own)
      say(`integration ${nameOf(name, '?')} (${text(type)}): make a key here and give it to the sender`);
    const name = nameOf(team['name'], 'Team');
    services.set(made.ids.take('services', '', name), { name, ...(policyId ? { policyId } : {}) });
  }
  const { schedules, policies } = made;
  return { config: { users, schedules, policies, services }, notes };
};
