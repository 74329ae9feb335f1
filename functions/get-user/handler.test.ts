import { expect, it } from 'vitest';
import { givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { getUser } from './handler.ts';

const { ask } = givenConfiguration();

it('shows what is there, and says when it is not', async () => {
  expect(await ask(getUser, 'ada')).toMatchObject({
    status: 200,
    id: 'ada',
    name: 'Ada',
    email: 'ada@example.com',
    version: 1,
  });
  expect(await ask(getUser, 'nobody')).toMatchObject({ status: 404, field: 'id' });
});
