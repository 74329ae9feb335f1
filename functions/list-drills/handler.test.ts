import { expect, it } from 'vitest';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { listDrills } from './handler.ts';

it.each([
  [{ limit: '0' }, 'limit'],
  [{ limit: '21' }, 'limit'],
  [{ limit: '' }, 'limit'],
  [{ limit: 'many' }, 'limit'],
  [{ after: "'" }, 'after'],
])('refuses %j by its parameter', async (search, field) => {
  expect(said(await listDrills({} as never, request(undefined, { search })))).toMatchObject({ status: 400, field });
});
