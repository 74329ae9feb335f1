import { expect, it } from 'vitest';
import { INCIDENT, resolved } from '../../shared/domain/incident/fixtures/incident.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { mergeIncidents } from './handler.ts';

it('merges into an open incident, by its number or id', async () => {
  const { deps, commanded } = plainDeps();
  await mergeIncidents(deps, request({ into: 'INC-7' }));
  expect(commanded).toMatchObject([{ type: 'Merge', into: INCIDENT, intoNumber: 7 }]);
});

it('refuses one that is not there, or is over', async () => {
  expect(said(await mergeIncidents(plainDeps().deps, request({ into: 'INC-9' })))).toMatchObject({
    status: 400,
    field: 'into',
  });
  const { deps, commanded } = plainDeps({ incident: resolved() });
  expect(said(await mergeIncidents(deps, request({ into: 'INC-7' })))).toMatchObject({ status: 400, field: 'into' });
  expect(commanded).toEqual([]);
});
