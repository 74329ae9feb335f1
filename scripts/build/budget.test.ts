import { expect, it } from 'vitest';
import { weigh, weightTable } from './budget.ts';
import type { Bundle } from './bundle.ts';

const bundle = (name: string, bytes: number): Bundle => ({
  name,
  file: `${name}.js`,
  bytes,
  parts: [['electrodb', bytes]],
});

it.each([
  ['edge', 30_000],
  ['engine', 180_000],
  ['data', 470_000],
  ['full', 560_000],
  ['chat', 700_000],
] as const)('lets a function of kind %s weigh %i bytes and not one more', (kind, budget_bytes) => {
  expect(weigh(bundle('get-incident', budget_bytes), kind)).toMatchObject({ budget_bytes, over: false });
  expect(weigh(bundle('get-incident', budget_bytes + 1), kind)).toMatchObject({ over: true });
});

it('shows each function against its budget, and what an overweight one is made of', () => {
  const table = weightTable([
    weigh(bundle('get-incident', 386_700), 'data'),
    weigh(bundle('slack-command', 45_000), 'edge'),
  ]);
  expect(table.split('\n')).toEqual([
    'function            kB   budget  kind',
    'get-incident     386.7    470.0  data',
    'slack-command     45.0     30.0  edge  OVER ITS BUDGET',
    '       45.0  electrodb',
  ]);
});
