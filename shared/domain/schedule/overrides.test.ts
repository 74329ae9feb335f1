import { describe, expect, it } from 'vitest';
import { OVERRIDES_MAX, withOverrides, withoutOverride } from './overrides.ts';
import { every, instant, layer, override, schedule } from './schedule.fixture.ts';
import type { Override } from './schedule.ts';

const given = schedule('UTC', [layer('primary', 'abc', every(1, 'week', '2026-01-05T09:00'))]);
const AT = instant('2026-03-01T00:00Z');
const alone = override('o1', 'c', '2026-01-06T00:00Z', '2026-01-07T00:00Z');
const half = (id: string): Override => ({ ...override(id, 'a', '2026-01-12T09:00Z', '2026-01-13T09:00Z'), swap: 's1' });

describe('taking an override away', () => {
  const all = { ...given, overrides: [alone, half('s1-1'), half('s1-2')] };

  it('takes that one', () => {
    expect(withoutOverride(all, 'o1').overrides.map(({ id }) => id)).toEqual(['s1-1', 's1-2']);
  });

  it('takes the other half of a swap along', () => {
    expect(withoutOverride(all, 's1-2').overrides).toEqual([alone]);
  });

  it('that is not there takes none', () => {
    expect(withoutOverride(all, 'o9')).toBe(all);
  });
});

describe('adding overrides', () => {
  const many = (count: number, from: string, to: string) =>
    Array.from({ length: count }, (_, index) => override(`o${index}`, 'a', from, to));

  it('puts them over those that are there', () => {
    expect(withOverrides({ ...given, overrides: [alone] }, [half('h')], AT)?.overrides).toEqual([alone, half('h')]);
  });

  it('forgets those that ended longest ago where there are too many', () => {
    const old = override('oldest', 'b', '2025-12-01T00:00Z', '2025-12-02T00:00Z');
    const full = [...many(OVERRIDES_MAX - 2, '2026-02-01T00:00Z', '2026-02-02T00:00Z'), old, alone];
    const ids = withOverrides({ ...given, overrides: full }, [half('h')], AT)?.overrides.map(({ id }) => id);
    expect(ids).toHaveLength(OVERRIDES_MAX);
    expect(ids).not.toContain('oldest');
    expect(ids?.at(-1)).toBe('h');
  });

  it('is refused where too many are yet to end', () => {
    const full = many(OVERRIDES_MAX, '2026-02-01T00:00Z', '2026-04-01T00:00Z');
    expect(withOverrides({ ...given, overrides: full }, [half('h')], AT)).toBeUndefined();
  });
});
