import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { ContactCode } from '../../domain/directory/contact-code.ts';
import type { Instant } from '../../lib/instant.ts';

const hashOf = (code: string, salt: string): string => createHmac('sha256', salt).update(code).digest('hex');

/** A code of six digits, and what is kept of it. */
export const newCode = (
  userId: string,
  methodId: string,
  sentAt: Instant,
): { readonly code: string; readonly kept: ContactCode } => {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const salt = randomBytes(16).toString('hex');
  return { code, kept: { userId, methodId, hash: hashOf(code, salt), salt, sentAt, tries: 0 } };
};

/** In a time that does not tell how much of it was right. */
export const isRight = (said: string, { hash, salt }: ContactCode): boolean =>
  timingSafeEqual(Buffer.from(hashOf(said, salt), 'hex'), Buffer.from(hash, 'hex'));
