import { expect, it } from 'vitest';
import { handOversBetween } from './hand-over.ts';
import { every, instant, layer, override, schedule } from './schedule.fixture.ts';

const weekly = every(1, 'week', '2026-01-05T09:00');
const between = (given: Parameters<typeof handOversBetween>[0], after: string, upTo: string): string[] =>
  handOversBetween(given, instant(after), instant(upTo)).map(
    ({ at, before = '-', after: next = '-', until = '…' }) =>
      `${at.slice(0, 16)} ${before}>${next} ${until.slice(0, 16)}`,
  );

it('is where somebody else has it from then on, with how long', () => {
  const given = schedule('UTC', [layer('primary', 'ab', weekly)]);
  expect(between(given, '2026-01-12T08:00Z', '2026-01-19T09:00Z')).toEqual([
    '2026-01-12T09:00 a>b 2026-01-19T09:00',
    '2026-01-19T09:00 b>a 2026-01-26T09:00',
  ]);
});

it('belongs to the minute that ends with it, and to no other', () => {
  const given = schedule('UTC', [layer('primary', 'ab', weekly)]);
  expect(between(given, '2026-01-12T08:59Z', '2026-01-12T09:00Z')).toHaveLength(1);
  expect(between(given, '2026-01-12T09:00Z', '2026-01-12T09:01Z')).toEqual([]);
});

it('is not where one person follows herself, in another turn or another layer', () => {
  const night = { restrictions: [{ from: '20:00', to: '08:00' }] };
  const given = schedule('UTC', [
    layer('days', 'a', every(1, 'day', '2026-01-05T09:00')),
    layer('nights', 'a', weekly, night),
  ]);
  expect(between(given, '2026-01-12T00:00Z', '2026-01-19T00:00Z')).toEqual([]);
});

it('is where nobody has it from then on, and where somebody has it again', () => {
  const office = { restrictions: [{ from: '09:00', to: '17:00' }] };
  const given = schedule('UTC', [layer('office', 'a', weekly, office)]);
  expect(between(given, '2026-01-12T08:00Z', '2026-01-12T18:00Z')).toEqual([
    '2026-01-12T09:00 ->a 2026-01-12T17:00',
    '2026-01-12T17:00 a>- 2026-01-13T09:00',
  ]);
});

it('is where an override begins and ends', () => {
  const given = schedule(
    'UTC',
    [layer('primary', 'a', weekly)],
    [override('o', 'b', '2026-01-13T10:00Z', '2026-01-13T11:00Z')],
  );
  expect(between(given, '2026-01-13T09:00Z', '2026-01-13T12:00Z')).toEqual([
    '2026-01-13T10:00 a>b 2026-01-13T11:00',
    '2026-01-13T11:00 b>a …',
  ]);
});
