import { Activity } from '../local/activity.ts';
import { EventBus } from '../local/aws/event-bus.ts';
import { Queues } from '../local/aws/queue.ts';
import { deadQueueOf, QueuePump } from '../local/aws/queue-pump.ts';
import { LocalClock } from '../local/clock.ts';
import type { Functions } from '../local/functions.ts';
import { Gateway } from '../local/gateway.ts';
import { Outages } from '../local/outages.ts';
import type { LocalRequest, Route } from '../local/router.ts';
import { Schedules } from '../local/schedules.ts';
import type { Manifest } from '../manifest.ts';

/** What runs which function, where the laptop is the region. */
export interface Served {
  /** `GET /v1/me`: the function, and whether the authorizer is asked first. */
  readonly routes: ReadonlyMap<string, { readonly name: string; readonly isPublic: boolean }>;
  /** By type of event. */
  readonly events: ReadonlyMap<string, readonly string[]>;
  /** Seconds from one run of a function to its next. */
  readonly schedules: ReadonlyMap<string, number>;
  readonly queues: ReadonlyMap<string, string>;
}

/** What is tried on the laptop: the routes, types of events and queues that AWS is to have. */
export interface Tried {
  readonly routes: Iterable<string>;
  readonly types: Iterable<string>;
  readonly queues: Iterable<string>;
}

const REGION = 'us-east-1';
/** Every schedule has had its second turn by then. */
const WAIT_MS = 24 * 3600 * 1000;

const ask = (route: Route, target: string, input: object) => {
  const body = Buffer.from(JSON.stringify(input));
  return route.handle({ headers: { 'x-amz-target': target }, body } as unknown as LocalRequest);
};

/** Sets off everything that `tried` names on the laptop's own parts, without functions, and writes down what would run. */
export const servedByLaptop = async (manifest: Manifest, tried: Tried): Promise<Served> => {
  const activity = new Activity();
  const outages = new Outages();
  const clock = new LocalClock({ real: Date.now(), product: Date.parse('2026-03-09T15:00:00Z'), speed: 0 }, activity);
  let ran: string[] = [];
  const invoke = async (name: string): Promise<unknown> => {
    ran.push(name);
    return name === 'authorize' ? { isAuthorized: true, context: {} } : {};
  };
  const during = async (act: () => unknown): Promise<string[]> => {
    ran = [];
    await act();
    await activity.idle();
    return ran;
  };
  const common = { manifest, region: REGION, clock, activity, outages, invoke };
  const served = {
    routes: await servedRoutes(common, tried.routes, during),
    events: await servedEvents(common, tried.types, during),
    queues: await servedQueues(common, tried.queues, during),
    schedules: await servedSchedules(common),
  };
  clock.stop();
  return served;
};

type During = (act: () => unknown) => Promise<string[]>;
interface Common {
  readonly manifest: Manifest;
  readonly region: string;
  readonly clock: LocalClock;
  readonly activity: Activity;
  readonly outages: Outages;
  readonly invoke: (name: string) => Promise<unknown>;
}

const servedRoutes = async (common: Common, keys: Iterable<string>, during: During): Promise<Served['routes']> => {
  const gateway = new Gateway({ ...common, functions: common as unknown as Functions });
  const url = await gateway.listen(0);
  gateway.open();
  const served = new Map<string, { name: string; isPublic: boolean }>();
  for (const key of keys) {
    const [method = '', path = ''] = key.split(' ');
    const ran = await during(async () => {
      const answer = await fetch(`${url}${path.replaceAll(/\{\w+\}/g, 'x')}`, { method });
      await answer.arrayBuffer();
    });
    const name = ran.at(-1);
    if (name) served.set(key, { name, isPublic: ran.length === 1 });
  }
  await gateway.close();
  return served;
};

const servedEvents = async (common: Common, types: Iterable<string>, during: During): Promise<Served['events']> => {
  const bus = new EventBus(common);
  const served = new Map<string, readonly string[]>();
  for (const DetailType of types) {
    const Entries = [{ Source: 'pd-lite', DetailType, Detail: '{}' }];
    served.set(DetailType, (await during(() => ask(bus.route, 'AWSEvents.PutEvents', { Entries }))).sort());
  }
  return served;
};

const servedQueues = async (common: Common, names: Iterable<string>, during: During): Promise<Served['queues']> => {
  const own = [...names];
  const queues = new Queues({ ...common, directory: null, names: [...own, ...own.map(deadQueueOf)] });
  const pump = new QueuePump({ ...common, queues });
  pump.start();
  const served = new Map<string, string>();
  for (const queue of own) {
    const message = { QueueUrl: `http://laptop/${queue}`, MessageBody: '{}' };
    const [name] = await during(() => ask(queues.route, 'AmazonSQS.SendMessage', message));
    if (name) served.set(queue, name);
  }
  pump.stop();
  return served;
};

const servedSchedules = async (common: Common): Promise<Served['schedules']> => {
  const turns = new Map<string, number[]>();
  const invoke = async (name: string) => void turns.set(name, [...(turns.get(name) ?? []), common.clock.nowMs()]);
  const schedules = new Schedules({ ...common, invoke });
  schedules.start();
  await common.clock.advance(WAIT_MS);
  schedules.stop();
  return new Map([...turns].map(([name, [first = 0, second = 0]]) => [name, (second - first) / 1000]));
};
