import { expect, it } from 'vitest';
import { person } from '../../shared/domain/escalation/fixtures/directory.ts';
import type { UserId } from '../../shared/lib/ids.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { assignRole } from './handler.ts';

const directory = { users: new Map([['cleo' as UserId, person('cleo')]]) };

it.each([
  ['cleo', { id: 'cleo', name: 'Cleo' }],
  [null, null],
])('gives the role to %j', async (userId, assigned) => {
  const { deps, commanded } = plainDeps({ directory });
  await assignRole(deps, request({ role: 'scribe', userId }));
  expect(commanded).toMatchObject([{ type: 'AssignRole', role: 'scribe', person: assigned }]);
});

it.each([
  [{ role: 'king', userId: 'cleo' }, 'role'],
  [{ role: 'scribe', userId: 'gone' }, 'userId'],
  [{ role: 'scribe' }, 'userId'],
])('refuses %j for its %s', async (body, field) => {
  const { deps, commanded } = plainDeps({ directory });
  expect(said(await assignRole(deps, request(body)))).toMatchObject({ status: 400, field });
  expect(commanded).toEqual([]);
});
