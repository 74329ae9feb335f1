import { expect, it } from 'vitest';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { escalateIncident } from './handler.ts';

it.each([
  [{}, null],
  [{ reason: 'need help' }, 'need help'],
])('escalates by %j', async (body, reason) => {
  const { deps, commanded } = plainDeps();
  await escalateIncident(deps, request(body));
  expect(commanded).toMatchObject([{ type: 'Escalate', reason }]);
});

it('says that there is nobody to page', async () => {
  const { deps } = plainDeps({ refusal: { code: 'nobody-to-page' } });
  expect(said(await escalateIncident(deps, request()))).toMatchObject({ status: 409, code: 'nobody-to-page' });
});
