import { createHash, createHmac } from 'node:crypto';
import type { Instant } from '../../lib/instant.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role, as Lambda's always are. */
  readonly sessionToken?: string | undefined;
}

/** A POST to an AWS service whose address has no query. */
export interface AwsRequest {
  readonly service: string;
  readonly region: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `20261123T030000Z`. */
const compact = (at: Instant): string => at.replace(/[-:]|\.\d{3}/g, '');

/** The path with each segment encoded a second time, which all services but S3 ask for. */
const canonicalPath = ({ pathname }: URL): string => pathname.split('/').map(encodeURIComponent).join('/');

const canonicalRequest = (request: AwsRequest, headers: readonly (readonly [string, string])[]): string =>
  [
    'POST',
    canonicalPath(request.url),
    '',
    ...headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    headers.map(([name]) => name).join(';'),
    sha256(request.body),
  ].join('\n');

/**
 * The headers of a request with AWS's signature (version 4) of all of them and of the body. The SDK's signer and its
 * client of one service weigh ten times what an entrance may; a test holds this to the signatures of another library.
 */
export const signedHeaders = (
  request: AwsRequest,
  credentials: AwsCredentials,
  at: Instant,
): Readonly<Record<string, string>> => {
  const time = compact(at);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-date': time,
    ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
  };
  const sorted = Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1));
  const scope = [time.slice(0, 8), request.region, request.service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonicalRequest(request, sorted))].join('\n');
  const signature = hmac(key, toSign).toString('hex');
  const names = sorted.map(([name]) => name).join(';');
  const credential = `${accessKeyId}/${scope.join('/')}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
};
