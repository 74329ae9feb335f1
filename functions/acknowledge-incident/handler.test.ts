import { expect, it } from 'vitest';
import { ADA, INCIDENT, START } from '../../shared/domain/incident/fixtures/incident.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { acknowledgeIncident } from './handler.ts';

it('acknowledges as whoever calls, at the time of the request', async () => {
  const { deps, commanded } = plainDeps();
  expect(said(await acknowledgeIncident(deps, request()))).toMatchObject({
    status: 200,
    number: 'INC-7',
    id: INCIDENT,
  });
  expect(commanded).toEqual([{ type: 'Acknowledge', by: request().caller?.actor, at: START }]);
});

it('says who already has it', async () => {
  const { deps } = plainDeps({ refusal: { code: 'already-acknowledged', by: ADA, at: START } });
  const answer = await acknowledgeIncident(deps, request());
  expect(answer.statusCode).toBe(409);
  expect(said(answer)).toMatchObject({
    code: 'already-acknowledged',
    by: ADA,
    detail: `INC-7 was acknowledged by Ada Park at ${START}.`,
  });
});

it.each([
  ['INC-7', 200],
  ['7', 200],
  ['inc-7', 200],
  ['INC-8', 404],
  ['nonsense', 404],
  ['', 404],
])('finds %j: %i', async (id, status) => {
  const { deps } = plainDeps();
  expect((await acknowledgeIncident(deps, request(undefined, { params: { id } }))).statusCode).toBe(status);
});

it.each(['[', 'null', '[]', '"text"', '{"a":'])('refuses the body %s and commands nothing', async (body) => {
  const { deps, commanded } = plainDeps();
  expect((await acknowledgeIncident(deps, { ...request(), body })).statusCode).toBe(400);
  expect(commanded).toEqual([]);
});
