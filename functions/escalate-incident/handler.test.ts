import { expect, it } from 'vitest';
import { directory, person } from '../../shared/domain/escalation/fixtures/directory.ts';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { escalateIncident } from './handler.ts';

it.each([
  [{}, null],
  [{ reason: 'need help' }, 'need help'],
])('escalates by %j', async (body, reason) => {
  const { deps, commanded } = plainDeps();
  await escalateIncident(deps, request(body));
  expect(commanded).toMatchObject([{ type: 'Escalate', reason, page: null }]);
});

it('says that there is nobody to page', async () => {
  const { deps } = plainDeps({ refusal: { code: 'nobody-to-page' } });
  expect(said(await escalateIncident(deps, request()))).toMatchObject({ status: 409, code: 'nobody-to-page' });
});

it('pages those who are asked for by name, and nobody who is not there', async () => {
  const { deps, commanded } = plainDeps({ directory: directory([person('ben')]) });
  await escalateIncident(deps, request({ page: [{ type: 'user', id: 'ben' }] }));
  expect(commanded).toMatchObject([{ type: 'Escalate', page: [{ type: 'user', id: 'ben', name: 'Ben' }] }]);
  const page = [
    { type: 'user', id: 'ben' },
    { type: 'schedule', id: 'gone' },
  ];
  expect(said(await escalateIncident(deps, request({ page })))).toMatchObject({ status: 400, field: 'page[1].id' });
  expect(commanded).toHaveLength(1);
});
