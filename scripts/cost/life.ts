import { tables } from '../../shared/data/table.ts';
import { tableConnection } from '../../shared/runtime/stores.ts';
import { CallCounter } from '../bench/call-counter.ts';
import { HttpClient } from '../bench/http-client.ts';
import { type Region, startRegion } from '../local/region.ts';
import { seed } from '../local/seed.ts';
import { readManifest } from '../manifest.ts';
import { UsageCounter } from './counter.ts';
import { minus, times, type Usage } from './usage.ts';

const REGION = 'us-east-1';
const NAMES = { table: 'pd-lite', idempotency: 'pd-lite-idempotency' };
/** What is logged and measured goes nowhere: it is counted by the run. */
const QUIET = { POWERTOOLS_METRICS_DISABLED: 'true', POWERTOOLS_LOG_LEVEL: 'SILENT' };
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** One step of an incident's life, and what it used beside what the schedules use all the time. */
export interface Step {
  readonly step: string;
  readonly usage: Usage;
}

export interface Counts {
  /** An hour in which nothing happens, of one region: what its schedules use. */
  readonly idleHour: Usage;
  readonly steps: readonly Step[];
  /** What the table has more of after these steps. */
  readonly storedBytes: number;
  /** The dashboard's list of incidents, asked for once. */
  readonly look: Usage;
  /** One question of a health checker; undefined where there is no such function. */
  readonly healthCheck: Usage | undefined;
}

/** An answer that is not a success would be counted as if it were the real thing. */
const sure = async (answer: Promise<{ readonly status: number; readonly body: string }>): Promise<string> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the step was answered by ${status}: ${body}`);
  return body;
};

const alert = {
  routing_key: 'demo',
  event_action: 'trigger',
  payload: { summary: 'checkout is down', source: 'prometheus', severity: 'critical' },
};

/**
 * An incident that takes its time: nobody answers the first level's text and call, the second level answers the call's
 * text, somebody notes something in Slack, and it is resolved in the dashboard. Five notifications, three texts and two
 * calls, beside what Slack shows.
 */
const liveThrough = async (
  client: HttpClient,
  region: Region,
  step: (what: string, act: () => Promise<unknown>, seconds?: number) => Promise<void>,
): Promise<void> => {
  const [number, cleo] = [2, '+12025550103'];
  await step('an alert, to its first page and its channel in Slack', () => sure(client.post('/v2/enqueue', alert)));
  await step('two minutes without an answer: the phone rings', () => region.advance(3 * MINUTE), 3 * MINUTE);
  await step('five minutes: the second level, by text and by call', () => region.advance(5 * MINUTE), 5 * MINUTE);
  await step('acknowledged by text', () => sure(client.post(`/sandbox/phones/${cleo}/reply`, { body: `${number}a` })));
  await step('a note, written in Slack', () =>
    sure(
      client.post('/sandbox/slack/command', {
        user: 'U0ADA',
        channel: 'C0INCIDENTS',
        command: '/incident',
        text: `note INC-${number} it is the database`,
      }),
    ),
  );
  await step('resolved in the dashboard', () =>
    sure(client.post(`/v1/incidents/INC-${number}/resolve`, { summary: 'The database has its disk back' })),
  );
  await step('an hour of looking after it', () => region.advance(HOUR), HOUR);
};

/** The real system in a region of this process, on a clock that stands still, with all that it uses counted. */
export const countUsage = async (): Promise<Counts> => {
  const manifest = await readManifest();
  const invoked: { tell: (name: string, event: unknown) => void } = { tell: () => {} };
  const region = await startRegion({
    port: 0,
    dataDir: null,
    region: REGION,
    clockSpeed: 0,
    demoToken: 'demo',
    tables: tables(NAMES),
    seed,
    env: QUIET,
    onInvoke: (name, event) => invoked.tell(name, event),
  });
  const client = new HttpClient(region.url);
  const counter = new UsageCounter({
    manifest,
    calls: new CallCounter(tableConnection().client),
    region: REGION,
    databaseUrl: region.databaseUrl,
    idempotencyTable: NAMES.idempotency,
  });
  invoked.tell = counter.invoked;
  const used = async (act: () => Promise<unknown>): Promise<Usage> => {
    await counter.take();
    await act();
    await region.settle();
    return counter.take();
  };
  try {
    // An incident that is over: configuration is read, and the sweeper has a past to look at.
    await sure(client.post('/v2/enqueue', alert));
    await region.settle();
    await sure(client.post('/v1/incidents/INC-1/resolve', {}));
    await region.advance(10 * MINUTE);
    const idleHour = await used(() => region.advance(HOUR));
    const steps: Step[] = [];
    const bytesBefore = await counter.storedBytes(NAMES.table);
    await liveThrough(client, region, async (step, act, seconds = 0) => {
      const usage = await used(act);
      const share = seconds / HOUR;
      steps.push({ step, usage: minus(usage, times(idleHour, share)) });
    });
    const storedBytes = (await counter.storedBytes(NAMES.table)) - bytesBefore;
    const look = await used(() => sure(client.get('/v1/incidents')));
    const health = manifest.functions['health']?.triggers.find(({ type }) => type === 'http');
    // It asks the table once, and not by the client whose calls are counted.
    const asked = health?.type === 'http' ? await used(() => sure(client.get(health.path))) : undefined;
    const healthCheck = asked && { ...asked, readUnits: Math.max(1, asked.readUnits) };
    return { idleHour, steps, storedBytes, look, healthCheck };
  } finally {
    client.close();
    counter.close();
    await region.stop();
  }
};
