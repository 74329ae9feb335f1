import type { DirectoryStore } from '../../shared/data/directory-store.ts';
import type { Integration, Service } from '../../shared/domain/directory/service.ts';
import type { User } from '../../shared/domain/directory/user.ts';
import type { EscalationPolicy } from '../../shared/domain/escalation/policy.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import type { E164, IntegrationId, PolicyId, ScheduleId, ServiceId, UserId } from '../../shared/lib/ids.ts';
import { addSeconds, fromEpochMs, type Instant, toEpochMs } from '../../shared/lib/instant.ts';
import { clock } from '../../shared/runtime/clock.ts';
import { sha256 } from '../../shared/runtime/ingest.ts';
import { directory } from '../../shared/runtime/stores.ts';

const MINUTE = 60;
const ZONE = 'America/New_York';
const SCHEDULE_ID = 'checkout-primary' as ScheduleId;

const responder = (id: string, name: string, phone: string, role: User['role'] = 'responder'): User => ({
  id: id as UserId,
  name,
  email: `${id}@example.com`,
  slackId: null,
  role,
  rules: [
    { channel: 'sms', to: phone as E164, delaySeconds: 0 },
    { channel: 'voice', to: phone as E164, delaySeconds: 2 * MINUTE },
  ],
  version: 1,
});

const USERS: readonly User[] = [
  // Somebody must be able to add people.
  responder('ada', 'Ada Park', '+12025550101', 'admin'),
  responder('ben', 'Ben Osei', '+12025550102'),
  responder('cleo', 'Cleo Marin', '+12025550103'),
  {
    id: 'duty-manager' as UserId,
    name: 'Duty manager',
    email: null,
    slackId: null,
    role: 'responder',
    rules: [{ channel: 'sms', to: '+12025550100' as E164, delaySeconds: 0 }],
    version: 1,
  },
];

/**
 * The latest Monday whose 09:00 in New York has passed: whoever starts the laptop for the first time finds Ada on call,
 * as the README says, and Ben after the next hand-over.
 */
export const firstHandOver = (at: Instant): string => {
  const local = new Date(toEpochMs(at)).toLocaleString('sv-SE', { timeZone: ZONE });
  const handedOver = Date.parse(`${local.replace(' ', 'T')}Z`) - 9 * 60 * MINUTE * 1000;
  const sinceMonday = (new Date(handedOver).getUTCDay() + 6) % 7;
  return `${addSeconds(fromEpochMs(handedOver), -sinceMonday * 24 * 60 * MINUTE).slice(0, 10)}T09:00`;
};

const scheduleAt = (at: Instant): Schedule => ({
  id: SCHEDULE_ID,
  name: 'Checkout primary',
  timeZone: ZONE,
  layers: [
    {
      name: 'weekly rotation',
      rotation: { unit: 'week', length: 1, startsAt: firstHandOver(at) },
      participants: ['ada' as UserId, 'ben' as UserId],
    },
  ],
  overrides: [],
  version: 1,
});

const POLICY: EscalationPolicy = {
  id: 'checkout' as PolicyId,
  name: 'Checkout',
  levels: [
    { targets: [{ type: 'schedule', id: SCHEDULE_ID }], timeoutSeconds: 5 * MINUTE },
    { targets: [{ type: 'user', id: 'cleo' as UserId }], timeoutSeconds: 5 * MINUTE },
  ],
  rounds: 2,
  fallback: [{ type: 'user', id: 'duty-manager' as UserId }],
  version: 1,
};

const SERVICE: Service = {
  id: 'checkout' as ServiceId,
  name: 'Checkout',
  policyId: POLICY.id,
  grouping: { type: 'alert' },
  version: 1,
};

const INTEGRATION: Integration = { id: 'demo' as IntegrationId, name: 'demo monitor', serviceId: SERVICE.id };

/** Sample people of before there was Slack: without an e-mail nobody would find them there. */
const completeUsers = async (store: DirectoryStore): Promise<void> => {
  for (const { id, email, role } of USERS) {
    const known = await store.user(id);
    if (known && email && known.email === null && known.version === 1) await store.putUser({ ...known, email, role });
  }
};

/**
 * Sample data, ready to page: the service Checkout with the integration key `demo`, a policy of two levels of five
 * minutes (a weekly rotation of Ada and Ben, then Cleo), twice round, then the duty manager. A token for the API.
 * Leaves alone what is there already: it may have been edited.
 */
export const seed = async ({ demoToken }: { readonly demoToken: string }): Promise<void> => {
  const store = directory();
  await completeUsers(store);
  if (!(await store.service(SERVICE.id))) {
    for (const user of USERS) await store.putUser(user);
    await store.putSchedule(scheduleAt(clock().now()));
    await store.putPolicy(POLICY);
    await store.putService(SERVICE);
    await store.putIntegration(sha256('demo'), INTEGRATION);
  }
  await store.putToken(sha256(demoToken), {
    id: 'demo',
    name: 'Demo token',
    role: 'admin',
    userId: null,
    expiresAt: null,
  });
};
