import { createHash, timingSafeEqual } from 'node:crypto';
import { optional } from '../environment.ts';
import { problem, type Response } from './response.ts';

/** What CloudFront adds to every request that it hands on; in place of whatever the caller sent under that name. */
const ORIGIN_HEADER = 'x-pd-origin';

/**
 * Whether a request came through CloudFront, with its firewall. The functions know only hashes of the secret: nothing
 * that has to be kept. There can be several, so that a new secret is known everywhere before it is sent. None: there is
 * no CloudFront, as on the laptop, and every way in is good.
 */
export const cameThroughTheFront = (headers: Readonly<Record<string, string | undefined>>): boolean => {
  const hashes = optional('PD_ORIGIN_HASHES');
  if (!hashes) return true;
  const given = createHash('sha256')
    .update(headers[ORIGIN_HEADER] ?? '')
    .digest();
  return hashes.split(',').some((hash) => {
    const known = Buffer.from(hash, 'hex');
    return known.length === given.length && timingSafeEqual(known, given);
  });
};

export const notThroughTheFront = (): Response =>
  problem(403, 'This is not the way in', 'Use the public address: this one takes requests from it alone.', [
    { field: 'host', message: 'is not the public address' },
  ]);
