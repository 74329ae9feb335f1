import { expect, it } from 'vitest';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { removeContactMethod } from './handler.ts';

it('knows nothing of people who are not there', async () => {
  const deps = { config: { users: { get: async () => undefined } }, codes: {} };
  const asked = request(undefined, { params: { id: 'nobody', methodId: 'sms-1' } });
  expect(said(await removeContactMethod(deps as never, asked))).toMatchObject({ status: 404, field: 'id' });
});
