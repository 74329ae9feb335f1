import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { request, said } from '../../shared/runtime/fixtures/request.ts';
import { handler, verifyContactMethod } from './handler.ts';

type Deps = Parameters<typeof verifyContactMethod>[0];
const path = '/v1/users/ada/contact-methods/sms-1/verify';

it('turns away whoever is not signed in', async () => {
  const event = {
    rawPath: path,
    rawQueryString: '',
    headers: {},
    requestContext: { requestId: 'request-1', http: { method: 'POST', path } },
  } as unknown as APIGatewayProxyEventV2;
  expect((await handler(event, {} as Context)).statusCode).toBe(401);
});

it.each(['12345', '1234567', 'abcdef', '', 123456])('takes six digits, and not %j', async (code) => {
  expect(said(await verifyContactMethod({} as Deps, request({ code })))).toMatchObject({ status: 400, field: 'code' });
});
