import { describe, expect, it } from 'vitest';
import { aService, aUser, SMS_AT_ONCE } from './configuration.ts';
import { ADA, givenARegion, type Incident } from './harness.ts';

const pd = await givenARegion();

const ALERTS = 1000;
/** A server has a queue of some hundred connections, so no more monitors than this speak at once. */
const AT_ONCE = 200;

/** It waits for nothing, but on a small machine that does other things as well it is a lot of work. */
const LONG_MS = 300_000;

const inParallel = async (times: number, one: () => Promise<void>): Promise<void> => {
  let begun = 0;
  const monitor = async (): Promise<void> => {
    while (begun < times) {
      begun += 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, monitor));
};

/** As a monitor does it: what was not accepted is sent again. */
const untilAccepted = async (dedupKey: string, summary: string): Promise<void> => {
  const payload = { summary, source: 'prometheus', severity: 'critical' };
  const body = { routing_key: 'demo', event_action: 'trigger', dedup_key: dedupKey, payload };
  for (let tries = 0; tries < 5; tries += 1) {
    if ((await pd.api('POST', '/v2/enqueue', { body, token: null })).status === 202) return;
  }
  expect.fail('an alert was not accepted');
};

interface AmAlert {
  readonly status: 'firing' | 'resolved';
  readonly name: string;
  readonly fingerprint: string;
  readonly summary?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What Alertmanager posts: alerts of one group, each with a status of its own. */
const alertmanager = async (key: string, alerts: readonly AmAlert[]) => {
  const body = {
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver: 'pd-lite',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example:9093',
    alerts: alerts.map(({ status, name, fingerprint, summary = name, labels = {} }) => ({
      status,
      labels: { alertname: name, severity: 'critical', ...labels },
      annotations: { summary },
      startsAt: '2026-03-09T14:59:00.000Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example:9090/graph',
      fingerprint,
    })),
  };
  const answer = await pd.api('POST', `/v1/ingest/${key}/alertmanager`, { body, token: null });
  await pd.settle();
  return answer;
};

const somebody = async (options: Partial<Parameters<typeof aService>[0]> = {}) => {
  const who = await aUser('Sam Storm', [SMS_AT_ONCE]);
  return { who, ...(await aService({ levels: [[who]], timeoutSeconds: 3600, ...options })) };
};
const firingIn = async (incident: Pick<Incident, 'id'>): Promise<string[]> =>
  (await pd.incident(incident)).alerts
    .filter(({ state }: { state: string }) => state === 'firing')
    .map(({ dedupKey }: { dedupKey: string }) => dedupKey);

describe('a storm', () => {
  it(
    `of one alert, ${ALERTS} times in parallel, is one incident and one page, and leaves no gap in the numbers`,
    async () => {
      const { number } = await pd.trigger({ dedupKey: 'before the storm' });
      await pd.expectSms(ADA, /Reply/);
      await inParallel(ALERTS, () => untilAccepted('storm', 'everything is down'));
      await pd.settle();
      expect((await pd.incidentOf('storm')).number).toBe(number + 1);
      await pd.expectSms(ADA, /everything is down/);
      // What a busy machine put into the queue is taken in by the sweeper, and counts like the others.
      await pd.fastForward({ seconds: 60 });
      await pd.expectNoMessages();
      expect((await pd.trigger({ dedupKey: 'after the storm' })).number).toBe(number + 2);
      await pd.expectSms(ADA, /Reply/);
    },
    LONG_MS,
  );

  it('of an alert that opens and closes all the time leaves nobody in doubt: what came last counts', async () => {
    const { who, key } = await somebody();
    for (let times = 0; times < 5; times += 1) {
      const incident = await pd.trigger({ key, dedupKey: 'flapping' });
      await pd.expectSms(who, /Reply/);
      await pd.monitorResolves(incident, key);
      expect((await pd.incident(incident)).status).toBe('resolved');
    }
    await pd.expectSilence({ minutes: 30 });
  });
});

describe("a monitor's later words", () => {
  it('resolve its incident when the summary has changed', async () => {
    const { who, key } = await somebody();
    const incident = await pd.trigger({ key, summary: '81 % of the disk is used' });
    await pd.expectSms(who, /Reply/);
    await pd.event('trigger', { key, dedupKey: incident.dedupKey, summary: '97 % of the disk is used' });
    await pd.event('resolve', { key, dedupKey: incident.dedupKey, summary: '12 % of the disk is used' });
    expect(await pd.incident(incident)).toMatchObject({ status: 'resolved', title: '81 % of the disk is used' });
  });

  it.each(['acknowledge', 'resolve'])('%s of a key that nobody knows is accepted, and does nothing', async (action) => {
    const before = (await pd.must(200, 'GET', '/v1/incidents')).body;
    const answer = await pd.event(action, { dedupKey: 'never heard of' });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'never heard of' });
    expect((await pd.must(200, 'GET', '/v1/incidents')).body).toEqual(before);
    await pd.expectSilence({ minutes: 10 });
  });

  it('acknowledge, in the name of the monitor, and nobody else is paged', async () => {
    const incident = await pd.trigger();
    await pd.expectSms(ADA, /Reply/);
    await pd.event('acknowledge', { dedupKey: incident.dedupKey });
    expect(await pd.incident(incident)).toMatchObject({
      status: 'acknowledged',
      acknowledgedBy: { name: 'demo monitor' },
    });
    await pd.expectSilence({ minutes: 60 });
  });

  it('trigger again after the resolve: a new incident, and a new page', async () => {
    const { who, key } = await somebody();
    const first = await pd.trigger({ key, dedupKey: 'again' });
    await pd.expectSms(who, /Reply/);
    await pd.monitorResolves(first, key);
    await pd.fastForward({ seconds: 1 });
    const second = await pd.trigger({ key, dedupKey: 'again' });
    await pd.expectSms(who, new RegExp(`^${second.name} `));
    expect(second.number).toBe(first.number + 1);
  });

  it('trigger again while somebody has it: counted, and nobody is paged', async () => {
    const { who, key } = await somebody();
    const incident = await pd.trigger({ key, dedupKey: 'still' });
    await pd.expectSms(who, /Reply/);
    await pd.reply(who, `${incident.number}a`);
    for (let times = 0; times < 3; times += 1) await pd.event('trigger', { key, dedupKey: 'still' });
    expect((await pd.incident(incident)).version).toBe(2);
    await pd.expectSilence({ minutes: 90 });
  });
});

describe('Alertmanager', () => {
  it('mixes firing and resolved alerts in one request: each counts for itself', async () => {
    const { who, key } = await somebody();
    await alertmanager(key, [{ status: 'firing', name: 'DiskFull', fingerprint: 'disk-a' }]);
    await pd.expectSms(who, /DiskFull/);
    const old = await pd.incidentOf('disk-a');
    const { status, body } = await alertmanager(key, [
      { status: 'resolved', name: 'DiskFull', fingerprint: 'disk-a', summary: 'rendered anew' },
      { status: 'firing', name: 'CpuHot', fingerprint: 'cpu-a' },
      { status: 'resolved', name: 'NeverSeen', fingerprint: 'unseen-a' },
    ]);
    expect([status, body]).toEqual([202, { accepted: 3, dedupKeys: ['disk-a', 'cpu-a', 'unseen-a'], problems: [] }]);
    expect((await pd.incident(old)).status).toBe('resolved');
    await pd.expectSms(who, /CpuHot/);
    expect((await pd.incident(await pd.incidentOf('cpu-a'))).status).toBe('triggered');
  });

  it('sends everything twice, in parallel, from a pair of two: one incident and one page for each alert', async () => {
    const { who, key } = await somebody();
    const alerts = ['one', 'two', 'three'].map(
      (name) => ({ status: 'firing', name, fingerprint: `ha-${name}` }) as const,
    );
    const answers = await Promise.all(Array.from({ length: 6 }, () => alertmanager(key, alerts)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
    for (const { name } of alerts) await pd.expectSms(who, new RegExp(`SEV1 ${name} `));
    await pd.expectNoMessages();
  });
});

describe('a service that groups its alerts', () => {
  it('all together: one incident, paged once, and resolved when the last of them is', async () => {
    const { who, key } = await somebody({ grouping: { type: 'service' } });
    const incident = await pd.trigger({ key, dedupKey: 'group-1', summary: 'the first' });
    await pd.expectSms(who, /the first/);
    expect((await pd.trigger({ key, dedupKey: 'group-2', summary: 'the second' })).id).toBe(incident.id);
    expect(await firingIn(incident)).toEqual(['group-1', 'group-2']);
    await pd.monitorResolves(incident, key);
    expect((await pd.incident(incident)).status).toBe('triggered');
    await pd.event('resolve', { key, dedupKey: 'group-2' });
    expect((await pd.incident(incident)).status).toBe('resolved');
    expect(await pd.timeline(incident)).toContainEqual(
      expect.stringMatching(/^0:00 monitor \d+ says that group-2 is resolved$/),
    );
    await pd.expectSilence({ minutes: 60 });
  });

  it('by their labels: those that agree are one incident, the others are not', async () => {
    const { who, key } = await somebody({ grouping: { type: 'labels', labels: ['cluster'] } });
    const alert = (fingerprint: string, cluster: string) =>
      ({ status: 'firing', name: fingerprint, fingerprint, labels: { cluster } }) as const;
    await alertmanager(key, [alert('east-1', 'east'), alert('east-2', 'east'), alert('west-1', 'west')]);
    await pd.expectSms(who, /east-/);
    await pd.expectSms(who, /west-1/);
    const east = await pd.incidentOf('east-1');
    expect((await pd.incidentOf('east-2')).id).toBe(east.id);
    expect((await pd.incidentOf('west-1')).id).not.toBe(east.id);
    await alertmanager(key, [{ ...alert('east-1', 'east'), status: 'resolved' }]);
    expect((await pd.incident(east)).status).toBe('triggered');
    await alertmanager(key, [{ ...alert('east-2', 'east'), status: 'resolved' }]);
    expect((await pd.incident(east)).status).toBe('resolved');
  });

  it('takes an alert that comes back before the others are over into the same incident', async () => {
    const { who, key } = await somebody({ grouping: { type: 'service' } });
    const incident = await pd.trigger({ key, dedupKey: 'back-1' });
    await pd.expectSms(who, /Reply/);
    await pd.trigger({ key, dedupKey: 'back-2' });
    await pd.event('resolve', { key, dedupKey: 'back-1' });
    expect((await pd.trigger({ key, dedupKey: 'back-1' })).id).toBe(incident.id);
    expect(await firingIn(incident)).toEqual(['back-1', 'back-2']);
  });

  it('gives a storm of different alerts, in parallel, one incident and one page', async () => {
    const { who, key } = await somebody({ grouping: { type: 'service' } });
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, each) => pd.event('trigger', { key, dedupKey: `together-${each}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(202));
    await pd.expectSms(who, /Reply/);
    const [{ id }] = (await pd.must(200, 'GET', '/v1/incidents')).body.items;
    // On a busy machine some of them wait in the queue for the sweeper.
    await pd.fastForward({ seconds: 60 });
    expect(await firingIn({ id })).toHaveLength(30);
    expect((await pd.must(200, 'GET', '/v1/incidents')).body.items).toHaveLength(1);
  });
});
