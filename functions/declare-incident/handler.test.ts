import { expect, it } from 'vitest';
import { always, directory, person } from '../../shared/domain/escalation/fixtures/directory.ts';
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
      page: [],
    },
  ]);
});

it.each([
  [{}, 'title'],
  [{ title: '' }, 'title'],
  [{ title: 'x'.repeat(1025) }, 'title'],
  [{ title: 't', severity: 'HIGH' }, 'severity'],
  [{ title: 't', service: 'gone' }, 'service'],
  [{ title: 't', page: [] }, 'page'],
  [{ title: 't', page: [{ type: 'service', id: 'checkout' }] }, 'page[0].type'],
  [{ title: 't', page: [{ type: 'user', id: 'gone' }] }, 'page[0].id'],
  [{ title: 't', page: Array.from({ length: 21 }, () => ({ type: 'user', id: 'ada' })) }, 'page'],
])('refuses %j for its %s', async (body, field) => {
  const { deps, commanded } = plainDeps();
  expect(said(await declareIncident(deps, request(body)))).toMatchObject({ status: 400, field });
  expect(commanded).toEqual([]);
});

it('pages who is asked for by name, each once', async () => {
  const { deps, commanded } = plainDeps({ directory: directory([person('ben')], [always('primary', 'ben')]) });
  const page = [
    { type: 'user', id: 'ben' },
    { type: 'schedule', id: 'primary' },
    { type: 'user', id: 'ben' },
  ];
  await declareIncident(deps, request({ title: 't', page }));
  expect(commanded).toMatchObject([
    {
      page: [
        { type: 'user', id: 'ben', name: 'Ben' },
        { type: 'schedule', id: 'primary', name: 'primary' },
      ],
    },
  ]);
});
