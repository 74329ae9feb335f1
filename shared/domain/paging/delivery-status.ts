/**
 * What a provider's receipts say about one send. Receipts come late, twice and in any order; a send's status only moves
 * forward. Reaching a phone is not an answer: voicemail also ends as `completed`.
 */

/** In the order in which a message goes through them; the last three are final. */
export const SMS_STATUSES = ['accepted', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed'] as const;
export type SmsStatus = (typeof SMS_STATUSES)[number];

/** In the order in which a call goes through them; from `completed` on they are final. */
export const CALL_STATUSES = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export type ReceiptKind = 'sms' | 'call';

export type SmsReceipt = {
  readonly kind: 'sms';
  readonly status: SmsStatus;
  /** The provider's code, as text: a name, not a quantity. */
  readonly errorCode?: string;
};

export type CallReceipt = {
  readonly kind: 'call';
  readonly status: CallStatus;
  /** Twilio's `SequenceNumber`: the order in which the call's events happened. */
  readonly sequence?: number;
  readonly errorCode?: string;
};

export type Receipt = SmsReceipt | CallReceipt;

const RANK_FINAL = 10;

const SMS_RANK: Record<SmsStatus, number> = {
  accepted: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: RANK_FINAL,
  undelivered: RANK_FINAL,
  failed: RANK_FINAL,
};

const CALL_RANK: Record<CallStatus, number> = {
  queued: 0,
  initiated: 1,
  ringing: 2,
  'in-progress': 3,
  completed: RANK_FINAL,
  busy: RANK_FINAL,
  'no-answer': RANK_FINAL,
  failed: RANK_FINAL,
  canceled: RANK_FINAL,
};

const GOOD: Record<ReceiptKind, ReadonlySet<string>> = {
  sms: new Set<SmsStatus>(['sent', 'delivered']),
  call: new Set<CallStatus>(['ringing', 'in-progress', 'completed']),
};

const FAILED: Record<ReceiptKind, ReadonlySet<string>> = {
  sms: new Set<SmsStatus>(['undelivered', 'failed']),
  call: new Set<CallStatus>(['busy', 'no-answer', 'failed', 'canceled']),
};

/** Statuses that Twilio documents beside the usual ones, as the nearest of ours. */
const SMS_SYNONYM: Readonly<Record<string, SmsStatus>> = {
  scheduled: 'accepted',
  partially_delivered: 'sent',
  read: 'delivered',
  canceled: 'failed',
};
const CALL_SYNONYM: Readonly<Record<string, CallStatus>> = { answered: 'in-progress' };

/** Reads a message status as Twilio writes it; undefined when it is none that we know. */
export const parseSmsStatus = (text: string): SmsStatus | undefined =>
  SMS_STATUSES.find((status) => status === text) ?? own(SMS_SYNONYM, text);

/** Reads a call status as Twilio writes it; undefined when it is none that we know. */
export const parseCallStatus = (text: string): CallStatus | undefined =>
  CALL_STATUSES.find((status) => status === text) ?? own(CALL_SYNONYM, text);

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const rank = (receipt: Receipt): number =>
  receipt.kind === 'sms' ? SMS_RANK[receipt.status] : CALL_RANK[receipt.status];

/** The statuses of a message that one with this status is a step forward from, whatever else is known of it. */
export const statusesBefore = (status: SmsStatus): readonly SmsStatus[] =>
  SMS_STATUSES.filter((other) => SMS_RANK[other] < SMS_RANK[status]);

/** Nothing that arrives later can change a final status. */
export const isFinal = (receipt: Receipt): boolean => rank(receipt) === RANK_FINAL;

/** Good enough not to try the next provider: the network took the message, or the phone rings. */
export const isGood = (kind: ReceiptKind, status: SmsStatus | CallStatus): boolean => GOOD[kind].has(status);

/** The send will not reach the phone: the next channel is due now. */
export const isFailed = (kind: ReceiptKind, status: SmsStatus | CallStatus): boolean => FAILED[kind].has(status);

/**
 * The status after one more receipt. Gives `current` itself, the same object, when the receipt changes nothing:
 * it is older, a repeat, of another kind, or `current` is final. A repeat that brings a missing error code adds it.
 */
export const advance = (current: Receipt | undefined, incoming: Receipt): Receipt => {
  if (current === undefined) return incoming;
  if (current.kind !== incoming.kind) return current;
  if (current.status === incoming.status) return withErrorCode(current, incoming.errorCode);
  return rank(incoming) > rank(current) && !happenedBefore(incoming, current) ? incoming : current;
};

const withErrorCode = (current: Receipt, errorCode: string | undefined): Receipt =>
  errorCode === undefined || current.errorCode !== undefined ? current : { ...current, errorCode };

/** A final status is always the last event, whatever its number says. */
const happenedBefore = (incoming: Receipt, current: Receipt): boolean => {
  if (incoming.kind !== 'call' || current.kind !== 'call' || isFinal(incoming)) return false;
  if (incoming.sequence === undefined || current.sequence === undefined) return false;
  return incoming.sequence < current.sequence;
};

/**
 * Trying this number on this channel again cannot succeed: a bad number, an opt-out, a landline, a blocked or an
 * unregistered sender. Twilio's error codes, and SNS's and SES's names for the same.
 */
const PERMANENT: ReadonlySet<string> = new Set([
  '21211',
  '21610',
  '21614',
  '30004',
  '30005',
  '30006',
  '30007',
  '30034',
  'OptedOut',
  'OptedOutException',
  'InvalidParameter',
  'InvalidParameterException',
  'MessageRejected',
  'BadRequestException',
]);

/**
 * Whether a provider's error code rules out another try on the same channel. Every other code counts as transient,
 * also an unknown one. Either way the next channel is due now: this only says whether to come back to this one.
 */
export const isPermanent = (code: string | undefined): boolean => code !== undefined && PERMANENT.has(code);
