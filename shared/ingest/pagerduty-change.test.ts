import fc from 'fast-check';
import { expect, it } from 'vitest';

import { anything, mutated, withAt } from './fixtures/inputs.ts';
import { expectProblemsInsideLimits, expectWordsInsideLimits } from './fixtures/outcomes.ts';
import { changeAccepted, readChangeEvent } from './pagerduty-change.ts';

const change = {
  routing_key: 'R0123456789ABCDEF0123456789ABCDE',
  payload: {
    summary: 'Build Success - Increase snapshot create timeout to 30 seconds',
    timestamp: '2026-11-23T03:00:00.000+0000',
    source: 'prod-build-agent-i-0b148d1040d565540',
    custom_details: { build_state: 'passed', build_number: 220 },
  },
  links: [{ href: 'https://ci.example/builds/220', text: 'View the build' }],
};

it('reads a change event', () => {
  expect(readChangeEvent(change)).toEqual({
    ok: true,
    value: {
      routingKey: 'R0123456789ABCDEF0123456789ABCDE',
      change: {
        summary: 'Build Success - Increase snapshot create timeout to 30 seconds',
        source: 'prod-build-agent-i-0b148d1040d565540',
        at: '2026-11-23T03:00:00.000Z',
        labels: { build_state: 'passed', build_number: '220' },
        links: [{ href: 'https://ci.example/builds/220', text: 'View the build' }],
      },
    },
  });
  expect(changeAccepted()).toEqual({ status: 202, body: { status: 'success', message: 'Change event processed' } });
});

it.each([
  [['routing_key'], undefined, 'routing_key'],
  [['payload'], [], 'payload'],
  [['payload', 'summary'], '', 'payload.summary'],
  [['payload', 'source'], 7, 'payload.source'],
  [['payload', 'timestamp'], [], 'payload.timestamp'],
  [['links'], {}, 'links'],
  [['links', 0, 'href'], 7, 'links[0].href'],
])('names exactly %j when it is %j', (path, wrong, field) => {
  const read = readChangeEvent(withAt(change, path, wrong));
  expect(read.ok ? [] : read.error.map((problem) => problem.field)).toEqual([field]);
});

it('never throws, and keeps inside the limits, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(anything, mutated(change)), (body) => {
      const read = readChangeEvent(body);
      if (read.ok) return expectWordsInsideLimits(read.value.change);
      return expectProblemsInsideLimits(read.error);
    }),
  );
});
