import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const ACCOUNT = '123456789012';

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::${ACCOUNT}:user/check</Arn><UserId>check</UserId><Account>${ACCOUNT}</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/** Credentials that open nothing, and an address that everything of AWS is asked at. */
export const emulatedAws = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_S3_USE_PATH_STYLE: 'true',
});

/** Answers what a plan of new resources asks AWS: who am I, is this a state machine, what would be a good password? */
export const startStandIn = async (): Promise<{ readonly url: string; close(): void }> => {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (String(request.headers['x-amz-target']).endsWith('.ValidateStateMachineDefinition')) {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      return void response.end('{"result":"OK","diagnostics":[],"truncated":false}');
    }
    if (String(request.headers['x-amz-target']).endsWith('.GetRandomPassword')) {
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      return void response.end(JSON.stringify({ RandomPassword: 'x'.repeat(64) }));
    }
    if (body.includes('Action=GetCallerIdentity')) {
      response.setHeader('content-type', 'text/xml');
      return void response.end(IDENTITY);
    }
    response.writeHead(501, { 'content-type': 'application/json' });
    response.end(`{"__type":"NotImplemented","message":"${request.method} ${request.url} is not asked by a plan"}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
};
