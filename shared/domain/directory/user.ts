import type { E164, SlackUserId, UserId } from '../../lib/ids.ts';

/** A text message or a call, so many seconds after the page began. */
export interface PhoneRule {
  readonly channel: 'sms' | 'voice';
  readonly to: E164;
  readonly delaySeconds: number;
}

/** A direct message in Slack, so many seconds after the page began. */
export interface SlackRule {
  readonly channel: 'slack';
  readonly to: SlackUserId;
  readonly delaySeconds: number;
}

/** One step of how a person wants to be reached: this channel, so many seconds after the page began. */
export type NotificationRule = PhoneRule | SlackRule;

export const isPhoneRule = (rule: NotificationRule): rule is PhoneRule => rule.channel !== 'slack';

export interface User {
  readonly id: UserId;
  readonly name: string;
  /** In lower case. Finds the person in Slack for the first time. */
  readonly email: string | null;
  /** Who they are in Slack, once that is known. */
  readonly slackId: SlackUserId | null;
  readonly role: 'admin' | 'responder' | 'viewer';
  /** In the order of their delays. */
  readonly rules: readonly NotificationRule[];
  readonly version: number;
}
