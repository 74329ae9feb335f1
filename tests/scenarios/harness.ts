import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { startRegion } from '../../scripts/local/region.ts';
import { seed } from '../../scripts/local/seed.ts';
import { tables } from '../../shared/data/table.ts';
import { CLOSED } from '../../shared/domain/breaker/breaker.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { breakers } from '../../shared/runtime/stores.ts';
import { type Answer, type Asked, ask } from './http.ts';
import { type Expected, type Message, OutsideWorld } from './outside-world.ts';
import type { Person } from './people.ts';

export * from './people.ts';

/** A Monday, two hours into Ada's week. */
export const START = '2026-03-09T15:00:00.000Z' as Instant;

export interface Duration {
  readonly minutes?: number;
  readonly seconds?: number;
}

export interface Incident {
  readonly id: string;
  /** INC-7. */
  readonly name: string;
  /** 7. */
  readonly number: number;
  readonly dedupKey: string;
}

export interface TriggerOptions {
  readonly summary?: string;
  readonly dedupKey?: string;
  readonly severity?: string;
  /** The integration key. */
  readonly key?: string;
}

const secondsOf = ({ minutes = 0, seconds = 0 }: Duration): number => minutes * 60 + seconds;

export interface RegionUnderTest {
  /** Whether the tests of the file are scenarios of their own; if not, one goes on where the one before ended. */
  readonly apart?: boolean;
  /** Whether there is Slack. Without it a scenario is about phones, and nothing else is told. */
  readonly slack?: boolean;
}

/**
 * The whole product in this process, on a clock that stands still: driven over HTTP, and watched from outside. Between
 * two scenarios everything is put right again, and a message that no scenario expected fails the one that it came in.
 */
export const givenARegion = async ({ apart = true, slack = false }: RegionUnderTest = {}) => {
  process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
  process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
  const region = await startRegion({
    port: 0,
    dataDir: null,
    region: 'us-east-1',
    clockSpeed: 0,
    startAt: START,
    demoToken: 'demo',
    tables: tables({ table: 'scenarios', idempotency: 'scenarios-idempotency' }),
    seed,
    env: slack ? {} : { SLACK_BOT_TOKEN: '' },
  });
  const { url } = region;
  let dedupKeys = 0;
  const api = (method: string, path: string, asked?: Asked): Promise<Answer> => ask(url, method, path, asked);
  const must = async (status: number, method: string, path: string, asked?: Asked): Promise<Answer> => {
    const answer = await api(method, path, asked);
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
    return answer;
  };
  const advance = (seconds: number) => must(200, 'POST', '/sandbox/clock', { body: { advanceSeconds: seconds } });
  const settle = () => region.settle();
  const now = async () => (await must(200, 'GET', '/sandbox/clock')).body.now as Instant;
  const messages = async () => (await must(200, 'GET', '/sandbox/messages')).body.items as readonly Message[];
  const outside = new OutsideWorld(messages, async () => Date.parse(await now()));

  const outage = async (provider: string, mode: string, operations?: string): Promise<void> => {
    await must(200, 'POST', '/sandbox/outages', { body: { provider, mode, ...(operations ? { operations } : {}) } });
  };

  const healEverything = async (): Promise<void> => {
    const { body: providers } = await must(200, 'GET', '/sandbox/outages');
    for (const provider of Object.keys(providers)) await outage(provider, 'ok');
    for (const name of ['twilio-sms', 'twilio-voice', 'sns-sms', 'slack-page', 'ses-page'])
      await breakers().change(name, () => CLOSED);
  };

  const openIncidents = async (): Promise<readonly { id: string; number: string; alerts: { dedupKey: string }[] }[]> =>
    (await must(200, 'GET', '/v1/incidents?limit=100')).body.items;

  const incidentOf = async (dedupKey: string): Promise<Incident> => {
    const found = (await openIncidents()).find(({ alerts }) => alerts.some((alert) => alert.dedupKey === dedupKey));
    if (!found) expect.fail(`no open incident has the alert ${dedupKey}`);
    return { id: found.id, name: found.number, number: Number(found.number.slice(4)), dedupKey };
  };

  const event = async (action: string, options: TriggerOptions = {}): Promise<Answer> => {
    const { summary = 'checkout is down', dedupKey, severity = 'critical', key = 'demo' } = options;
    const body = {
      routing_key: key,
      event_action: action,
      ...(dedupKey === undefined ? {} : { dedup_key: dedupKey }),
      ...(action === 'trigger' ? { payload: { summary, source: 'prometheus', severity } } : {}),
    };
    const answer = await api('POST', '/v2/enqueue', { body, token: null });
    await settle();
    return answer;
  };

  const change = async (action: string, incident: { readonly id: string }, body?: unknown, asked: Asked = {}) => {
    const answer = await api('POST', `/v1/incidents/${incident.id}/${action}`, { ...asked, ...(body ? { body } : {}) });
    await settle();
    return answer;
  };

  /** What a person's text message is answered; the answer counts as expected. */
  const reply = async (who: Person, body: string): Promise<string> => {
    const path = `/sandbox/phones/${encodeURIComponent(who.phone)}/reply`;
    const { body: answer } = await must(200, 'POST', path, { body: { body } });
    await settle();
    if (answer.reply) await outside.expect('sms', who, exactly(answer.reply));
    return answer.reply;
  };

  const onTheCall = async (
    call: Message,
    action: Record<string, string>,
  ): Promise<{ status: string; said: string[] }> => {
    const { body } = await must(200, 'POST', `/sandbox/calls/${call.id}/press`, { body: action });
    await settle();
    return body;
  };

  const timelineItems = async (incident: { readonly id: string }) =>
    (await must(200, 'GET', `/v1/incidents/${incident.id}/timeline`)).body.items as readonly {
      readonly at: Instant;
      readonly type: string;
      readonly text: string;
      readonly [detail: string]: unknown;
    }[];

  /** What the timeline tells, each line with the minutes and seconds since the first. */
  const timeline = async (incident: { readonly id: string }): Promise<string[]> => {
    const items = await timelineItems(incident);
    const first = Date.parse(items[0]?.at ?? START);
    return items.map(({ at, text }) => `${sinceText(Date.parse(at) - first)} ${text}`);
  };

  const aws = async (service: string, target: string, body: unknown): Promise<Answer['body']> => {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
    return (await must(200, 'POST', `/_aws/${service}/`, { body, headers })).body;
  };

  const resolveAll = async (): Promise<void> => {
    for (const { id } of await openIncidents()) await change('resolve', { id });
  };

  beforeEach(async () => {
    if (apart) await outside.forget();
  });
  const tidyUp = async (): Promise<void> => {
    await healEverything();
    await resolveAll();
    // Calls that still ring end, and whoever slept wakes up and finds that it is over: in silence.
    await advance(180);
    // What Slack tells of the tidying up.
    if (slack) await outside.take(({ kind }) => kind === 'slack');
  };
  afterEach(async () => {
    await settle();
    try {
      await outside.expectNothingElse();
    } finally {
      if (apart) await tidyUp();
    }
    await outside.expectNothingElse();
  });
  afterAll(() => region.stop());

  return {
    url,
    api,
    must,
    now,
    settle,
    outside,
    messages,
    outage,
    reply,
    timeline,
    timelineItems,
    incidentOf,
    change,
    aws,

    /** A monitor says that something is wrong. */
    async trigger(options: TriggerOptions = {}): Promise<Incident> {
      dedupKeys += 1;
      const dedupKey = options.dedupKey ?? `alert-${dedupKeys}`;
      const answer = await event('trigger', { ...options, dedupKey });
      expect(answer.body).toEqual({ status: 'success', message: 'Event processed', dedup_key: dedupKey });
      expect(answer.status).toBe(202);
      return incidentOf(dedupKey);
    },
    /** Any PagerDuty event, and its answer. */
    event,
    monitorResolves: ({ dedupKey }: Incident, key = 'demo') => event('resolve', { dedupKey, key }),
    acknowledge: (incident: Incident) => change('acknowledge', incident),

    /** Time passes. Whatever was received before must have been expected by then. */
    async fastForward(duration: Duration): Promise<void> {
      await settle();
      await outside.expectNothingElse();
      await advance(secondsOf(duration));
    },
    /** Nobody's phone makes a sound for so long. */
    async expectSilence(duration: Duration): Promise<void> {
      await outside.expectNothingElse();
      await advance(secondsOf(duration));
      await outside.expectNothingElse();
    },
    expectSms: (who: Person, text: RegExp, expected?: Expected) => outside.expect('sms', who, text, expected),
    expectCall: (who: Person, expected?: Expected) => outside.expect('call', who, undefined, expected),
    /** A page that may go out or not, both are right. */
    async mayReceiveSms(who: Person): Promise<void> {
      const waiting = (await outside.unexpected()).filter(({ kind, to }) => kind === 'sms' && to === who.phone);
      for (const { provider } of waiting)
        await outside.expect('sms', who, undefined, { through: provider, withinSeconds: 3600 });
    },
    expectNoMessages: () => outside.expectNothingElse(),

    /** A person picks up and presses a key; gives what the call has said. */
    press: async (call: Message, digits: string): Promise<string> => (await onTheCall(call, { digits })).said.join(' '),
    pickUp: (call: Message, by: 'human' | 'voicemail' | 'no-answer' | 'busy' | 'hang-up') =>
      onTheCall(call, { answer: by }),

    incident: async ({ id }: { readonly id: string }) => (await must(200, 'GET', `/v1/incidents/${id}`)).body,
  };
};

export type Scenario = Awaited<ReturnType<typeof givenARegion>>;

const sinceText = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
