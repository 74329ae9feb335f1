import { advance, type Receipt } from '../../domain/paging/delivery-status.ts';
import { type Attempt, RECEIPTS_MAX } from '../../domain/paging/page.ts';
import type { Instant } from '../../lib/instant.ts';

/** The attempt with one more receipt; undefined when the receipt says nothing new. */
export const withReceipt = (attempt: Attempt, receipt: Receipt, at: Instant): Attempt | undefined => {
  const furthest = attempt.receipt ? advance(attempt.receipt, receipt) : receipt;
  if (furthest === attempt.receipt || attempt.receipts.length >= RECEIPTS_MAX) return undefined;
  return { ...attempt, receipt: furthest, receipts: [...attempt.receipts, { ...receipt, at }] };
};
