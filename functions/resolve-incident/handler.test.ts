import { expect, it } from 'vitest';
import { ADA, START } from '../../shared/domain/incident/fixtures/incident.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { resolveIncident } from './handler.ts';

it('resolves', async () => {
  const { deps, commanded } = plainDeps();
  await resolveIncident(deps, request());
  expect(commanded).toMatchObject([{ type: 'Resolve', summary: null }]);
});

it('says who had resolved it, and refuses what is no summary', async () => {
  const { deps } = plainDeps({ refusal: { code: 'already-resolved', by: ADA, at: START, mergedInto: null } });
  expect(said(await resolveIncident(deps, request()))).toMatchObject({
    status: 409,
    code: 'already-resolved',
    by: ADA,
  });
  expect(said(await resolveIncident(deps, request({ summary: 7 })))).toMatchObject({ status: 400, field: 'summary' });
});
