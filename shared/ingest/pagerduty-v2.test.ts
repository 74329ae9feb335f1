import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anything, mutated, withAt } from './fixtures/inputs.ts';
import { expectAlertInsideLimits, expectProblemsInsideLimits } from './fixtures/outcomes.ts';
import resolve from './fixtures/pagerduty-v2-alertmanager-resolve.json' with { type: 'json' };
import trigger from './fixtures/pagerduty-v2-trigger.json' with { type: 'json' };
import { accepted, invalid, readPagerDutyEvent } from './pagerduty-v2.ts';

const alertIn = (body: unknown) => {
  const read = readPagerDutyEvent(body);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.alert;
};
const fieldsIn = (body: unknown) => {
  const read = readPagerDutyEvent(body);
  return read.ok ? [] : read.error.map(({ field }) => field);
};
const withPayload = (change: object) => ({ ...trigger, payload: { ...trigger.payload, ...change } });

describe('a v2 trigger', () => {
  it('becomes an alert', () => {
    expect(readPagerDutyEvent(trigger)).toEqual({
      ok: true,
      value: {
        routingKey: 'R0123456789ABCDEF0123456789ABCDE',
        alert: {
          action: 'trigger',
          dedupKey: 'srv01/HTTP',
          summary: 'PING OK - Packet loss = 0%, RTA = 1.41 ms',
          source: 'prod05.example.com',
          severity: 'SEV1',
          at: '2026-11-23T03:00:00.000Z',
          labels: {
            component: 'postgres',
            group: 'prod-datapipe',
            class: 'deploy',
            client: 'Sample Monitoring Service',
            'ping time': '1500ms',
            'load avg': '0.75',
            'disk.free': '1 %',
          },
          links: [
            { href: 'https://monitoring.example/', text: 'Sample Monitoring Service' },
            { href: 'https://runbooks.example/http', text: 'Runbook' },
            { href: 'https://graphs.example/http', text: 'Graph' },
          ],
        },
      },
    });
  });

  it('needs no more than its four required fields', () => {
    const payload = { summary: 's', source: 'h', severity: 'info' };
    expect(alertIn({ routing_key: 'demo', event_action: 'trigger', payload })).toEqual({
      action: 'trigger',
      summary: 's',
      source: 'h',
      severity: 'SEV4',
      labels: {},
      links: [],
    });
  });

  it.each([
    ['critical', 'SEV1'],
    ['error', 'SEV2'],
    ['warning', 'SEV3'],
    ['info', 'SEV4'],
    ['Critical', 'SEV1'],
  ])('%s is %s', (severity, expected) => {
    expect(alertIn(withPayload({ severity })).severity).toBe(expected);
  });

  it.each([undefined, null, '', '  '])('leaves the key to us when it is %j', (dedup_key) => {
    expect(alertIn({ ...trigger, dedup_key })).not.toHaveProperty('dedupKey');
  });

  it('takes a key of 255 characters as it is, and refuses a longer one', () => {
    const longest = 'k'.repeat(255);
    expect(alertIn({ ...trigger, dedup_key: longest }).dedupKey).toBe(longest);
    expect(fieldsIn({ ...trigger, dedup_key: `${longest}k` })).toEqual(['dedup_key']);
  });

  it('cuts a summary that is too long between two characters', () => {
    expect(alertIn(withPayload({ summary: `${'a'.repeat(1023)}😀` })).summary).toBe('a'.repeat(1023));
  });

  it('is not refused for what can be left out', () => {
    const body = { ...withPayload({ timestamp: 'just now', component: null }), client_url: 'ftp://x', new_field: [{}] };
    const alert = alertIn({ ...body, links: [{ href: 'not a link' }, { text: 'no link' }], images: null });
    expect(alert).not.toHaveProperty('at');
    expect(alert.links).toEqual([]);
  });

  it.each(['text', 7, ['a', 'b'], null, undefined])('takes custom details that are %j', (custom_details) => {
    expect(fieldsIn(withPayload({ custom_details }))).toEqual([]);
  });

  it.each([
    [['routing_key'], 7],
    [['routing_key'], undefined],
    [['routing_key'], ' '],
    [['event_action'], 'explode'],
    [['event_action'], 7],
    [['event_action'], undefined],
    [['dedup_key'], 7],
    [['client'], 7],
    [['client_url'], {}],
    [['links'], 'x'],
    [['links', 0], 'x'],
    [['links', 0, 'href'], 7],
    [['links', 0, 'text'], 7],
    [['images'], {}],
    [['images', 0, 'src'], 7],
    [['images', 0, 'href'], 7],
    [['images', 0, 'alt'], 7],
    [['payload'], 'x'],
    [['payload'], []],
    [['payload'], undefined],
    [['payload', 'summary'], 7],
    [['payload', 'summary'], '\u0000\n'],
    [['payload', 'summary'], undefined],
    [['payload', 'source'], ['a']],
    [['payload', 'source'], ''],
    [['payload', 'severity'], 'terrible'],
    [['payload', 'severity'], 1],
    [['payload', 'severity'], 'constructor'],
    [['payload', 'timestamp'], {}],
    [['payload', 'component'], 7],
    [['payload', 'group'], true],
    [['payload', 'class'], []],
  ])('names exactly %j when it is %j', (path, wrong) => {
    const field = path.reduce<string>((sofar, step) => {
      if (typeof step === 'number') return `${sofar}[${step}]`;
      return sofar ? `${sofar}.${step}` : step;
    }, '');
    expect(fieldsIn(withAt(trigger, path, wrong))).toEqual([field]);
  });

  it('tells everything that is wrong at once', () => {
    expect(fieldsIn({})).toEqual(['routing_key', 'event_action', 'payload']);
    expect(fieldsIn({ event_action: 'trigger', payload: {} })).toEqual([
      'routing_key',
      'payload.summary',
      'payload.source',
      'payload.severity',
    ]);
  });

  it.each([null, 7, 'text', [], [trigger]])('refuses a body that is %j', (body) => {
    expect(fieldsIn(body)).toEqual(['body']);
  });
});

describe('a v2 acknowledge or resolve', () => {
  it("reads Alertmanager's resolve, with its full payload and empty lists", () => {
    expect(alertIn(resolve)).toEqual({
      action: 'resolve',
      dedupKey: resolve.dedup_key,
      summary: '[RESOLVED] HighErrorRate (10.0.0.7:9100 checkout critical payments)',
      source: 'Alertmanager',
      severity: 'SEV1',
      labels: {},
      links: [],
    });
  });

  it('needs a key and nothing else', () => {
    const bare = { routing_key: 'demo', event_action: 'acknowledge', dedup_key: 'k' };
    expect(alertIn(bare)).toMatchObject({ action: 'acknowledge', dedupKey: 'k', summary: 'k', source: 'unknown' });
    expect(fieldsIn({ ...bare, dedup_key: undefined })).toEqual(['dedup_key']);
    expect(fieldsIn({ ...bare, dedup_key: '' })).toEqual(['dedup_key']);
    expect(fieldsIn({ ...bare, dedup_key: 7 })).toEqual(['dedup_key']);
    expect(fieldsIn({ ...bare, routing_key: null })).toEqual(['routing_key']);
  });

  it.each([null, 'text', [], { severity: 'constructor', summary: 7 }])('is not lost over a payload %j', (payload) => {
    expect(alertIn({ ...resolve, payload, links: 'none' })).toMatchObject({ action: 'resolve', severity: 'SEV4' });
  });
});

it('answers as PagerDuty does', () => {
  expect(accepted('srv01/HTTP')).toEqual({
    status: 202,
    body: { status: 'success', message: 'Event processed', dedup_key: 'srv01/HTTP' },
  });
  const read = readPagerDutyEvent(withPayload({ severity: 'terrible', summary: '' }));
  expect(read.ok ? undefined : invalid(read.error)).toEqual({
    status: 400,
    body: {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: [
        "'payload.summary' is missing or blank",
        "'payload.severity' must be one of critical, error, warning, info",
      ],
    },
  });
});

it('never throws, and keeps inside the limits, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(anything, fc.jsonValue(), mutated(trigger), mutated(resolve)), (body) => {
      const read = readPagerDutyEvent(body);
      if (read.ok) return expectAlertInsideLimits(read.value.alert, { keyless: true });
      expect(read.error.length).toBeGreaterThan(0);
      return expectProblemsInsideLimits(read.error);
    }),
    { numRuns: 300 },
  );
});
