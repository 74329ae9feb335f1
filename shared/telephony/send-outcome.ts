/**
 * What a provider's answer to one send tells us. Expected failures are values: only a bug throws.
 * Messages hold no phone numbers: they may go to the record and to a log.
 */
export type SendOutcome =
  /** The provider has it, under this id. */
  | { readonly type: 'accepted'; readonly sid: string; readonly status: string }
  /** The provider said no: nothing was sent. `permanent`: this number cannot be reached on this channel at all. */
  | { readonly type: 'refused'; readonly code: string; readonly message: string; readonly permanent: boolean }
  /** The provider is not well (`status` 5xx or 429), or was never reached (`status` undefined): nothing was sent. */
  | { readonly type: 'failed'; readonly status: number | undefined; readonly why: string }
  /** It may have been sent: look it up before sending again. */
  | { readonly type: 'unknown'; readonly why: 'timeout' | 'connection-lost' | 'unreadable-answer' };

const DIGITS = /\+?\d[\d ().-]{5,}\d/g;
const MESSAGE_LENGTH_MAX = 200;

/** A provider's message without the phone numbers in it. */
export const withoutNumbers = (message: string): string =>
  message.slice(0, MESSAGE_LENGTH_MAX).replace(DIGITS, '(number)');
