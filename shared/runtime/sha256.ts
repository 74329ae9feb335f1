import { createHash } from 'node:crypto';

/** Integration keys and tokens are stored and looked up by this. */
export const sha256 = (secret: string): string => createHash('sha256').update(secret).digest('hex');
