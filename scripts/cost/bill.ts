import type { Infrastructure } from './infrastructure.ts';
import type { Counts } from './life.ts';
import { PRICES, type PriceName } from './prices.ts';
import { NOTHING, plus, times, type Usage } from './usage.ts';

/** How much a team does in a month. */
export interface Load {
  readonly name: string;
  readonly incidents: number;
  readonly users: number;
}

/** The seed's load, and a hundred times it. */
export const SEED_LOAD: Load = { name: 'the load of the first design', incidents: 100, users: 10 };
export const HUNDREDFOLD: Load = { name: 'a hundred times it', incidents: 10_000, users: 1000 };

/** What cannot be counted on a laptop, and so is assumed. */
export const ASSUMED = {
  /** What Lambda bills for a run now and then, nearly each with a cold start. */
  secondsOfARun: 0.6,
  /** And for one of what runs all the time: schedules, open dashboards, health checks. It waits for DynamoDB. */
  secondsOfAWarmRun: 0.08,
  /** Start, report and our own lines of a run, as JSON. */
  logBytesOfARun: 1200,
  /** Without start and report: a metric, or nothing. */
  logBytesOfAQuietRun: 200,
  /** How long the table has been filling. */
  monthsKept: 12,
  /** A dashboard that somebody looks at asks every two seconds; this long in a month for each user. */
  dashboardHoursOfAUser: 10,
  dashboardSeconds: 2,
  /** Lambda asks a queue with five requests at a time, each of which waits for 20 s when there is nothing. */
  pollersOfAQueue: 5,
  pollSeconds: 20,
  /** What a metric of ours is written in, beside the sweep's, which is written every minute. */
  metrics: 9,
  /** A page that nobody picks up, or in which somebody presses a key. */
  minutesOfACall: 1,
} as const;

export const HOURS = 730;
const SECONDS = HOURS * 3600;
const REGIONS = 2;
/** Two full copies. The witness keeps what is on its way and is not billed for it. */
const REPLICAS = 2;
const GB = 1e9;
const MILLION = 1e6;

/** What a line of the bill belongs to: AWS's own, or Twilio's. */
export type Payee = 'aws' | 'twilio';

export interface BillLine {
  readonly what: string;
  readonly payee: Payee;
  readonly usd: number;
  /** How it comes about: `1.2 million requests`. */
  readonly because: string;
}

/** What the whole of a month uses, from what one of each thing was counted to use. */
export const monthlyUsage = ({ idleHour, steps, look, healthCheck }: Counts, of: Infrastructure, load: Load) => {
  const looks = (load.users * ASSUMED.dashboardHoursOfAUser * 3600) / ASSUMED.dashboardSeconds;
  return {
    idle: times(idleHour, HOURS * REGIONS),
    incidents: times(plus(...steps.map(({ usage }) => usage)), load.incidents),
    looking: times(look, looks),
    checks: times(healthCheck ?? NOTHING, of.healthRequestsPerSecond * SECONDS),
  };
};

const millions = (amount: number, unit: string): string =>
  `${amount / MILLION < 0.01 ? '<0.01' : (amount / MILLION).toFixed(2)} million ${unit}`;

/** A line of so much at a price; prices by the million take an amount in ones. */
const line = (what: string, name: PriceName, amount: number, because: string, payee: Payee = 'aws'): BillLine => ({
  what,
  payee,
  usd: PRICES[name].usd * (PRICES[name].per.startsWith('million') ? amount / MILLION : amount),
  because,
});

/** X-Ray records the first run of a function in a second, and a twentieth of the rest. */
const traces = (runs: number, functions: number): number => {
  const rate = functions === 0 ? 0 : runs / functions / SECONDS;
  return functions * SECONDS * (Math.min(1, rate) + Math.max(0, rate - 1) / 20);
};

type Month = ReturnType<typeof monthlyUsage>;

const gbSecondsOf = ({ idle, incidents, looking, checks }: Month): number =>
  incidents.memoryGb * ASSUMED.secondsOfARun + plus(idle, looking, checks).memoryGb * ASSUMED.secondsOfAWarmRun;

const tracesOf = ({ idle, incidents, looking, checks }: Month, counts: Counts, of: Infrastructure): number =>
  incidents.invocations +
  traces(looking.invocations, counts.look.invocations) +
  (of.tracesSchedules ? idle.invocations : 0) +
  (of.tracesHealthChecks ? traces(checks.invocations, (counts.healthCheck?.invocations ?? 0) * REGIONS) : 0);

const logBytesOf = ({ idle, incidents, looking, checks }: Month, of: Infrastructure): number => {
  const bytes = (isLoud: boolean): number => (isLoud ? ASSUMED.logBytesOfARun : ASSUMED.logBytesOfAQuietRun);
  return (
    plus(incidents, looking).invocations * bytes(true) +
    idle.invocations * bytes(of.tracesSchedules) +
    checks.invocations * bytes(of.tracesHealthChecks)
  );
};

const usageLines = (month: Month, counts: Counts, of: Infrastructure): BillLine[] => {
  const used = plus(...Object.values(month));
  const gbSeconds = gbSecondsOf(month);
  const traced = tracesOf(month, counts, of);
  const logged = logBytesOf(month, of);
  const polls = (of.polledQueues * ASSUMED.pollersOfAQueue * SECONDS) / ASSUMED.pollSeconds;
  const queueRequests = used.queueRequests + polls;
  const writes = used.writeUnits * REPLICAS + used.indexUnits * REPLICAS + used.idempotencyUnits;
  return [
    line('Lambda requests', 'lambdaRequests', used.invocations, millions(used.invocations, 'runs')),
    line('Lambda time', 'lambdaGbSeconds', gbSeconds, millions(gbSeconds, 'GB-seconds')),
    line('HTTP API', 'httpApiRequests', used.apiRequests, millions(used.apiRequests, 'requests')),
    line('Step Functions', 'transitions', used.transitions, millions(used.transitions, 'transitions')),
    line('DynamoDB reads', 'readUnits', used.readUnits, millions(used.readUnits, 'units')),
    line(
      'DynamoDB writes',
      'writeUnits',
      writes,
      millions(writes, 'units, each of the table and its indexes in both regions'),
    ),
    line(
      'SQS',
      'queueRequests',
      queueRequests,
      millions(queueRequests, `requests, ${millions(polls, 'of them')} by Lambda asking empty queues`),
    ),
    line('EventBridge', 'events', used.events, millions(used.events, 'events')),
    line('X-Ray', 'traces', traced, millions(traced, 'traces at most')),
    line('Logs', 'logs', logged / GB, `${(logged / GB).toFixed(2)} GB`),
  ];
};

const standingLines = (bytesOfAnIncident: number, of: Infrastructure, load: Load): BillLine[] => {
  const stored = (load.incidents * ASSUMED.monthsKept * bytesOfAnIncident) / GB;
  const busyHours = Math.min(1, load.incidents / HOURS);
  const metrics = REGIONS + (ASSUMED.metrics - 1) * busyHours;
  const count = (amount: number, unit: string): string => `${amount} ${unit}`;
  return [
    line('Alarms', 'alarms', of.alarms, count(of.alarms, 'alarms')),
    line(
      'Metrics',
      'metrics',
      metrics,
      `one every minute in each region, ${ASSUMED.metrics - 1} in the hours that have incidents`,
    ),
    line('Dashboards', 'dashboards', of.dashboards, count(of.dashboards, 'dashboards')),
    line('Keys', 'keys', of.keys, count(of.keys, 'keys')),
    line('Secrets', 'secrets', of.secrets, count(of.secrets, 'secrets with their copies')),
    line('Hosted zones', 'hostedZones', of.hostedZones, count(of.hostedZones, 'zones')),
    line('Health checks', 'healthChecks', of.healthChecks, count(of.healthChecks, 'checks')),
    line(
      'Health checks, HTTPS and fast',
      'healthCheckFeatures',
      of.healthCheckFeatures,
      count(of.healthCheckFeatures, 'features'),
    ),
    line('WAF', 'webAcls', of.webAcls, count(of.webAcls, 'web ACLs')),
    line('WAF rules', 'webAclRules', of.webAclRules, count(of.webAclRules, 'rules')),
    line(
      'Table, stored',
      'tableStorage',
      stored * REPLICAS,
      `${stored.toFixed(2)} GB after ${ASSUMED.monthsKept} months, twice`,
    ),
    line('Table, recoverable', 'tableRecovery', stored * REPLICAS, 'the same'),
  ];
};

const twilioLines = ({ textsOut, textsIn, calls }: Usage): BillLine[] => [
  line('Texts', 'twilioTexts', textsOut + textsIn, `${textsOut} out, ${textsIn} in`, 'twilio'),
  line('Carriers', 'carrierTexts', textsOut, `${textsOut} out`, 'twilio'),
  line(
    'Calls',
    'twilioCalls',
    calls * ASSUMED.minutesOfACall,
    `${calls} calls of ${ASSUMED.minutesOfACall} minute`,
    'twilio',
  ),
  line('Number', 'twilioNumber', 1, 'one toll-free number', 'twilio'),
];

/** A month's bill of both regions at list prices; lines of nothing are left out. */
export const billOf = (counts: Counts, of: Infrastructure, load: Load): readonly BillLine[] => {
  const month = monthlyUsage(counts, of, load);
  const { idle, incidents, looking } = month;
  const schedules = idle.invocations;
  const fromOutside = incidents.apiRequests + looking.apiRequests;
  return [
    ...usageLines(month, counts, of),
    line('Scheduler', 'schedules', schedules, millions(schedules, 'turns')),
    ...(of.webAcls > 0 ? [line('WAF requests', 'webAclRequests', fromOutside, millions(fromOutside, 'requests'))] : []),
    ...standingLines(counts.storedBytes, of, load),
    ...twilioLines(incidents),
  ].filter(({ usd }) => usd > 0);
};

export const totalOf = (lines: readonly BillLine[], payee?: Payee): number =>
  lines.filter((each) => payee === undefined || each.payee === payee).reduce((sum, { usd }) => sum + usd, 0);
