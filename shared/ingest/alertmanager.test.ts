import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readAlertmanager } from './alertmanager.ts';
import { anything, mutated, withAt } from './fixtures/inputs.ts';
import { expectAlertInsideLimits, expectProblemsInsideLimits } from './fixtures/outcomes.ts';

interface Hook {
  status: string;
  alerts: {
    status: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    fingerprint: string;
  }[];
}

const folder = new URL('./fixtures/', import.meta.url);
const fixture = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const captured = (number: string): Hook =>
  fixture(readdirSync(folder).find((name) => name.startsWith(`alertmanager-${number}-`)) ?? '');

const firing = captured('01');
const three = captured('03');
const fieldsIn = (body: unknown) => readAlertmanager(body).problems.map(({ field }) => field);
const oneWith = (change: object) => ({ ...firing, alerts: [{ ...firing.alerts[0], ...change }] });
const labelled = (labels: object) => oneWith({ labels, fingerprint: 'f', annotations: {} });

describe("Alertmanager's webhook as captured", () => {
  it('reads a firing alert', () => {
    expect(readAlertmanager(firing)).toEqual({
      alerts: [
        {
          action: 'trigger',
          dedupKey: '6202e26217378922',
          summary: 'HighErrorRate on 10.0.0.7:9100',
          source: '10.0.0.7:9100',
          severity: 'SEV1',
          at: '2026-11-23T01:49:36.043Z',
          labels: {
            alertname: 'HighErrorRate',
            instance: '10.0.0.7:9100',
            service: 'checkout',
            severity: 'critical',
            team: 'payments',
            description: 'Error ratio is 7.3% (threshold 5%)',
          },
          links: [
            { href: 'https://runbooks.example/HighErrorRate', text: 'Runbook' },
            { href: 'http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1', text: 'Source' },
            { href: 'http://alertmanager.example:9093/', text: 'Alertmanager' },
          ],
        },
      ],
      problems: [],
    });
  });

  it('resolves the same key, at the time it ended', () => {
    expect(readAlertmanager(captured('02'))).toMatchObject({
      alerts: [{ action: 'resolve', dedupKey: '6202e26217378922', at: '2026-11-23T01:49:37.281Z' }],
      problems: [],
    });
  });

  it('goes by the status of each alert, not of the group', () => {
    const { alerts } = readAlertmanager(captured('04'));
    expect(alerts.map(({ action, dedupKey }) => `${action} ${dedupKey}`)).toEqual([
      'resolve c4bca42191f124dd',
      'trigger ee84d20db48ccbe8',
      'trigger b616aa06ff29b2c7',
    ]);
  });

  it('reads a request of another version of Alertmanager', () => {
    expect(readAlertmanager(fixture('alertmanager-request.json').body)).toMatchObject({
      alerts: [{ action: 'trigger', dedupKey: 'dd9858053b2efb79', summary: '127.0.0.1:1 of down is down' }],
      problems: [],
    });
  });

  it.each(['01', '02', '03', '04', '05'])(
    'makes the same key from the labels when there is no fingerprint (%s)',
    (number) => {
      const hook = captured(number);
      const bare = { ...hook, alerts: hook.alerts.map(({ fingerprint: _, ...alert }) => alert) };
      const keys = (body: unknown) => readAlertmanager(body).alerts.map(({ dedupKey }) => dedupKey);
      expect(keys(bare)).toEqual(keys(hook));
    },
  );

  it('keeps the key when the words change', () => {
    const before = readAlertmanager(oneWith({ fingerprint: '' })).alerts[0];
    const after = readAlertmanager(oneWith({ fingerprint: '', annotations: { summary: '97 % now' } })).alerts[0];
    expect(after?.summary).toBe('97 % now');
    expect(after?.dedupKey).toBe(before?.dedupKey);
  });
});

describe('what an alert says', () => {
  it.each([
    [{ summary: 's', description: 'd' }, 's'],
    [{ summary: ' ', description: 'd\nd' }, 'd d'],
    [{ message: 'm' }, 'm'],
    [{}, 'HighErrorRate on 10.0.0.7:9100'],
  ])('annotations %j read as %s', (annotations, summary) => {
    expect(readAlertmanager(oneWith({ annotations })).alerts[0]?.summary).toBe(summary);
  });

  it('falls back to whatever names it', () => {
    const wordsOf = (labels: object) => {
      const [alert] = readAlertmanager(labelled(labels)).alerts;
      return `${alert?.summary} / ${alert?.source}`;
    };
    expect(wordsOf({ alertname: 'Watchdog' })).toBe('Watchdog / Watchdog');
    expect(wordsOf({ alertname: 'Crash', pod: 'api-7' })).toBe('Crash / api-7');
    expect(wordsOf({})).toBe('alert f / unknown');
  });

  it.each([
    ['critical', 'SEV1'],
    ['page', 'SEV1'],
    ['error', 'SEV2'],
    ['HIGH', 'SEV2'],
    ['warning', 'SEV3'],
    ['info', 'SEV4'],
    ['none', 'SEV4'],
    ['ticket', 'SEV3'],
    ['constructor', 'SEV3'],
    [undefined, 'SEV3'],
  ])('the severity label %s is %s', (severity, expected) => {
    expect(readAlertmanager(labelled({ severity })).alerts[0]?.severity).toBe(expected);
  });

  it("includes Grafana's links", () => {
    const grafana = {
      ...oneWith({
        dashboardURL: 'https://grafana.example/d/1',
        panelURL: 'https://grafana.example/d/1?p=2',
        silenceURL: '',
      }),
      version: '1',
      orgId: 1,
      state: 'alerting',
      externalURL: 'https://grafana.example/',
    };
    const { alerts, problems } = readAlertmanager(grafana);
    expect(problems).toEqual([]);
    expect(alerts[0]?.links.map(({ text }) => text)).toEqual(['Runbook', 'Source', 'Dashboard', 'Panel', 'Grafana']);
  });
});

describe('what is wrong', () => {
  it.each([
    [['status'], 'pending'],
    [['status'], undefined],
    [['status'], 7],
    [['labels'], 'x'],
    [['labels'], []],
    [['fingerprint'], 7],
    [['fingerprint'], 'f'.repeat(256)],
  ])('names alerts[1].%s when it is %j, and takes the others', (path, wrong) => {
    const { alerts, problems } = readAlertmanager(withAt(three, ['alerts', 1, ...path], wrong));
    expect(problems.map(({ field }) => field)).toEqual([`alerts[1].${path.join('.')}`]);
    expect(alerts.map(({ source }) => source)).toEqual(['a', 'c']);
  });

  it.each([
    [['labels', 'team'], {}],
    [['annotations'], 'x'],
    [['annotations'], []],
    [['startsAt'], 7],
    [['endsAt'], {}],
    [['generatorURL'], 7],
    [['dashboardURL'], 7],
    [['panelURL'], 7],
    [['silenceURL'], 7],
  ])('names alerts[1].%s when it is %j, and takes the alert without it', (path, wrong) => {
    const { alerts, problems } = readAlertmanager(withAt(three, ['alerts', 1, ...path], wrong));
    expect(problems.map(({ field }) => field)).toEqual([`alerts[1].${path.join('.')}`]);
    expect(alerts.map(({ dedupKey }) => dedupKey)).toEqual(three.alerts.map(({ fingerprint }) => fingerprint));
  });

  it('does not use what it complains about', () => {
    const [alert] = readAlertmanager(oneWith({ startsAt: 7 })).alerts;
    expect(alert).toMatchObject({ summary: 'HighErrorRate on 10.0.0.7:9100' });
    expect(alert).not.toHaveProperty('at');
  });

  it('is an alert that nothing tells from others', () => {
    expect(fieldsIn(oneWith({ fingerprint: null, labels: {} }))).toEqual(['alerts[0].fingerprint']);
  });

  it.each([
    [null, 'body'],
    [[firing], 'body'],
    [{}, 'alerts'],
    [{ alerts: {} }, 'alerts'],
    [{ alerts: [null] }, 'alerts[0]'],
    [{ alerts: [[]] }, 'alerts[0]'],
    [{ alerts: [], truncatedAlerts: 'x' }, 'truncatedAlerts'],
    [{ alerts: [], truncatedAlerts: 3 }, 'truncatedAlerts'],
  ])('%j: %s', (body, field) => {
    expect(fieldsIn(body)).toEqual([field]);
  });

  it('takes the first 1,000 alerts and tells about the rest', () => {
    const alerts = Array.from({ length: 1007 }, (_, index) => ({ ...firing.alerts[0], fingerprint: `f${index}` }));
    const batch = readAlertmanager({ ...firing, alerts });
    expect(batch.alerts).toHaveLength(1000);
    expect(batch.problems).toEqual([
      { field: 'alerts[1000]', message: '7 alerts were not taken: a request may hold 1000' },
    ]);
  });

  it('survives a label set of nothing but objects', () => {
    const labels = Object.fromEntries(Array.from({ length: 150_000 }, (_, index) => [`k${index}`, {}]));
    const batch = readAlertmanager(oneWith({ labels }));
    expect([batch.alerts.length, batch.problems.length]).toEqual([1, 20]);
  });

  it('lists no more than 20 problems', () => {
    const batch = readAlertmanager({
      alerts: Array.from({ length: 1000 }, (_, index) => (index === 500 ? firing.alerts[0] : 7)),
    });
    expect(batch.alerts).toHaveLength(1);
    expect(batch.problems).toHaveLength(20);
  });
});

it('never throws, and keeps inside the limits, whatever comes', () => {
  const anyAlerts = fc
    .array(fc.oneof(anything, mutated(firing.alerts[0])), { maxLength: 5 })
    .map((alerts) => ({ alerts }));
  fc.assert(
    fc.property(fc.oneof(anything, mutated(three), anyAlerts), (body) => {
      const { alerts, problems } = readAlertmanager(body);
      for (const alert of alerts) expectAlertInsideLimits(alert);
      expectProblemsInsideLimits(problems);
    }),
    { numRuns: 300 },
  );
});

it('loses no alert over another one', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(0, 1, 2), (bad, index) => {
      const { alerts } = readAlertmanager(withAt(three, ['alerts', index], bad));
      const others = three.alerts.filter((_, at) => at !== index).map(({ fingerprint }) => fingerprint);
      expect(alerts.map(({ dedupKey }) => dedupKey)).toEqual(expect.arrayContaining(others));
    }),
  );
});
