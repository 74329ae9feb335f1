import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  CALL_STATUSES,
  type CallStatus,
  isFailed,
  isFinal,
  isGood,
  isPermanent,
  parseCallStatus,
  parseSmsStatus,
  type Receipt,
  SMS_STATUSES,
  type SmsStatus,
} from './delivery-status.ts';

const sms = (status: SmsStatus, errorCode?: string): Receipt =>
  errorCode === undefined ? { kind: 'sms', status } : { kind: 'sms', status, errorCode };
const call = (status: CallStatus, sequence?: number): Receipt =>
  sequence === undefined ? { kind: 'call', status } : { kind: 'call', status, sequence };
const fold = (receipts: readonly Receipt[]): Receipt | undefined =>
  receipts.reduce<Receipt | undefined>((current, incoming) => advance(current, incoming), undefined);

describe('the status of a send', () => {
  it('starts with the first receipt', () => {
    expect(advance(undefined, sms('sending'))).toEqual(sms('sending'));
  });

  it('does not go back when an older receipt comes late', () => {
    const delivered = sms('delivered');
    expect(advance(delivered, sms('sent'))).toBe(delivered);
  });

  it('lets no other final status replace a final one', () => {
    const undelivered = sms('undelivered', '30003');
    expect(advance(undelivered, sms('delivered'))).toBe(undelivered);
    expect(advance(undelivered, sms('failed', '30007'))).toBe(undelivered);
  });

  it('takes the error code that a repeat brings, and keeps the first one', () => {
    const named = advance(sms('failed'), sms('failed', '21610'));
    expect(named).toEqual(sms('failed', '21610'));
    expect(advance(named, sms('failed', '30008'))).toBe(named);
  });

  it('ignores an event of a call that happened before what is known', () => {
    const ringing = call('ringing', 2);
    expect(advance(ringing, call('in-progress', 1))).toBe(ringing);
    expect(advance(ringing, call('in-progress', 3))).toEqual(call('in-progress', 3));
    expect(advance(ringing, call('in-progress'))).toEqual(call('in-progress'));
  });

  it('takes the end of a call whatever its number says', () => {
    expect(advance(call('ringing', 2), call('busy', 0))).toEqual(call('busy', 0));
  });

  it('ignores a receipt of the other kind', () => {
    const ringing = call('ringing');
    expect(advance(ringing, sms('failed'))).toBe(ringing);
  });

  it('ends the same in whatever order, and however often, the receipts of one message come', () => {
    const history = [sms('accepted'), sms('queued'), sms('sending'), sms('sent'), sms('delivered')];
    fc.assert(
      fc.property(fc.shuffledSubarray([...history, ...history], { minLength: 1 }), (receipts) => {
        const furthest = Math.max(...receipts.map((receipt) => history.findIndex((h) => h.status === receipt.status)));
        expect(fold(receipts)).toEqual(history[furthest]);
      }),
    );
  });

  it('ends the same in whatever order the events of one call come', () => {
    const history = [call('initiated', 0), call('ringing', 1), call('in-progress', 2), call('completed', 3)];
    fc.assert(
      fc.property(fc.shuffledSubarray([...history, ...history], { minLength: 1 }), (receipts) => {
        const furthest = Math.max(
          ...receipts.map((receipt) => (receipt.kind === 'call' ? (receipt.sequence ?? 0) : 0)),
        );
        expect(fold(receipts)).toEqual(history[furthest]);
      }),
    );
  });

  it('never leaves a final status', () => {
    const receipt = fc.oneof(
      fc.constantFrom(...SMS_STATUSES).map((status) => sms(status)),
      fc.tuple(fc.constantFrom(...CALL_STATUSES), fc.nat(9)).map(([status, sequence]) => call(status, sequence)),
    );
    fc.assert(
      fc.property(receipt.filter(isFinal), fc.array(receipt), (final, later) => {
        expect(fold([final, ...later])?.status).toBe(final.status);
      }),
    );
  });
});

describe('what a status means', () => {
  it.each([
    ['sms', 'good', ['sent', 'delivered']],
    ['sms', 'failed', ['undelivered', 'failed']],
    ['sms', 'open', ['accepted', 'queued', 'sending']],
    ['call', 'good', ['ringing', 'in-progress', 'completed']],
    ['call', 'failed', ['busy', 'no-answer', 'failed', 'canceled']],
    ['call', 'open', ['queued', 'initiated']],
  ] as const)('of %s: %s', (kind, meaning, statuses) => {
    for (const status of statuses) {
      expect([status, isGood(kind, status), isFailed(kind, status)]).toEqual([
        status,
        meaning === 'good',
        meaning === 'failed',
      ]);
    }
  });

  it('reads what Twilio writes, and nothing else', () => {
    expect(SMS_STATUSES.map(parseSmsStatus)).toEqual(SMS_STATUSES);
    expect(CALL_STATUSES.map(parseCallStatus)).toEqual(CALL_STATUSES);
    expect(['read', 'partially_delivered', 'canceled', 'toString', ''].map(parseSmsStatus)).toEqual([
      'delivered',
      'sent',
      'failed',
      undefined,
      undefined,
    ]);
    expect(['answered', 'delivered', 'constructor'].map(parseCallStatus)).toEqual([
      'in-progress',
      undefined,
      undefined,
    ]);
  });

  it('tells a number that cannot be reached from a provider that is not well', () => {
    const permanent = ['21211', '21610', '21614', '30004', '30005', '30006', '30007', '30034', 'OptedOut'];
    const transient = ['20429', '30001', '30003', '30008', 'http-503', 'unheard-of', undefined];
    expect(permanent.filter(isPermanent)).toEqual(permanent);
    expect(transient.filter(isPermanent)).toEqual([]);
  });
});
