import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { listServices } from './handler.ts';

const { ask } = givenConfiguration();

it('lists all there are, by their ids, and no more than was asked for', async () => {
  const ids = ['checkout'];
  expect(await ask(listServices, '')).toMatchObject({ items: ids.map((id) => ({ id })), next: null });
  expect(await ask(listServices, '', undefined, { search: { limit: '1' } })).toMatchObject({ items: [{ id: ids[0] }] });
  expect(await ask(listServices, '', undefined, { search: { after: ids.at(-1) ?? '' } })).toMatchObject({
    items: [],
    next: null,
  });
  expect(await ask(listServices, '', undefined, { search: { limit: 'all' } })).toMatchObject({
    status: 400,
    field: 'limit',
  });
});
