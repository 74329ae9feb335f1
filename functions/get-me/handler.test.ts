import { expect, it } from 'vitest';
import { ADMIN, calledBy, givenConfiguration } from '../../shared/runtime/fixtures/config.ts';
import { getMe } from './handler.ts';

const { ask } = givenConfiguration();
const as = (caller: typeof ADMIN) => ask(getMe, '', undefined, { caller });

it('says who somebody is, what they may do and how they came in', async () => {
  expect(await as(calledBy('ada', 'viewer'))).toMatchObject({
    kind: 'user',
    id: 'ada',
    role: 'viewer',
    via: 'dashboard',
    user: { id: 'ada', email: 'ada@example.com', version: 1 },
  });
});

it('knows a token of nobody, and somebody who was deleted', async () => {
  expect(await as(ADMIN)).toMatchObject({ kind: 'token', id: 'boss', role: 'admin', user: null });
  expect(await as(calledBy('gone'))).toMatchObject({ id: 'gone', user: null });
});
