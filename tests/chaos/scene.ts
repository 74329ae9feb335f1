import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Instant, secondsBetween } from '../../shared/lib/instant.ts';
import type { CrashPoint } from './crash-hook.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import {
  type Answer,
  crashMark,
  freePort,
  hasCrashed,
  moveStoredClock,
  type RegionProcess,
  type RegionProcessOptions,
  startRegionProcess,
} from './region-process.ts';

/** Time goes by in steps, the world first: short enough that every receipt comes within the 15 s it has. */
const STEP_SECONDS = 12;
/** The rotation of the sample data must not change hands in mid-test. */
const SAME_PERSON_SECONDS = 2 * 3600;
/** Real time, and only a bound: a process that kills itself is gone in a moment. */
const DEATH_MS_MAX = 20_000;
const ALERT = {
  routing_key: 'demo',
  event_action: 'trigger',
  dedup_key: 'checkout-is-down',
  payload: { summary: 'checkout is down', source: 'prometheus', severity: 'critical' },
} as const;

/** For vitest; real time, which no test is about: it only ends what hangs, on a machine that is busy too. */
export const PATIENCE = { timeout: 240_000 } as const;

export const CLEO = '+12025550103';
const DUTY_MANAGER = '+12025550100';

/** One item of an incident's timeline. */
export interface Told {
  readonly at: Instant;
  readonly type: string;
  readonly region: string;
  readonly text: string;
  readonly outcome?: string;
}

/** Where one region lives: what it keeps, and how often it was started. */
interface Home {
  readonly name: string;
  readonly dataDir: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  process: RegionProcess;
  /** Time went on without it. */
  overslept: boolean;
}

/** One or two regions of the product, each a process of its own, in a world that outlives them. */
export interface Scene {
  readonly world: OutsideWorld;
  /** The phone of whoever is on call. */
  readonly onCall: string;
  region(name?: string): RegionProcess;
  /** The monitor fires. Undefined: the connection broke, so the monitor knows of nothing that was accepted. */
  trigger(region?: string): Promise<Answer | undefined>;
  /**
   * Lets time go by for the world and for all regions that live; or only for these of them, while the others stand
   * still. Long steps are for when nothing is to be sent: receipts would be late.
   */
  forward(seconds: number, how?: { readonly only?: readonly string[]; readonly stepSeconds?: number }): Promise<void>;
  /** Lets time go by until so many messages have gone out. @throws Error when it takes longer. */
  forwardUntilMessages(count: number, secondsMax: number): Promise<void>;
  /** Lets time go by, if need be, until the region has died at its crash point. @throws Error when it does not. */
  crashed(secondsMax?: number, region?: string): Promise<void>;
  /** Starts a dead region again on what it left behind. */
  restart(options?: { readonly crashAt?: CrashPoint; readonly region?: string }): Promise<void>;
  /** All messages that went out, in order: `sms to on-call`, `call to Cleo`; another provider and other words are named. */
  messages(): readonly string[];
  timeline(number?: number): Promise<readonly Told[]>;
  stop(): Promise<void>;
}

export interface SceneOptions {
  readonly regions?: readonly string[];
  readonly crashAt?: CrashPoint | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether there is Slack in this world. */
  readonly slack?: boolean;
}

export const startScene = async (options: SceneOptions = {}): Promise<Scene> => {
  const { regions = ['us-east-1'], crashAt, env = {}, slack = false } = options;
  const root = mkdtempSync(join(tmpdir(), 'pd-lite-chaos-'));
  const homes: Home[] = [];
  // People's texts come in at the product's one address, which leads to a region that lives.
  const door = () => (homes.find(({ process }) => process.isAlive()) ?? homes[0])?.process.url ?? '';
  const world = await startOutsideWorld(new Date().toISOString() as Instant, door);
  const over = new AbortController();
  const stop = async (): Promise<void> => {
    over.abort(new Error('the scene is over'));
    for (const home of homes) await home.process.kill();
    await world.stop();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    for (const [index, name] of regions.entries()) {
      const dataDir = join(root, name);
      const home = {
        dataDir,
        port: await freePort(),
        env: { ...world.env, ...(slack ? world.slackEnv : {}), PD_REGION: name, ...env },
      };
      const first = index === 0 ? { ...home, crashAt } : home;
      homes.push({ ...home, name, overslept: false, process: await startRegionProcess(first) });
    }
    const onCall = await settleOnCall(homes);
    await catchUp(world, homes);
    return { ...sceneOf(world, homes, onCall, over.signal), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const died = async (process: RegionProcess): Promise<boolean> => {
  await Promise.race([process.gone, pause(DEATH_MS_MAX, undefined, { ref: false })]);
  return !process.isAlive();
};

/** Moves on past a hand-over of the rotation that is near. @returns the phone of whoever is on call from then on. */
const settleOnCall = async (homes: readonly Home[]): Promise<string> => {
  const [first] = homes as [Home];
  const ask = async () => (await first.process.get('/v1/oncall')).body;
  const { at, items } = await ask();
  const leftSeconds = secondsBetween(at, items[0].next.from);
  if (leftSeconds < SAME_PERSON_SECONDS) {
    for (const { process } of homes) await process.advance(Math.ceil(leftSeconds) + 60);
  }
  return (await ask()).items[0].onCall.id === 'ada' ? '+12025550101' : '+12025550102';
};

/** The latest clock leads, since time never goes back. */
const catchUp = async (world: OutsideWorld, homes: readonly Home[]): Promise<void> => {
  const alive = homes.map(({ process }) => process).filter((process) => process.isAlive());
  const times = [world.clock.now(), ...(await Promise.all(alive.map((process) => process.now())))];
  const latest = times.reduce((one, other) => (one > other ? one : other));
  await world.advance(secondsBetween(world.clock.now(), latest));
  for (const process of alive) await process.advance(secondsBetween(await process.now(), latest));
};

const sceneOf = (
  world: OutsideWorld,
  homes: readonly Home[],
  onCall: string,
  over: AbortSignal,
): Omit<Scene, 'stop'> => {
  const home = (name?: string): Home => {
    const found = name === undefined ? homes[0] : homes.find((each) => each.name === name);
    if (!found) throw new Error(`there is no region ${name}`);
    return found;
  };

  const step = async (seconds: number, only?: readonly string[]): Promise<void> => {
    await world.advance(seconds);
    for (const each of homes) each.overslept ||= !each.process.isAlive();
    const moving = homes.filter(({ name, process }) => process.isAlive() && (!only || only.includes(name)));
    const moved = await Promise.allSettled(moving.map(({ process }) => process.advance(seconds)));
    for (const [index, result] of moved.entries()) {
      const { dataDir, process } = moving[index] as Home;
      if (result.status === 'rejected' && !((await died(process)) && hasCrashed(dataDir))) throw result.reason;
    }
  };

  const forward: Scene['forward'] = async (seconds, { only, stepSeconds = STEP_SECONDS } = {}) => {
    for (let left = seconds; left > 0; left -= stepSeconds) await step(Math.min(left, stepSeconds), only);
  };

  const who = (to: string): string =>
    to === onCall ? 'on-call' : to === CLEO ? 'Cleo' : to === DUTY_MANAGER ? 'the duty manager' : to;

  const messages = (): readonly string[] =>
    world.sandbox.messages().map(({ kind, provider, to, body }) => {
      const isPage = kind === 'call' || /^INC-\d+ SEV\d checkout is down /.test(body);
      const words = isPage ? '' : body.startsWith('NOBODY HAS INC-') ? ': nobody has it' : `: ${body}`;
      return `${kind} to ${who(to)}${provider === 'twilio' ? '' : ` by ${provider}`}${words}`;
    });

  return {
    world,
    onCall,
    region: (name) => home(name).process,
    trigger: (name) =>
      home(name)
        .process.post('/v2/enqueue', ALERT)
        .catch(() => undefined),
    forward,
    forwardUntilMessages: async (count, secondsMax) => {
      for (let spent = 0; messages().length < count; spent += STEP_SECONDS) {
        if (spent > secondsMax) throw new Error(`after ${secondsMax} s only: ${messages().join(', ') || 'nothing'}`);
        await step(STEP_SECONDS);
      }
    },
    crashed: async (secondsMax = 0, name) => {
      const { process, dataDir } = home(name);
      for (let spent = 0; spent < secondsMax && process.isAlive(); spent += STEP_SECONDS) await step(STEP_SECONDS);
      if (!(await died(process)) || !hasCrashed(dataDir)) throw new Error('the crash point was not reached');
    },
    restart: async (given = {}) => {
      const it = home(given.region);
      if (it.process.isAlive()) throw new Error('it lives');
      const { dataDir, port, env } = it;
      if (it.overslept && !env.AWS_ENDPOINT_URL_DYNAMODB) await moveStoredClock(dataDir, world.clock.now());
      it.overslept = false;
      if (given.crashAt) rmSync(crashMark(it.dataDir), { force: true });
      const options: RegionProcessOptions = { dataDir, port, env, crashAt: given.crashAt };
      // A test that was given up must leave no process behind.
      over.throwIfAborted();
      it.process = await startRegionProcess(options);
      if (over.aborted) await it.process.kill();
      await catchUp(world, homes);
    },
    messages,
    timeline: async (number = 1) => {
      const alive = homes.find(({ process }) => process.isAlive()) ?? home();
      return (await alive.process.get(`/v1/incidents/INC-${number}/timeline`)).body.items as Told[];
    },
  };
};
