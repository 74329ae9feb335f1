import type { E164, UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant, secondsBetween } from '../../lib/instant.ts';
import type { Service } from '../directory/service.ts';
import type { User } from '../directory/user.ts';
import { type Directory, resolveTargets } from '../escalation/advance.ts';
import { type EscalationPolicy, isPerson, type Target } from '../escalation/policy.ts';
import { shiftsBetween } from '../schedule/on-call.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { type Finding, findingOf, inOrder } from './finding.ts';
import { canBeReached, personFindings } from './person.ts';

/** How far ahead schedules are looked through for gaps. */
export const GAP_DAYS = 14;
const DAY_SECONDS = 86_400;

/** All that decides who can be reached, as it is at one instant. */
export interface ReachabilityFacts {
  readonly users: readonly User[];
  readonly schedules: readonly Schedule[];
  readonly policies: readonly EscalationPolicy[];
  readonly services: readonly Service[];
  /** Numbers that have said STOP. */
  readonly optedOut: ReadonlySet<E164>;
  readonly at: Instant;
}

interface Context extends ReachabilityFacts {
  readonly directory: Directory;
  /** Policies that a service pages by. */
  readonly used: ReadonlySet<string>;
}

const targetsOf = ({ levels, fallback }: EscalationPolicy): readonly Target[] => [
  ...levels.flatMap(({ targets }) => targets),
  ...fallback,
];

/** Everybody whom a policy or a schedule names. */
const needed = ({ policies, schedules, at }: ReachabilityFacts): ReadonlySet<UserId> =>
  new Set([
    ...policies.flatMap(targetsOf).flatMap((target) => (target.type === 'user' ? [target.id] : [])),
    ...schedules.flatMap(({ layers, overrides }) => [
      ...layers.flatMap(({ participants }) => participants),
      ...overrides.filter(({ to }) => to > at).map(({ userId }) => userId),
    ]),
  ]);

/** Nobody of these can be reached: why, in words; undefined when somebody can. */
const whyUnreachable = (targets: readonly Target[], { directory, optedOut, at }: Context): string | undefined => {
  const { chosen, skipped } = resolveTargets(targets, directory, at);
  const people = chosen.flatMap(({ userId }) => directory.users.get(userId) ?? []);
  if (people.some((user) => canBeReached(user, optedOut))) return undefined;
  const deaf = people.map(({ name }) => `${name} gets no messages any more`);
  return [...skipped.map(({ why }) => why), ...deaf].join('; ') || 'it names nobody';
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const isForPlaces = (targets: readonly Target[]): boolean => targets.length > 0 && !targets.some(isPerson);

/** Channels and webhooks wake nobody: a policy that has nothing else is worth a word, a level of one that has is not. */
const nobodyAtAll = (policy: EscalationPolicy, { used }: Context): readonly Finding[] =>
  policy.levels.some(({ targets }) => !isForPlaces(targets))
    ? []
    : [
        findingOf(
          { ...policy, type: 'policy' },
          {
            level: used.has(policy.id) ? 'error' : 'warning',
            code: 'no-people',
            what: `${policy.name} pages nobody`,
            why: 'Its levels tell channels and webhooks only, and those wake nobody.',
            todo: 'Put a schedule or somebody into one of its levels.',
          },
        ),
      ];

const levelFindings = (policy: EscalationPolicy, context: Context): readonly Finding[] =>
  policy.levels.flatMap(({ targets }, index) => {
    if (isForPlaces(targets)) return [];
    const why = whyUnreachable(targets, context);
    if (why === undefined) return [];
    return [
      findingOf(
        { ...policy, type: 'policy' },
        {
          level: context.used.has(policy.id) ? 'error' : 'warning',
          code: 'level-unreachable',
          part: index + 1,
          what: `Nobody can be reached at level ${index + 1} of ${policy.name}`,
          why: sentence(why),
          todo: 'Put somebody into this level who has rules, or take it out.',
        },
      ),
    ];
  });

const fallbackFindings = (policy: EscalationPolicy, context: Context): readonly Finding[] => {
  const subject = { ...policy, type: 'policy' } as const;
  if (policy.fallback.length === 0) {
    return [
      findingOf(subject, {
        level: 'warning',
        code: 'no-fallback',
        what: `Nobody is told when an escalation of ${policy.name} goes unanswered`,
        why: 'The policy has no fallback contact.',
        todo: 'Name somebody as its fallback: a manager, or a phone that is always on.',
      }),
    ];
  }
  const why = isForPlaces(policy.fallback)
    ? 'it tells channels and webhooks only, and those wake nobody'
    : whyUnreachable(policy.fallback, context);
  if (why === undefined) return [];
  const isBad = context.used.has(policy.id) && !isForPlaces(policy.fallback);
  return [
    findingOf(subject, {
      level: isBad ? 'error' : 'warning',
      code: 'fallback-unreachable',
      what: `The fallback of ${policy.name} cannot be reached`,
      why: sentence(why),
      todo: 'Name somebody as its fallback who has rules.',
    }),
  ];
};

/** `3 h`, `2 d 4 h`: as long as people say it. */
const lengthOf = (seconds: number): string => {
  const hours = Math.max(1, Math.round(seconds / 3600));
  if (hours < 24) return `${hours} h`;
  return `${Math.floor(hours / 24)} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
};

const gapFindings = (schedule: Schedule, { at, policies }: Context): readonly Finding[] => {
  const until = addSeconds(at, GAP_DAYS * DAY_SECONDS);
  const gaps = shiftsBetween(schedule, at, until).filter(({ reason }) => reason.type === 'gap');
  const [first] = gaps;
  if (!first) return [];
  const seconds = gaps.reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0);
  const isPaged = policies.some((policy) =>
    targetsOf(policy).some((target) => target.type === 'schedule' && target.id === schedule.id),
  );
  const more = gaps.length > 1 ? `, ${gaps.length} times in the next ${GAP_DAYS} days` : '';
  return [
    findingOf(
      { ...schedule, type: 'schedule' },
      {
        level: isPaged ? 'warning' : 'info',
        code: 'gap',
        what: `Nobody is on call in ${schedule.name} for ${lengthOf(seconds)}${more}`,
        why: `The first time from ${first.from} to ${first.to}. A level that pages only this schedule is passed over then.`,
        todo: 'Add somebody by an override, or another layer under the others.',
      },
    ),
  ];
};

const serviceFindings = (service: Service): readonly Finding[] =>
  service.policyId !== null
    ? []
    : [
        findingOf(
          { ...service, type: 'service' },
          {
            level: 'warning',
            code: 'no-policy',
            what: `Alerts of ${service.name} page nobody`,
            why: 'The service has no escalation policy.',
            todo: 'Give it one.',
          },
        ),
      ];

/**
 * All that would keep a page from reaching somebody, the worst first. What it says of a level, it finds by the code that
 * pages.
 */
export const reachability = (facts: ReachabilityFacts): readonly Finding[] => {
  const context: Context = {
    ...facts,
    directory: {
      users: new Map(facts.users.map((user) => [user.id, user])),
      schedules: new Map(facts.schedules.map((schedule) => [schedule.id, schedule])),
    },
    used: new Set(facts.services.flatMap(({ policyId }) => (policyId === null ? [] : [policyId]))),
  };
  const who = needed(facts);
  const { optedOut } = facts;
  return inOrder([
    ...facts.users.flatMap((user) => personFindings(user, { isNeeded: who.has(user.id), optedOut })),
    ...facts.policies.flatMap((policy) => [
      ...nobodyAtAll(policy, context),
      ...levelFindings(policy, context),
      ...fallbackFindings(policy, context),
    ]),
    ...facts.schedules.flatMap((schedule) => gapFindings(schedule, context)),
    ...facts.services.flatMap(serviceFindings),
  ]);
};
