import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { createService } from './handler.ts';

const { ask } = givenConfiguration();

it('makes a service of a policy', async () => {
  const grouping = { type: 'labels', labels: ['cluster'] };
  expect(await ask(createService, '', { name: 'Search', policyId: 'checkout', grouping })).toMatchObject({
    status: 201,
    id: 'search',
    policyId: 'checkout',
    grouping,
  });
});

it.each([
  ['policyId', { policyId: 'none' }],
  ['grouping.type', { grouping: { type: 'all' } }],
  ['grouping.labels', { grouping: { type: 'labels', labels: [] } }],
  ['grouping.labels', { grouping: { type: 'labels', labels: Array(11).fill('a') } }],
  ['name', { name: 'x'.repeat(81) }],
])('refuses a wrong %s', async (field, wrong) => {
  expect(await ask(createService, '', { name: 'X', ...wrong })).toMatchObject({ status: 400, field });
});
