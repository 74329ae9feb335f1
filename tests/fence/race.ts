import { setImmediate } from 'node:timers/promises';
import type { IncidentStore } from '../../shared/data/incident-store.ts';
import type { PageStore } from '../../shared/data/page-store.ts';
import type { RunStore } from '../../shared/data/run-store.ts';
import type { Actor } from '../../shared/domain/incident/actor.ts';
import { ADA, BEN, declareCommand, incidentAfter, run, START } from '../../shared/domain/incident/fixtures/incident.ts';
import type { Attempt, Page } from '../../shared/domain/paging/page.ts';
import type { E164, IncidentId, PageId, UserId } from '../../shared/lib/ids.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { incidentCommands } from '../../shared/runtime/incident-commands.ts';
import { attemptSend } from '../../shared/runtime/paging/attempt-send.ts';

/** People of one level, paged at once: each send is in a race of its own with the answer. */
export const SENDS_EACH = 4;

/** Macrotask turns that a side waits before it begins, and around every step that it takes at the table. */
type Turns = readonly number[];

/** What one incident's races are to be: made from the seed, so that a failure can be run again. */
export interface RacePlan {
  readonly incidentId: IncidentId;
  /** What stops the paging, and who. */
  readonly stop: 'Acknowledge' | 'Resolve';
  readonly by: Actor;
  readonly answer: Turns;
  readonly sends: readonly Turns[];
  /** Somebody adds a note at the same time: the heads of several writers overtake each other. */
  readonly noise: Turns | undefined;
}

/** What was seen of one answer and one send, in numbers that grow with every thing seen. */
export interface RaceSeen {
  readonly plan: RacePlan;
  readonly confirmedAt: number;
  /** The fences that were passed: when each was asked for. */
  readonly passed: readonly number[];
  /** When the provider's send was called; undefined: never. */
  readonly sentAt: number | undefined;
  readonly attempt: Attempt;
}

export interface RaceStores {
  readonly incidents: IncidentStore;
  readonly pages: PageStore;
  readonly runs: RunStore;
}

const NOTHING = async (): Promise<void> => {};
/** Time stands still: a fence does not grow old because the machine is slow. */
const AT = START;
const clock = { now: (): Instant => AT, sleep: NOTHING };

const pageOf = (incidentId: IncidentId, number: number): Page => ({
  incidentId,
  pageId: `r1.0.0.person-${number}` as PageId,
  runId: run(1),
  userId: `person-${number}` as UserId,
  userName: `Person ${number}`,
  label: { number: 7, severity: 'SEV2', title: 'checkout is down', service: 'Checkout' },
  acceptedAt: null,
  rules: [{ channel: 'sms', to: '+12025550103' as E164, delaySeconds: 0 }],
  exhausted: null,
  step: 0,
  stepsSent: 0,
  status: 'active',
  ended: null,
  dueAt: AT,
  baton: 1,
  startedAt: AT,
});

const wait = async (turns: number | undefined): Promise<void> => {
  for (let turn = 0; turn < (turns ?? 0); turn += 1) await setImmediate();
};

/** The store with a wait before every call of it. */
const slowed = <Store extends object>(store: Store, turns: Turns): Store => {
  let calls = 0;
  const slow = Object.entries(store).map(([name, method]) => [
    name,
    async (...given: unknown[]) => {
      calls += 1;
      await wait(turns[calls % turns.length]);
      return (method as (...given: unknown[]) => unknown)(...given);
    },
  ]);
  return Object.fromEntries(slow) as Store;
};

let seen = 0;
const next = (): number => {
  seen += 1;
  return seen;
};

const commandsOf = ({ incidents, runs }: RaceStores, turns: Turns) =>
  incidentCommands({
    incidents: slowed(incidents, turns),
    runs,
    machines: { start: NOTHING },
    bus: { publish: NOTHING },
    region: 'us-east-1',
  });

/** Answers; gives the moment at which whoever answered could be told so. */
const answer = async (stores: RaceStores, { incidentId, stop, by, answer: turns }: RacePlan): Promise<number> => {
  await wait(turns[0]);
  const what = stop === 'Resolve' ? ({ type: 'Resolve', summary: null } as const) : ({ type: 'Acknowledge' } as const);
  const outcome = await commandsOf(stores, turns).execute(incidentId, { ...what, by, at: AT });
  if (!outcome.ok) throw new Error(`${stop} was refused: ${outcome.error.refusal.code}`);
  return next();
};

/** Sends to one person of the level through a provider that only notes when it was asked. */
const send = async (stores: RaceStores, incidentId: IncidentId, number: number, turns: Turns) => {
  const passed: number[] = [];
  let sentAt: number | undefined;
  const incidents: IncidentStore = {
    ...slowed(stores.incidents, turns),
    fence: async (...given) => {
      await wait(turns[0]);
      const asked = next();
      const isPassed = await stores.incidents.fence(...given);
      if (isPassed) passed.push(asked);
      await wait(turns[1]);
      return isPassed;
    },
  };
  await wait(turns[2]);
  const { attempt } = await attemptSend(
    { pages: stores.pages, incidents, clock, region: 'us-east-1' },
    {
      page: pageOf(incidentId, number),
      step: 0,
      provider: 'twilio',
      n: 0,
      because: null,
      send: async () => {
        sentAt = next();
        return { type: 'accepted', sid: 'SM1', status: 'queued' };
      },
    },
  );
  return { passed, sentAt, attempt };
};

/** Puts one incident that pages into the table, then lets an answer and the sends of a level run at it at the same time. */
export const race = async (stores: RaceStores, plan: RacePlan): Promise<readonly RaceSeen[]> => {
  const { incidentId, noise } = plan;
  await stores.incidents.project(incidentAfter(declareCommand({ incidentId, at: AT })));
  const note = { type: 'AddNote', text: 'meanwhile', by: BEN, at: AT } as const;
  const [confirmedAt, sends] = await Promise.all([
    answer(stores, plan),
    Promise.all(plan.sends.map((turns, number) => send(stores, incidentId, number, turns))),
    noise && commandsOf(stores, noise).execute(incidentId, note),
  ]);
  return sends.map((sent) => ({ plan, confirmedAt, ...sent }));
};

const STOPS = ['Acknowledge', 'Resolve'] as const;

/** The plan of that number. Its waits are mostly short, sometimes long enough for either side to be done first. */
export const planOf = (index: number, chance: () => number): RacePlan => {
  const turns = () => Array.from({ length: 5 }, () => Math.floor(chance() * (chance() < 0.2 ? 60 : 6)));
  return {
    incidentId: `01JDRACE${String(index).padStart(18, '0')}` as IncidentId,
    stop: STOPS[chance() < 0.8 ? 0 : 1],
    by: ADA,
    answer: turns(),
    sends: Array.from({ length: SENDS_EACH }, turns),
    noise: chance() < 0.2 ? turns() : undefined,
  };
};
