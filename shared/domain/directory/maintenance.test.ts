import { expect, it } from 'vitest';
import { ADA, later } from '../incident/fixtures/incident.ts';
import { endWindow, type MaintenanceWindow, maintenanceAt, WINDOWS_MAX, withWindow } from './maintenance.ts';

const window = (id: string, from: number, to: number): MaintenanceWindow => ({
  id,
  from: later(from),
  to: later(to),
  reason: id,
  by: ADA,
});
const ids = (windows: readonly MaintenanceWindow[] | undefined) => windows?.map(({ id }) => id);

it('counts from its first moment up to and not including its last', () => {
  const service = { maintenance: [window('a', 10, 20)] };
  expect([9, 10, 19, 20].map((second) => maintenanceAt(service, later(second))?.id)).toEqual([
    undefined,
    'a',
    'a',
    undefined,
  ]);
  expect(maintenanceAt({}, later(0))).toBeUndefined();
});

it('is said by the one that ends last where several overlap', () => {
  expect(
    maintenanceAt({ maintenance: [window('a', 0, 20), window('b', 5, 30), window('c', 6, 9)] }, later(7))?.id,
  ).toBe('b');
});

it('keeps the newest of those that are over, and never drops one that is not', () => {
  const over = Array.from({ length: WINDOWS_MAX }, (_, n) => window(`over-${n}`, n, n + 1));
  const kept = withWindow({ maintenance: over }, window('new', 500, 600), later(400));
  expect(kept).toHaveLength(WINDOWS_MAX);
  expect(ids(kept)).not.toContain('over-0');
  expect(ids(kept)?.at(-1)).toBe('new');
  const live = Array.from({ length: WINDOWS_MAX }, (_, n) => window(`live-${n}`, n, 1000));
  expect(withWindow({ maintenance: live }, window('new', 500, 600), later(400))).toBeUndefined();
});

it('ends at once what has begun, takes away what has not, and leaves what is over', () => {
  const service = { maintenance: [window('over', 0, 10), window('now', 5, 50), window('later', 40, 60)] };
  const at = later(20);
  expect(endWindow(service, 'now', at)[1]).toMatchObject({ id: 'now', to: at });
  expect(ids(endWindow(service, 'later', at))).toEqual(['over', 'now']);
  expect(endWindow(service, 'over', at)).toEqual(service.maintenance);
});
