import type { GroupingRule } from '../../shared/domain/alert/grouping.ts';
import type { NotificationRule } from '../../shared/domain/directory/user.ts';
import type { Target } from '../../shared/domain/escalation/policy.ts';
import type {
  E164,
  IntegrationId,
  PolicyId,
  ScheduleId,
  ServiceId,
  SlackUserId,
  UserId,
} from '../../shared/lib/ids.ts';
import { sha256 } from '../../shared/runtime/ingest.ts';
import { directory } from '../../shared/runtime/stores.ts';
import type { Scenario } from './harness.ts';
import type { Person } from './people.ts';

interface Rule {
  readonly channel: 'sms' | 'voice' | 'slack';
  readonly delaySeconds: number;
}

export const SMS_AT_ONCE: Rule = { channel: 'sms', delaySeconds: 0 };
export const SLACK_AT_ONCE: Rule = { channel: 'slack', delaySeconds: 0 };
export const SMS_AFTER_1_MINUTE: Rule = { channel: 'sms', delaySeconds: 60 };
export const CALL_AT_ONCE: Rule = { channel: 'voice', delaySeconds: 0 };
export const CALL_AFTER_2_MINUTES: Rule = { channel: 'voice', delaySeconds: 120 };

/** Who is meant by a level: a person, or a schedule by its id. */
export type Meant = Person | { readonly schedule: string };

export interface ServiceOptions {
  readonly levels: readonly (readonly Meant[])[];
  readonly timeoutSeconds?: number;
  readonly rounds?: number;
  readonly fallback?: readonly Meant[];
  readonly grouping?: GroupingRule;
}

/** A service with an integration key of its own. */
export interface MadeService {
  readonly id: string;
  readonly key: string;
}

let made = 0;

/** A rule to somebody's phone, or to them in Slack. */
const ruleTo =
  (phone: E164, slackId: SlackUserId) =>
  ({ channel, delaySeconds }: Rule): NotificationRule =>
    channel === 'slack' ? { channel, to: slackId, delaySeconds } : { channel, to: phone, delaySeconds };

/** Somebody new, with a phone and a Slack id that nobody else has. */
export const aUser = async (
  name: string,
  rules: readonly Rule[] = [SMS_AT_ONCE, CALL_AFTER_2_MINUTES],
): Promise<Person> => {
  made += 1;
  const person = { id: `user-${made}`, name, phone: `+1202556${String(made).padStart(4, '0')}` };
  const slackId = `U0USER${made}` as SlackUserId;
  await directory().putUser({
    id: person.id as UserId,
    name,
    email: null,
    slackId,
    role: 'responder',
    rules: rules.map(ruleTo(person.phone as E164, slackId)),
    version: 1,
  });
  return person;
};

/** They leave: their phone still finds nobody, and levels that name them name nobody. */
export const removeUser = ({ id }: Person): Promise<void> => directory().removeUser(id as UserId);

/** A schedule that is somebody's for ever, or, without participants, nobody's. */
export const aSchedule = async (participants: readonly Person[]): Promise<{ readonly schedule: string }> => {
  made += 1;
  const schedule = `schedule-${made}`;
  const rotation = { unit: 'week', length: 1, startsAt: '2024-01-01T09:00' } as const;
  await directory().putSchedule({
    id: schedule as ScheduleId,
    name: `Schedule ${made}`,
    timeZone: 'Etc/UTC',
    layers: [{ name: 'the rotation', rotation, participants: participants.map(({ id }) => id as UserId) }],
    overrides: [],
    version: 1,
  });
  return { schedule };
};

const target = (meant: Meant): Target =>
  'schedule' in meant
    ? { type: 'schedule', id: meant.schedule as ScheduleId }
    : { type: 'user', id: meant.id as UserId };

/** A service with its policy and its integration key: one round of five-minute levels, unless it says otherwise. */
export const aService = async (options: ServiceOptions): Promise<MadeService> => {
  const { levels, timeoutSeconds = 300, rounds = 1, fallback = [], grouping = { type: 'alert' } } = options;
  made += 1;
  const id = `service-${made}`;
  const key = `key-${made}`;
  await directory().putPolicy({
    id: id as PolicyId,
    name: `Policy ${made}`,
    levels: levels.map((level) => ({ targets: level.map(target), timeoutSeconds })),
    rounds,
    fallback: fallback.map(target),
    version: 1,
  });
  await directory().putService({
    id: id as ServiceId,
    name: `Service ${made}`,
    policyId: id as PolicyId,
    grouping,
    version: 1,
  });
  await directory().putIntegration(sha256(key), {
    id: `monitor-${made}` as IntegrationId,
    name: `monitor ${made}`,
    serviceId: id as ServiceId,
  });
  return { id, key };
};

/** A service with a policy as the API takes it, and an integration key of its own. */
export const aPolicy = async (
  { must }: Pick<Scenario, 'must'>,
  policy: object,
): Promise<{ readonly service: string; readonly key: string }> => {
  made += 1;
  const name = `Team ${made}`;
  const make = async (path: string, body: object) => (await must(201, 'POST', path, { body })).body;
  const { id: policyId } = await make('/v1/policies', { name, ...policy });
  const { id: service } = await make('/v1/services', { name, policyId });
  const { key } = await make(`/v1/services/${service}/keys`, { name: 'A monitor' });
  return { service, key };
};

/** A token for the API with a role. */
export const aToken = async (
  role: 'viewer' | 'responder' | 'admin',
  expiresAt: string | null = null,
  scopes: readonly string[] = [],
): Promise<string> => {
  made += 1;
  const token = `token-${made}`;
  await directory().putToken(sha256(token), {
    id: token,
    name: `Token ${made}`,
    role,
    userId: null,
    expiresAt: expiresAt as never,
    scopes,
  });
  return token;
};
