import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterEach, expect, it } from 'vitest';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { handler, health } from './handler.ts';

/** A table that answers the tries as told, and the time that each was given. */
const givenATable = (...answers: boolean[]) => {
  const waitedMs: number[] = [];
  const tableAnswers = async (ms: number) => {
    waitedMs.push(ms);
    return answers[waitedMs.length - 1] ?? false;
  };
  return { waitedMs, deps: { region: 'us-east-1', tableAnswers } };
};

afterEach(() => {
  for (const name of ['PD_ORIGIN_HASHES', 'PD_REGION', 'PD_TABLE', 'AWS_ENDPOINT_URL_DYNAMODB'])
    delete process.env[name];
});

it('is well while the table answers, and says which region it is and nothing else', async () => {
  const { deps } = givenATable(true);
  expect(said(await health(deps, request()))).toEqual({ status: 200, region: 'us-east-1' });
});

it('asks a second time before it says that it is not', async () => {
  const { deps, waitedMs } = givenATable(false, true);
  expect((await health(deps, request())).statusCode).toBe(200);
  expect(waitedMs).toHaveLength(2);
});

it('is not well when the table does not answer in time for Route 53, which waits two seconds', async () => {
  const { deps, waitedMs } = givenATable();
  expect((await health(deps, request())).statusCode).toBe(503);
  expect(waitedMs.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(1500);
});

it('is asked directly, and not through CloudFront', async () => {
  process.env['PD_ORIGIN_HASHES'] = 'ab'.repeat(32);
  process.env['PD_REGION'] = 'us-east-1';
  process.env['PD_TABLE'] = 'pd-lite-state';
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = 'http://127.0.0.1:1';
  const event = {
    rawPath: '/v1/health',
    rawQueryString: '',
    headers: {},
    requestContext: { requestId: 'request-1', http: { method: 'GET', path: '/v1/health' } },
  } as unknown as APIGatewayProxyEventV2;
  expect((await handler(event, {} as Context)).statusCode).toBe(503);
});
