import { describe, expect, it } from 'vitest';
import type { Instant } from '../lib/instant.ts';
import { clock, duration, when } from './when.ts';

const at = '2026-11-23T03:04:59.900Z' as Instant;

describe('a moment', () => {
  it('is shown to each reader in their zone, and in UTC where Slack cannot', () => {
    expect(clock(at)).toBe('<!date^1795403099^{time}|2026-11-23 03:04 UTC>');
    expect(when(at)).toBe('<!date^1795403099^{date_short_pretty} at {time}|2026-11-23 03:04 UTC>');
  });

  it.each([
    [-5, '0 s'],
    [45.9, '45 s'],
    [60, '1 min'],
    [3599, '59 min'],
    [3600, '1 h'],
    [3960, '1 h 6 min'],
    [86_400, '1 d'],
    [187_200, '2 d 4 h'],
  ])('%d seconds last %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
