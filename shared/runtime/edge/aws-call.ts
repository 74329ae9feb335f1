import { clock } from '../clock.ts';
import { environment } from '../environment.ts';
import { connections, deadline } from './connections.ts';
import { type AwsCredentials, signedHeaders } from './sigv4.ts';

/** Lambda's own: they change while it lives, so they are read each time. */
const credentials = (): AwsCredentials => ({
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  sessionToken: process.env['AWS_SESSION_TOKEN'],
});

/** A call of an AWS service that speaks JSON, without its SDK, which is ten times what an entrance may weigh. */
interface AwsCall {
  readonly service: 'sqs' | 'dynamodb';
  readonly url: URL;
  /** `AmazonSQS.SendMessage` */
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks once, for that many milliseconds at most. @throws NoAnswer when there is none */
export const callAws = ({ service, url, target, body: input }: AwsCall, ms: number) => {
  const body = JSON.stringify(input);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const request = { service, region: environment('PD_REGION'), url, headers, body };
  return connections().send({
    method: 'POST',
    url,
    headers: signedHeaders(request, credentials(), clock().now()),
    body,
    signal: deadline(ms),
  });
};
