import { expect, it } from 'vitest';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { updateIncident } from './handler.ts';

it.each([
  [{ message: 'looking' }, { type: 'Update', message: 'looking', severity: null, nextUpdateDueAt: null }],
  [
    { message: 'looking', severity: 'SEV1', nextUpdateDueAt: '2026-11-23T04:00:00+01:00' },
    { type: 'Update', severity: 'SEV1', nextUpdateDueAt: '2026-11-23T03:00:00.000Z' },
  ],
  [{ severity: 'SEV1' }, { type: 'ChangeSeverity', severity: 'SEV1' }],
])('makes of %j a command', async (body, command) => {
  const { deps, commanded } = plainDeps();
  await updateIncident(deps, request(body));
  expect(commanded).toMatchObject([command]);
});

it.each([
  [{}, 'message'],
  [{ message: 'm', severity: 'bad' }, 'severity'],
  [{ message: 'm', nextUpdateDueAt: 'tomorrow' }, 'nextUpdateDueAt'],
  [{ message: [] }, 'message'],
])('refuses %j for its %s', async (body, field) => {
  const { deps, commanded } = plainDeps();
  expect(said(await updateIncident(deps, request(body)))).toMatchObject({ status: 400, field });
  expect(commanded).toEqual([]);
});
