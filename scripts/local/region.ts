import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Instant, toEpochMs } from '../../shared/lib/instant.ts';
import { systemClock, useClock } from '../../shared/runtime/clock.ts';
import { Activity } from './activity.ts';
import { ensureTables, type LocalDatabase, startDatabase } from './aws/dynamodb.ts';
import { EventBus } from './aws/event-bus.ts';
import { Executions } from './aws/executions.ts';
import { Queues } from './aws/queue.ts';
import { deadQueueOf, QueuePump } from './aws/queue-pump.ts';
import { takeShortcut } from './aws/shortcut.ts';
import { StepFunctions } from './aws/step-functions.ts';
import { LocalClock } from './clock.ts';
import { ClockAnchor } from './clock-anchor.ts';
import { controlRoutes } from './control.ts';
import { startDashboard } from './dashboard.ts';
import { environmentOf, SANDBOX_SLACK, SANDBOX_TWILIO, setEnvironment } from './environment.ts';
import { Functions } from './functions.ts';
import { Gateway } from './gateway.ts';
import { type Manifest, queuesOf, readManifest, triggersOf } from './manifest.ts';
import { Outages } from './outages.ts';
import { referenceRoutes } from './reference.ts';
import { createSandbox, type Sandbox } from './sandbox/index.ts';
import { Schedules } from './schedules.ts';
import { signInOrigins, signInRoutes } from './sign-in/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const STOP_WAIT_MS = 5000;

export interface RegionOptions {
  /** 0 takes any port that is free. */
  readonly port: number;
  /** Where the database and the queues are kept, or null to keep nothing. */
  readonly dataDir: string | null;
  readonly region: string;
  /** Product seconds to a real second; 0 stands still until `advance`. */
  readonly clockSpeed: number;
  /** What time it is on a new table; now, unless a test wants a certain time. */
  readonly startAt?: Instant;
  /** A database that is there already; without it the region brings its own. */
  readonly databaseEndpoint?: string;
  readonly demoToken: string;
  /** What CreateTable is told: the state table, then the table for idempotency records. */
  readonly tables: readonly CreateTableCommandInput[];
  /** Fills the tables before the first request. It runs at every start, so it must not mind what is there already. */
  readonly seed?: (region: Region) => Promise<void>;
  /** Environment variables that win over the region's own; an empty one is unset. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether handlers are imported and the dashboard is built in the background, so that nobody waits for that. */
  readonly warm?: boolean;
  readonly functionsDirectory?: string;
  readonly stateMachinesDirectory?: string;
  /** Hears of every run of a function, and what it is run for. */
  readonly onInvoke?: (functionName: string, event: unknown) => void;
}

export interface Region {
  readonly url: string;
  readonly region: string;
  readonly demoToken: string;
  readonly databaseUrl: string;
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly outages: Outages;
  readonly sandbox: Sandbox;
  /** Resolves when nothing is in flight: no request, no function, no event, no execution that is not asleep. */
  settle(): Promise<void>;
  /** Moves a clock of speed 0 on; afterwards all that was to happen until then has happened. */
  advance(seconds: number): Promise<void>;
  /** Calls a function of the manifest with any event. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

let running = false;

/**
 * Starts the product in this process: its functions behind one HTTP port, with a database, state machines, an event bus,
 * queues and an outside world of its own. There is one region to a process, since handlers read `process.env`.
 *
 * @throws Error when the port is taken, a definition is not valid, or a region runs in this process already
 */
export const startRegion = async (options: RegionOptions): Promise<Region> => {
  if (running) throw new Error('a region runs in this process already: stop it first, or use a process of its own');
  running = true;
  const cleanups: (() => unknown)[] = [() => (running = false)];
  const cleanUp = async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  };
  try {
    return await start(options, cleanups, cleanUp);
  } catch (error) {
    await cleanUp();
    throw error;
  }
};

const start = async (
  options: RegionOptions,
  cleanups: (() => unknown)[],
  cleanUp: () => Promise<void>,
): Promise<Region> => {
  const { region, functionsDirectory = join(ROOT, 'functions') } = options;
  const manifest = readManifest(join(functionsDirectory, 'manifest.json'));
  if (options.dataDir !== null) mkdirSync(options.dataDir, { recursive: true });
  const activity = new Activity();
  const outages = new Outages();

  const database = await connectDatabase(options, outages, cleanups);
  const { client, clock } = await connectClock(options, database.url, activity, cleanups);
  const { twilio, sandbox } = openOutsideWorld(options, { clock, activity, outages, url: () => url }, cleanups);
  const { onInvoke } = options;
  const functions = new Functions({ directory: functionsDirectory, manifest, activity, region, onInvoke });
  const gateway = new Gateway({ manifest, functions, activity, clock, region });
  const url = await gateway.listen(options.port);
  cleanups.push(() => gateway.close());
  cleanups.push(takeShortcut(url, (request) => gateway.direct(request)));

  const [table = '', idempotencyTable = ''] = options.tables.map(({ TableName }) => TableName ?? '');
  const { demoToken } = options;
  const accounts = { twilio, slack: SANDBOX_SLACK };
  const own = { url, region, databaseUrl: database.url, table, idempotencyTable, demoToken, ...accounts };
  cleanups.push(setEnvironment({ ...environmentOf(own), ...options.env }));

  const advance = async (seconds: number) => {
    await clock.advance(seconds * 1000);
    await new ClockAnchor(client, table).moved(clock.nowMs());
  };
  const services = startServices({ options, manifest, activity, clock, outages, functions, cleanups });
  const dashboard = startDashboard(signInOrigins);
  gateway.addRoutes([
    ...sandbox.routes,
    ...controlRoutes({ clock, outages, demoToken: options.demoToken, advance, ownsDatabase: database.own }),
    ...services.routes,
    ...signInRoutes({ url: () => url, dataDir: options.dataDir }),
    ...dashboard.routes,
    ...referenceRoutes(),
  ]);
  const schedules = new Schedules({ manifest, region, clock, invoke: (name, event) => functions.invoke(name, event) });
  cleanups.push(() => schedules.stop());

  const started: Region = {
    url,
    region,
    demoToken: options.demoToken,
    databaseUrl: database.url,
    clock,
    activity,
    outages,
    sandbox,
    settle: () => activity.idle(),
    advance,
    invoke: (name, event) => functions.invoke(name, event),
    stop: async () => {
      schedules.stop();
      services.pump.stop();
      await activity.idle(STOP_WAIT_MS).catch(() => {});
      await cleanUp();
    },
  };
  await options.seed?.(started);
  gateway.open();
  sandbox.resume();
  schedules.start();
  services.pump.start();
  if (options.warm) {
    services
      .warm()
      .catch((error: Error) => console.error('a state machine cannot be used:', error))
      .then(() => dashboard.warm())
      .catch((error: Error) => console.error('the dashboard cannot be built:', error));
  }
  if (clock.manual) await activity.idle();
  return started;
};

const openOutsideWorld = (
  { dataDir, env }: RegionOptions,
  parts: { clock: LocalClock; activity: Activity; outages: Outages; url: () => string },
  cleanups: (() => unknown)[],
) => {
  const { url, ...shared } = parts;
  const twilio = {
    accountSid: env?.TWILIO_ACCOUNT_SID || SANDBOX_TWILIO.accountSid,
    authToken: env?.TWILIO_AUTH_TOKEN || SANDBOX_TWILIO.authToken,
    from: env?.TWILIO_FROM || SANDBOX_TWILIO.from,
  };
  const slack = {
    botToken: env?.SLACK_BOT_TOKEN || SANDBOX_SLACK.botToken,
    signingSecret: env?.SLACK_SIGNING_SECRET || SANDBOX_SLACK.signingSecret,
  };
  const directory = dataDir === null ? null : join(dataDir, 'outside-world');
  const publicUrl = () => env?.PD_PUBLIC_URL || url();
  const sandbox = createSandbox({ ...shared, publicUrl, localUrl: url, twilio, slack, directory });
  cleanups.push(() => sandbox.close());
  return { twilio, sandbox };
};

const connectDatabase = async (options: RegionOptions, outages: Outages, cleanups: (() => unknown)[]) => {
  if (options.databaseEndpoint) return { url: options.databaseEndpoint, own: false };
  const path = options.dataDir === null ? null : join(options.dataDir, 'dynamodb');
  const database: LocalDatabase = await startDatabase(path);
  cleanups.push(() => database.stop());
  outages.onChange((provider, mode, operations) => {
    if (provider === 'dynamodb') database.setOutage(mode, operations);
  });
  return { url: database.url, own: true };
};

const connectClock = async (
  options: RegionOptions,
  endpoint: string,
  activity: Activity,
  cleanups: (() => unknown)[],
) => {
  const client = new DynamoDBClient({
    endpoint,
    region: options.region,
    credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
  });
  cleanups.push(() => client.destroy());
  await ensureTables(client, options.tables);
  const startMs = options.startAt ? toEpochMs(options.startAt) : Date.now();
  const anchor = await new ClockAnchor(client, options.tables[0]?.TableName ?? '').take(options.clockSpeed, startMs);
  const clock = new LocalClock(anchor, activity);
  useClock(clock);
  cleanups.push(() => {
    clock.stop();
    useClock(systemClock);
  });
  return { client, clock };
};

/** The AWS services that are ours, and how to have all loaded that they and the functions need. */
const startServices = (parts: {
  options: RegionOptions;
  manifest: Manifest;
  activity: Activity;
  clock: LocalClock;
  outages: Outages;
  functions: Functions;
  cleanups: (() => unknown)[];
}) => {
  const { options, manifest, activity, clock, outages, functions, cleanups } = parts;
  const { region, dataDir, stateMachinesDirectory = join(ROOT, 'statemachines') } = options;
  const invoke = (name: string, event: unknown) => functions.invoke(name, event);
  const executions = new Executions({ clock, activity, invoke });
  cleanups.push(() => executions.stopAll());
  const { stateMachines } = manifest;
  const stepFunctions = new StepFunctions({
    region,
    directory: stateMachinesDirectory,
    stateMachines,
    executions,
    outages,
  });
  const warm = async () => {
    await stepFunctions.loadAll();
    await functions.warm();
  };
  const bus = new EventBus({ manifest, region, clock, outages, invoke });
  const directory = dataDir === null ? null : join(dataDir, 'queues');
  const queues = new Queues({ directory, clock, outages, names: queueNames(manifest) });
  const pump = new QueuePump({ manifest, region, clock, activity, queues, invoke });
  cleanups.push(() => pump.stop());
  return { routes: [stepFunctions.route, bus.route, queues.route], warm, pump };
};

/** The queue of alerts is there with every product; a queue that a function takes from has one for what it cannot take. */
const queueNames = (manifest: Manifest): string[] => {
  const dead = triggersOf(manifest, 'queue').map(({ trigger }) => deadQueueOf(trigger.queue));
  return [...new Set(['ingest-spill', ...queuesOf(manifest), ...dead])];
};
