import type { ConfigStore } from '../../data/config-store.ts';
import type { IncidentReads } from '../../data/incident-reads.ts';
import { type EscalationPolicy, isPerson, type PersonTarget } from '../../domain/escalation/policy.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Schedule } from '../../domain/schedule/schedule.ts';
import { type FieldProblem, fieldPath } from '../../ingest/problem.ts';
import type { Referrer } from '../http/resource-problems.ts';

type Config = Pick<ConfigStore, 'users' | 'schedules'>;

/** A person or schedule, and where it stands in what was sent. */
type Placed = readonly [PersonTarget, readonly (string | number)[]];

/** Whom a policy pages, each with where it stands. A channel and a webhook are nothing of ours: nothing is looked up. */
export const targetsOf = ({ levels, fallback }: Pick<EscalationPolicy, 'levels' | 'fallback'>): readonly Placed[] => [
  ...levels.flatMap(({ targets }, level) =>
    targets.flatMap((target, index): readonly Placed[] =>
      isPerson(target) ? [[target, ['levels', level, 'targets', index, 'id']]] : [],
    ),
  ),
  ...fallback.flatMap((target, index): readonly Placed[] =>
    isPerson(target) ? [[target, ['fallback', index, 'id']]] : [],
  ),
];

/** The targets that are not there. Each user and schedule is looked up once. */
export const missingTargets = async (config: Config, placed: readonly Placed[]): Promise<readonly FieldProblem[]> => {
  const names = [...new Set(placed.map(([{ type, id }]) => `${type}#${id}`))];
  const isThere = async (name: string): Promise<boolean> => {
    const [type, id = ''] = name.split('#');
    return (await (type === 'user' ? config.users : config.schedules).get(id)) !== undefined;
  };
  const there = new Set<string>();
  await Promise.all(names.map(async (name) => ((await isThere(name)) ? there.add(name) : undefined)));
  return placed.flatMap(([{ type, id }, path]) =>
    there.has(`${type}#${id}`) ? [] : [{ field: fieldPath(path), message: `is no ${type}` }],
  );
};

const asReferrer = (type: string, { id, name }: { readonly id: string; readonly name: string }): Referrer => ({
  type,
  id,
  name,
});

/** The policies that page this user or schedule. */
export const policiesWith = async (
  config: Pick<ConfigStore, 'policies'>,
  type: PersonTarget['type'],
  id: string,
): Promise<readonly Referrer[]> =>
  (await config.policies.all())
    .filter((policy) => targetsOf(policy).some(([target]) => target.type === type && target.id === id))
    .map((policy) => asReferrer('policy', policy));

/** The services of this policy. */
export const servicesOf = async (
  config: Pick<ConfigStore, 'services'>,
  policyId: string,
): Promise<readonly Referrer[]> =>
  (await config.services.all())
    .filter((service) => service.policyId === policyId)
    .map((service) => asReferrer('service', service));

const hasUser = ({ layers, overrides }: Schedule, id: string): boolean =>
  layers.some(({ participants }) => participants.some((each) => each === id)) ||
  overrides.some(({ userId }) => userId === id);

/** The schedules that have this user in a layer or an override. */
export const schedulesWith = async (
  config: Pick<ConfigStore, 'schedules'>,
  userId: string,
): Promise<readonly Referrer[]> =>
  (await config.schedules.all())
    .filter((schedule) => hasUser(schedule, userId))
    .map((schedule) => asReferrer('schedule', schedule));

const OPEN_PAGE = 100;
/** Open incidents are looked through to this many pages of a hundred. */
const OPEN_PAGES_MAX = 20;

/** The open incidents of which something holds. */
export const openIncidents = async (
  reads: Pick<IncidentReads, 'list'>,
  holds: (incident: Incident) => boolean,
): Promise<readonly Referrer[]> => {
  const found: Referrer[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < OPEN_PAGES_MAX; pages += 1) {
    const { incidents, next } = await reads.list('open', OPEN_PAGE, after);
    for (const incident of incidents.filter(holds)) {
      found.push({ type: 'incident', id: incident.id, name: `INC-${incident.number}` });
    }
    if (next === undefined) break;
    after = next;
  }
  return found;
};
