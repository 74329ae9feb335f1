import type { Instant } from '../../lib/instant.ts';
import { addSeconds } from '../../lib/instant.ts';

/** How long a code can be said, how often it can be said wrongly, and how soon there is another. */
export const CODE_SECONDS = 600;
export const CODE_TRIES_MAX = 5;
export const CODE_AGAIN_SECONDS = 30;

/** A code that was sent to an address. The code itself is nowhere. */
export interface ContactCode {
  readonly userId: string;
  readonly methodId: string;
  /** Of the code with the salt. */
  readonly hash: string;
  readonly salt: string;
  readonly sentAt: Instant;
  /** How often a code was said, right or wrong. */
  readonly tries: number;
}

export const expiryOf = ({ sentAt }: Pick<ContactCode, 'sentAt'>): Instant => addSeconds(sentAt, CODE_SECONDS);

const MINUTES = CODE_SECONDS / 60;
const WHERE = `Enter it where you added this`;

/** What is sent with a code, by channel: plain words, no link, and what to do if one did not ask for it. */
export const codeTexts = {
  sms: (code: string): string =>
    `PD Lite: your code is ${code}. ${WHERE} number, within ${MINUTES} minutes. If you did not ask for it, ignore this. Reply STOP for no more messages.`,
  /** Digit by digit, as a voice should say it. */
  voice: (code: string): string => `This is P D Lite. Your code is: ${code.split('').join(', ')}.`,
  slack: (code: string): string =>
    `Your PD Lite code is ${code}. ${WHERE} account, within ${MINUTES} minutes. If you did not ask for it, ignore this.`,
  email: (code: string): { readonly subject: string; readonly text: string } => ({
    subject: `${code} is your PD Lite code`,
    text: `Your PD Lite code is ${code}. ${WHERE} address, within ${MINUTES} minutes.\n\nIf you did not ask for it, ignore this e-mail.\n`,
  }),
} as const;
