import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../domain/alert/alert.ts';
import type { GroupingRule } from '../domain/alert/grouping.ts';
import type { Integration } from '../domain/directory/service.ts';
import { ADA, later, POLICY, START } from '../domain/incident/fixtures/incident.ts';
import { ALERTS_MAX, type Incident } from '../domain/incident/incident.ts';
import type { IncidentId, IntegrationId, ServiceId } from '../lib/ids.ts';
import type { Instant } from '../lib/instant.ts';
import { type TestStores, testStores } from './fixtures/stores.ts';
import { type TakeInAlert, takeInAlert } from './take-in-alert.ts';

let stores: TestStores;
let takeIn: TakeInAlert;
beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
  takeIn = takeInAlert(stores);
});
afterAll(() => stores.database.stop());

let services = 0;
const integrationFor = async (grouping: GroupingRule = { type: 'alert' }): Promise<Integration> => {
  services += 1;
  const id = `service-${services}`;
  await stores.directory.putService({ id: id as ServiceId, name: id, policyId: POLICY, grouping, version: 1 });
  return { id: `key-${services}` as IntegrationId, name: 'demo', serviceId: id as ServiceId };
};

const alert = (dedupKey: string, action: Alert['action'] = 'trigger', more: Partial<Alert> = {}): Alert => ({
  action,
  dedupKey,
  summary: `${dedupKey} is down`,
  source: 'x',
  severity: 'SEV2',
  labels: {},
  links: [],
  ...more,
});

const stateOf = async (id: IncidentId | undefined) =>
  (id ? (await stores.incidents.load(id)).incident : undefined) as Incident;

describe('one alert', () => {
  it('opens one incident with one run, however many times it comes at once', async () => {
    const integration = await integrationFor();
    const before = stores.started.length;
    const taken = await Promise.all(Array.from({ length: 100 }, () => takeIn(integration, alert('a'), START)));
    expect(new Set(taken.map(({ incidentId }) => incidentId)).size).toBe(1);
    expect(taken.filter(({ effect }) => effect === 'opened')).toHaveLength(1);
    expect(taken.filter(({ effect }) => effect === 'counted')).toHaveLength(99);
    expect(stores.started.slice(before)).toHaveLength(1);
    expect((await stateOf(taken[0]?.incidentId)).version).toBe(1);
  });

  it('opens another incident after the end of the first, not before', async () => {
    const integration = await integrationFor();
    const { incidentId } = await takeIn(integration, alert('a'), later(0));
    expect(await takeIn(integration, alert('a', 'resolve', { summary: 'another text' }), later(10))).toEqual({
      effect: 'resolved',
      incidentId,
    });
    expect(await takeIn(integration, alert('a'), later(5))).toEqual({ effect: 'none', incidentId });
    const again = await takeIn(integration, alert('a'), later(20));
    expect(again.effect).toBe('opened');
    expect(again.incidentId).not.toBe(incidentId);
  });

  it('acknowledges and resolves what is open, and nothing that is unknown', async () => {
    const integration = await integrationFor();
    expect(await takeIn(integration, alert('a', 'acknowledge'), START)).toEqual({
      effect: 'none',
      incidentId: undefined,
    });
    expect(await takeIn(integration, alert('a', 'resolve'), START)).toEqual({ effect: 'none', incidentId: undefined });
    const { incidentId } = await takeIn(integration, alert('a'), later(1));
    expect(await takeIn(integration, alert('a', 'acknowledge'), later(2))).toEqual({
      effect: 'acknowledged',
      incidentId,
    });
    expect(await takeIn(integration, alert('a', 'acknowledge'), later(3))).toEqual({ effect: 'none', incidentId });
  });

  it('that fires is not ended by a resolve from before it fired last', async () => {
    const integration = await integrationFor();
    const { incidentId } = await takeIn(integration, alert('a'), later(0));
    await takeIn(integration, alert('a'), later(100));
    expect(await takeIn(integration, alert('a', 'resolve'), later(50))).toEqual({ effect: 'none', incidentId });
    expect((await stateOf(incidentId)).status).toBe('triggered');
    expect(await takeIn(integration, alert('a', 'resolve'), later(150))).toEqual({ effect: 'resolved', incidentId });
  });

  it.each(['__proto__', 'constructor', 'toString', ' '])(
    'may be named %j, and have labels of that name',
    async (name) => {
      const integration = await integrationFor();
      const odd = (action: Alert['action'], at: Instant) =>
        takeIn(integration, alert(name, action, { labels: { constructor: 'x', toString: 'y' } }), at);
      const { incidentId, effect } = await odd('trigger', later(0));
      expect(effect).toBe('opened');
      expect((await odd('trigger', later(1))).effect).toBe('counted');
      expect(await odd('resolve', later(2))).toEqual({ effect: 'resolved', incidentId });
    },
  );

  it('is declared by another when its claimant died before declaring it', async () => {
    const integration = await integrationFor();
    const dead = takeInAlert({
      ...stores,
      commands: { ...stores.commands, execute: () => Promise.reject(new Error('died')) },
    });
    await expect(dead(integration, alert('a'), START)).rejects.toThrow('died');
    expect((await takeIn(integration, alert('a'), later(1))).effect).toBe('opened');
  });

  it('goes into the incident that its own was merged into', async () => {
    const integration = await integrationFor();
    const [one, other] = [await takeIn(integration, alert('a'), START), await takeIn(integration, alert('b'), START)];
    await stores.commands.execute(one.incidentId as IncidentId, {
      type: 'Merge',
      into: other.incidentId as IncidentId,
      intoNumber: 1,
      by: ADA,
      at: later(1),
    });
    expect(await takeIn(integration, alert('a'), later(2))).toEqual({
      effect: 'counted',
      incidentId: other.incidentId,
    });
    expect(await takeIn(integration, alert('b', 'resolve'), later(3))).toEqual({
      effect: 'resolved',
      incidentId: other.incidentId,
    });
    expect((await stateOf(other.incidentId)).status).toBe('triggered');
    expect(await takeIn(integration, alert('a', 'resolve'), later(4))).toEqual({
      effect: 'resolved',
      incidentId: other.incidentId,
    });
    expect((await stateOf(other.incidentId)).status).toBe('resolved');
  });
});

describe('while its service is in maintenance', () => {
  const WINDOW = { id: 'w', from: later(0), to: later(3600), reason: 'a new disk', by: ADA } as const;
  const startedFor = (id: IncidentId | undefined) =>
    stores.started.filter(({ machine, input }) => machine === 'escalation' && input['incidentId'] === id);
  const inMaintenance = async (grouping?: GroupingRule): Promise<Integration> => {
    const integration = await integrationFor(grouping);
    const service = await stores.directory.service(integration.serviceId);
    if (service) await stores.directory.putService({ ...service, maintenance: [WINDOW] });
    return integration;
  };

  it('an alert opens an incident that pages nobody, and its record says why', async () => {
    const integration = await inMaintenance();
    const { effect, incidentId } = await takeIn(integration, alert('a'), later(10));
    expect(effect).toBe('opened');
    expect((await takeIn(integration, alert('a'), later(3599))).effect).toBe('counted');
    expect(startedFor(incidentId)).toEqual([]);
    const { commits } = await stores.reads.record(incidentId as IncidentId);
    expect(commits.flatMap(({ events }) => events)).toMatchObject([
      { type: 'IncidentDeclared', runId: null, unpaged: `in maintenance until ${WINDOW.to}: a new disk` },
    ]);
  });

  it('an alert that still fires when it is over pages, once, however many come', async () => {
    const integration = await inMaintenance();
    const { incidentId } = await takeIn(integration, alert('a'), later(10));
    await Promise.all(Array.from({ length: 20 }, () => takeIn(integration, alert('a'), WINDOW.to)));
    expect(startedFor(incidentId)).toHaveLength(1);
    expect(await stateOf(incidentId)).toMatchObject({ status: 'triggered', lastRunId: 'r2' });
    await takeIn(integration, alert('a'), later(3700));
    expect(startedFor(incidentId)).toHaveLength(1);
  });

  it('an alert that joins the incident when it is over pages too', async () => {
    const integration = await inMaintenance({ type: 'service' });
    const { incidentId } = await takeIn(integration, alert('a'), later(10));
    await takeIn(integration, alert('b'), later(20));
    expect(startedFor(incidentId)).toEqual([]);
    await takeIn(integration, alert('c'), later(3601));
    expect(startedFor(incidentId)).toHaveLength(1);
  });

  it('an alert that somebody has acknowledged, or that ended, pages nobody afterwards', async () => {
    const integration = await inMaintenance();
    const { incidentId } = await takeIn(integration, alert('a'), later(10));
    await stores.commands.execute(incidentId as IncidentId, { type: 'Acknowledge', by: ADA, at: later(20) });
    await takeIn(integration, alert('a'), later(3601));
    expect(startedFor(incidentId)).toEqual([]);
    const ended = await takeIn(integration, alert('b'), later(10));
    await takeIn(integration, alert('b', 'resolve'), later(30));
    expect(startedFor(ended.incidentId)).toEqual([]);
    const again = await takeIn(integration, alert('b'), later(3602));
    expect(again.effect).toBe('opened');
    expect(startedFor(again.incidentId)).toHaveLength(1);
  });

  it.each([
    ['before it begins', later(-1)],
    ['at the moment it ends', later(3600)],
  ])('and not %s', async (_, at) => {
    const integration = await inMaintenance();
    const { incidentId } = await takeIn(integration, alert('a'), at);
    expect(startedFor(incidentId)).toHaveLength(1);
  });
});

describe('alerts that share an incident', () => {
  it('are together in one, and end it together', async () => {
    const integration = await integrationFor({ type: 'service' });
    const taken = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => takeIn(integration, alert(key), START)));
    expect(new Set(taken.map(({ incidentId }) => incidentId)).size).toBe(1);
    const id = taken[0]?.incidentId;
    for (const key of ['a', 'b', 'c', 'd']) await takeIn(integration, alert(key, 'resolve'), later(1));
    expect((await stateOf(id)).status).toBe('triggered');
    await takeIn(integration, alert('e', 'resolve'), later(1));
    expect((await stateOf(id)).status).toBe('resolved');
  });

  it('go into another when the first is full, although they had been sent there', async () => {
    const integration = await integrationFor({ type: 'service' });
    const { incidentId } = await takeIn(integration, alert('first'), START);
    const keys = Array.from({ length: ALERTS_MAX - 2 }, (_, n) => `k${n}`);
    const full = {
      type: 'Absorb',
      from: '01JDBX0000000000000000000Z' as IncidentId,
      fromNumber: 1,
      alerts: keys,
      by: ADA,
      at: START,
    } as const;
    await stores.commands.execute(incidentId as IncidentId, full);
    const taken = await Promise.all(['a', 'b', 'c', 'd'].map((key) => takeIn(integration, alert(key), later(1))));
    const homes = new Map(
      taken.map((each) => [each.incidentId, taken.filter((other) => other.incidentId === each.incidentId).length]),
    );
    expect(homes.get(incidentId)).toBe(1);
    expect(homes.size).toBe(2);
  });
});
