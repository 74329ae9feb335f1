import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { givenARegion } from '../../tests/scenarios/harness.ts';
import type { OpenApi } from './document.ts';

const pd = await givenARegion({ apart: false });
const described = (await pd.api('GET', '/openapi.json', { token: null })).body as OpenApi;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: 'api', ...described });

/** What the description says of an answer holds for it. */
const expectDescribed = (body: unknown, path: string, status: number, type = 'application/json'): void => {
  const steps = ['paths', path, 'get', 'responses', String(status), 'content', type, 'schema'];
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.compile({ $ref: `api#/${pointer}` });
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
};

it.each(['users', 'schedules', 'policies', 'services'])('%s are answered as the description says', async (kind) => {
  const list = await pd.must(200, 'GET', `/v1/${kind}`);
  expect(list.body.items.length).toBeGreaterThan(0);
  expectDescribed(list.body, `/v1/${kind}`, 200);
  const one = await pd.must(200, 'GET', `/v1/${kind}/${list.body.items[0].id}`);
  expectDescribed(one.body, `/v1/${kind}/{id}`, 200);
});

it('so is a problem', async () => {
  const { body } = await pd.must(404, 'GET', '/v1/users/nobody');
  const validate = ajv.compile({ $ref: 'api#/components/schemas/Problem' });
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
});

it.each(['/docs/api', '/docs/api/', '/docs/api/reference.css'])('%s is there for everybody', async (path) => {
  const answer = await fetch(`${pd.url}${path}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});
