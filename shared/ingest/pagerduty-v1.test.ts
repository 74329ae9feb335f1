import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anything, mutated } from './fixtures/inputs.ts';
import { expectAlertInsideLimits, expectProblemsInsideLimits } from './fixtures/outcomes.ts';
import { acceptedV1, invalid, readPagerDutyV1Event } from './pagerduty-v1.ts';

const trigger = {
  service_key: 'e93facc04764012d7bfb002500d5d1a6',
  event_type: 'trigger',
  incident_key: 'srv01/HTTP',
  description: 'FAILURE for production/HTTP on machine srv01.acme.com',
  client: 'Sample Monitoring Service',
  client_url: 'https://monitoring.example',
  details: { 'ping time': '1500ms', 'load avg': 0.75 },
  contexts: [
    { type: 'link', href: 'https://runbooks.example/http', text: 'Runbook' },
    { type: 'image', src: 'https://graphs.example/http.png', alt: 'Graph' },
  ],
};

const fieldsIn = (body: unknown) => {
  const read = readPagerDutyV1Event(body);
  return read.ok ? [] : read.error.map(({ field }) => field);
};

describe('a v1 event', () => {
  it('becomes an alert of SEV2, as it has no severity of its own', () => {
    expect(readPagerDutyV1Event(trigger)).toEqual({
      ok: true,
      value: {
        routingKey: 'e93facc04764012d7bfb002500d5d1a6',
        alert: {
          action: 'trigger',
          dedupKey: 'srv01/HTTP',
          summary: 'FAILURE for production/HTTP on machine srv01.acme.com',
          source: 'Sample Monitoring Service',
          severity: 'SEV2',
          labels: { 'ping time': '1500ms', 'load avg': '0.75' },
          links: [
            { href: 'https://monitoring.example/', text: 'Sample Monitoring Service' },
            { href: 'https://runbooks.example/http', text: 'Runbook' },
            { href: 'https://graphs.example/http.png', text: 'Graph' },
          ],
        },
      },
    });
  });

  it('may be a resolve with nothing but a key', () => {
    const { service_key, incident_key } = trigger;
    const read = readPagerDutyV1Event({ service_key, event_type: 'resolve', incident_key });
    expect(read).toMatchObject({ ok: true, value: { alert: { action: 'resolve', dedupKey: 'srv01/HTTP' } } });
    expect(fieldsIn({ service_key, event_type: 'resolve' })).toEqual(['incident_key']);
  });

  it.each([
    ['service_key', 7],
    ['service_key', undefined],
    ['event_type', 'explode'],
    ['event_type', 7],
    ['incident_key', 7],
    ['incident_key', 'k'.repeat(256)],
    ['description', ' '],
    ['description', 7],
    ['client', 7],
    ['client_url', []],
    ['contexts', 'x'],
  ])('names exactly %s when it is %j', (field, wrong) => {
    expect(fieldsIn({ ...trigger, [field]: wrong })).toEqual([field]);
  });
});

it('answers as v1 does', () => {
  expect(acceptedV1('k')).toEqual({
    status: 200,
    body: { status: 'success', message: 'Event processed', incident_key: 'k' },
  });
  expect(invalid([{ field: 'description', message: 'is missing or blank' }]).body).toEqual({
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: ["'description' is missing or blank"],
  });
});

it('never throws, and keeps inside the limits, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(anything, mutated(trigger)), (body) => {
      const read = readPagerDutyV1Event(body);
      if (read.ok) return expectAlertInsideLimits(read.value.alert, { keyless: true });
      return expectProblemsInsideLimits(read.error);
    }),
    { numRuns: 200 },
  );
});
