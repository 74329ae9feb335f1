import { expect, it } from 'vitest';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { reopenIncident } from './handler.ts';

it('reopens', async () => {
  const { deps, commanded } = plainDeps();
  await reopenIncident(deps, request({ reason: 'it is back' }));
  expect(commanded).toMatchObject([{ type: 'Reopen', reason: 'it is back' }]);
});

it('says that it is open', async () => {
  const { deps } = plainDeps({ refusal: { code: 'not-resolved' } });
  expect(said(await reopenIncident(deps, request()))).toMatchObject({ status: 409, code: 'not-resolved' });
});
