import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { type Instant, toEpochMs } from '../../lib/instant.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_LENGTH_MAX = 6000;

/** Of the signing key, so that there is one secret; another for each use, so that a state is never taken for a code. */
const keyFor = (secret: KeyObject, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret.export({ type: 'pkcs8', format: 'der' }), '', `pd-lite ${use}`, 32));

/** Text that only we can read and make, good until then. It is what we would otherwise have to keep in a table. */
export const seal = (secret: KeyObject, use: string, value: object, until: Instant): string => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, use), iv);
  const text = cipher.update(JSON.stringify({ ...value, until }), 'utf8');
  return Buffer.concat([iv, text, cipher.final(), cipher.getAuthTag()]).toString('base64url');
};

/** What was sealed for this use; undefined when it was not, or not by us, or its time is over. */
export const unseal = <T extends object>(
  secret: KeyObject,
  use: string,
  sealed: string,
  at: Instant,
): T | undefined => {
  if (sealed.length > SEALED_LENGTH_MAX) return undefined;
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, use), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    const { until, ...value } = JSON.parse(text.toString('utf8')) as T & { until: Instant };
    return toEpochMs(until) > toEpochMs(at) ? (value as unknown as T) : undefined;
  } catch {
    return undefined;
  }
};
