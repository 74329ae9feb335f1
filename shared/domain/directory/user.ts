import type { E164, UserId } from '../../lib/ids.ts';

/** One step of how a person wants to be reached: this channel, so many seconds after the page began. */
export interface NotificationRule {
  readonly channel: 'sms' | 'voice';
  readonly to: E164;
  readonly delaySeconds: number;
}

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly role: 'admin' | 'responder' | 'viewer';
  /** In the order of their delays. */
  readonly rules: readonly NotificationRule[];
  readonly version: number;
}
