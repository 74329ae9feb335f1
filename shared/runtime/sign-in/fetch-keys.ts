import { FetchError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';
import { KeepAliveHttp } from '../../telephony/keep-alive-http.ts';

/** The authorizer has five seconds, and whoever waits for it has less patience. */
const WAIT_MS = 1500;
const TRIES = 2;

const connections = new KeepAliveHttp();

const ask = async (url: URL): Promise<ArrayBuffer> => {
  const signal = AbortSignal.timeout(WAIT_MS);
  const { statusCode, body } = await connections.send({ method: 'GET', url, headers: {}, signal });
  if (statusCode !== 200) throw new Error(`the provider answered ${statusCode}`);
  return new TextEncoder().encode(body).buffer as ArrayBuffer;
};

/** Fetches an issuer's public keys, twice at most and each time for 1.5 s. @throws FetchError */
export const keyFetcher: Fetcher = {
  async fetch(uri) {
    let last: unknown;
    for (let tried = 0; tried < TRIES; tried += 1) {
      try {
        return await ask(new URL(uri));
      } catch (error) {
        last = error;
      }
    }
    throw new FetchError(uri, last);
  },
};
