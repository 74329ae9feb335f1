import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { type Instant, toEpochMs } from '../../lib/instant.ts';
import { sha256 } from '../sha256.ts';

/** An id of small letters and digits that sorts by the time it was made. */
export const newId = (at: Instant): string => ulid(toEpochMs(at)).toLowerCase();

/** 32 random bytes in letters that an address takes, to be shown once, and the hash that is kept of them. */
export const newSecret = (): { readonly secret: string; readonly hash: string } => {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: sha256(secret) };
};
