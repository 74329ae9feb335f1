import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anything, mutated } from './fixtures/inputs.ts';
import { expectAlertInsideLimits, expectProblemsInsideLimits } from './fixtures/outcomes.ts';
import { readGeneric } from './generic.ts';

const full = {
  action: 'trigger',
  dedup_key: 'db-7/disk',
  title: 'Disk is full',
  message: 'Only 1 % is left on /var',
  source: 'db-7',
  severity: 'critical',
  labels: { team: 'storage', disk: { free: 1 } },
  url: 'https://status.example/db-7',
  timestamp: '2026-11-23T03:00:00Z',
};

const alertIn = (body: unknown) => readGeneric(body).alerts[0];
const fieldsIn = (body: unknown) => readGeneric(body).problems.map(({ field }) => field);

describe('the generic webhook', () => {
  it('reads all it documents', () => {
    expect(readGeneric(full)).toEqual({
      alerts: [
        {
          action: 'trigger',
          dedupKey: 'db-7/disk',
          summary: 'Disk is full',
          source: 'db-7',
          severity: 'SEV1',
          at: '2026-11-23T03:00:00.000Z',
          labels: { team: 'storage', 'disk.free': '1', message: 'Only 1 % is left on /var' },
          links: [{ href: 'https://status.example/db-7', text: 'status.example' }],
        },
      ],
      problems: [],
    });
  });

  it('needs no more than a title', () => {
    expect(readGeneric({ message: 'Help' })).toEqual({
      alerts: [
        {
          action: 'trigger',
          dedupKey: expect.stringMatching(/^generic-[0-9a-f]{16}$/),
          summary: 'Help',
          source: 'unknown',
          severity: 'SEV3',
          labels: {},
          links: [],
        },
      ],
      problems: [],
    });
  });

  it('makes the key of title and source when there is none', () => {
    const keyOf = (body: object) => alertIn(body)?.dedupKey;
    expect(keyOf({ title: 't', host: 'h', severity: 1 })).toBe(
      keyOf({ summary: 't', source: 'h', url: 'https://x.example' }),
    );
    expect(keyOf({ title: 't', host: 'h' })).not.toBe(keyOf({ title: 't', host: 'i' }));
    expect(keyOf({ title: 'ab', host: 'c' })).not.toBe(keyOf({ title: 'a', host: 'bc' }));
  });

  it.each([
    ['trigger', 'firing', 'ALERTING', 'down', ' problem '],
    ['resolve', 'resolved', 'ok', 'UP', 'recovered'],
    ['acknowledge', 'acknowledged', 'ack'],
  ])('understands %s', (action, ...words) => {
    for (const word of [action, ...words]) {
      expect(alertIn({ title: 't', key: 'k', action: word })?.action).toBe(action);
      expect(alertIn({ title: 't', key: 'k', status: word })?.action).toBe(action);
    }
  });

  it.each([
    ['SEV1', ['critical', 'P1', 'SEV1', 1, '1']],
    ['SEV2', ['error', 'p2', 'sev2', 2]],
    ['SEV3', ['warning', 'P3', 'SEV3', 3, null, '', undefined]],
    ['SEV4', ['info', 'P4', 'P5', 'SEV4', 4, 5, '5']],
  ])('%s is any of %j', (severity, words) => {
    for (const word of words) {
      expect(alertIn({ title: 't', severity: word })?.severity).toBe(severity);
      expect(alertIn({ title: 't', priority: word })?.severity).toBe(severity);
    }
  });

  it.each([
    [{ env: 'prod' }, { env: 'prod' }],
    [
      ['env:prod', 'team=storage', 'canary', 'url:http://x'],
      { env: 'prod', team: 'storage', canary: 'true', url: 'http://x' },
    ],
    [
      [
        { key: 'env', value: 'prod' },
        { name: 'n', value: 1 },
      ],
      { env: 'prod', n: '1' },
    ],
    ['env:prod, team:storage', { env: 'prod', team: 'storage' }],
  ])('reads the tags %j', (tags, labels) => {
    expect(alertIn({ title: 't', tags })?.labels).toEqual(labels);
    expect(alertIn({ title: 't', labels: tags })?.labels).toEqual(labels);
  });

  it.each(['dedup_key', 'key', 'alias', 'id'])('takes %s for the key, as text or as a number', (name) => {
    expect(alertIn({ title: 't', [name]: 'k' })?.dedupKey).toBe('k');
    expect(alertIn({ title: 't', [name]: 42 })?.dedupKey).toBe('42');
  });

  it('reads a recovery by its key alone, and refuses one without', () => {
    expect(alertIn({ status: 'ok', alias: 'k' })).toMatchObject({ action: 'resolve', dedupKey: 'k', summary: 'k' });
    expect(fieldsIn({ status: 'ok', title: 't' })).toEqual(['dedup_key']);
    expect(fieldsIn({ action: 'ack', title: 't' })).toEqual(['dedup_key']);
  });
});

describe('what is wrong', () => {
  it.each([
    ['action', 'explode'],
    ['action', 7],
    ['status', {}],
    ['dedup_key', {}],
    ['dedup_key', 'k'.repeat(256)],
    ['id', true],
    ['title', 7],
    ['summary', {}],
    ['message', ['x']],
    ['source', 7],
    ['host', {}],
    ['severity', 'terrible'],
    ['severity', 0],
    ['priority', 'P9'],
    ['labels', 7],
    ['tags', [7]],
    ['url', 7],
    ['link', {}],
    ['timestamp', 'yesterday'],
    ['timestamp', {}],
  ])('names exactly %s when it is %j', (field, wrong) => {
    const title = ['summary', 'message'].includes(field) ? {} : { title: 't' };
    expect(readGeneric({ ...title, [field]: wrong })).toMatchObject({ alerts: [], problems: [{ field }] });
    expect(fieldsIn({ ...title, [field]: wrong })).toHaveLength(1);
  });

  it('tells everything at once, and never repeats what was sent', () => {
    const { problems } = readGeneric({ action: 'hunter2', severity: 'hunter2', timestamp: 'hunter2' });
    expect(problems.map(({ field }) => field)).toEqual(['action', 'severity', 'timestamp']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each([{}, { title: ' \u0000' }, { title: null }])('a trigger needs a title: %j', (body) => {
    expect(fieldsIn(body)).toEqual(['title']);
  });

  it.each([null, 7, 'text'])('a body must be an object or a list: %j', (body) => {
    expect(fieldsIn(body)).toEqual(['body']);
  });

  it('costs only the item it is in', () => {
    const batch = readGeneric([{ title: 'a' }, { title: 7 }, null, { title: 'b' }]);
    expect(batch.alerts.map(({ summary }) => summary)).toEqual(['a', 'b']);
    expect(batch.problems.map(({ field }) => field)).toEqual(['[1].title', '[2]']);
  });

  it('takes the first 100 items and tells about the rest', () => {
    const batch = readGeneric(Array.from({ length: 130 }, (_, index) => ({ title: `t${index}` })));
    expect(batch.alerts).toHaveLength(100);
    expect(batch.problems).toEqual([{ field: '[100]', message: '30 items were not taken: a request may hold 100' }]);
  });
});

it('never throws, and keeps inside the limits, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue(), mutated(full), mutated([full, full])), (body) => {
      const { alerts, problems } = readGeneric(body);
      for (const alert of alerts) expectAlertInsideLimits(alert);
      expectProblemsInsideLimits(problems);
      expect(alerts.length + problems.length > 0 || Array.isArray(body)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
