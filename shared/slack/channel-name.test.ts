import { describe, expect, it } from 'vitest';
import { channelName } from './channel-name.ts';

describe("the name of an incident's channel", () => {
  it.each([
    [7, 'Checkout is down', 'inc-7-checkout-is-down'],
    [7, "  Élan's <!channel> & Größe: 99.9 %!! ", 'inc-7-elans-channel-grosse-99-9'],
    [7, '結帳故障', 'inc-7'],
    [7, '', 'inc-7'],
    [
      123,
      'High latency on payments-api in eu-west-1: p99 is above 2 seconds for ten minutes',
      'inc-123-high-latency-on-payments-api-in-eu-west-1-p99-is',
    ],
    [7, 'x'.repeat(300), `inc-7-${'x'.repeat(50)}`],
  ])('INC-%d, %s: %s', (number, title, name) => {
    expect(channelName(number, title)).toBe(name);
  });

  it('gets a suffix where it is taken', () => {
    expect(channelName(7, 'Checkout is down', 2)).toBe('inc-7-checkout-is-down-2');
    expect(channelName(7, '結帳故障', 3)).toBe('inc-7-3');
  });
});
