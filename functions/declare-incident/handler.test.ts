import { expect, it } from 'vitest';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { declareIncident } from './handler.ts';

it('declares with what is given, as SEV3 unless it is said', async () => {
  const { deps, commanded } = plainDeps();
  const answer = await declareIncident(deps, request({ title: 'checkout is down' }));
  expect(answer.statusCode).toBe(201);
  expect(answer.headers['location']).toMatch(/^\/v1\/incidents\/[0-9A-Z]{26}$/);
  expect(commanded).toMatchObject([
    {
      type: 'Declare',
      title: 'checkout is down',
      severity: 'SEV3',
      service: null,
      policyId: null,
      number: 7,
      alert: null,
    },
  ]);
});

it.each([
  [{}, 'title'],
  [{ title: '' }, 'title'],
  [{ title: 'x'.repeat(1025) }, 'title'],
  [{ title: 't', severity: 'HIGH' }, 'severity'],
  [{ title: 't', service: 'gone' }, 'service'],
])('refuses %j for its %s', async (body, field) => {
  const { deps, commanded } = plainDeps();
  expect(said(await declareIncident(deps, request(body)))).toMatchObject({ status: 400, field });
  expect(commanded).toEqual([]);
});
