import type { E164, EmailAddress, SlackUserId, UserId } from '../../lib/ids.ts';
import type { ContactMethod } from './contact-method.ts';

/** For which pages a rule is: those that are urgent, those that are not, or both. */
export type RuleUrgency = 'high' | 'low' | 'any';

interface RuleTimes {
  readonly delaySeconds: number;
  /** Absent, as in every rule of before: for any page. */
  readonly urgency?: RuleUrgency;
}

/** A text message or a call, so many seconds after the page began. */
export interface PhoneRule extends RuleTimes {
  readonly channel: 'sms' | 'voice';
  readonly to: E164;
}

/** A direct message in Slack, so many seconds after the page began. */
export interface SlackRule extends RuleTimes {
  readonly channel: 'slack';
  readonly to: SlackUserId;
}

/** An e-mail, so many seconds after the page began. */
export interface EmailRule extends RuleTimes {
  readonly channel: 'email';
  readonly to: EmailAddress;
}

/** One step of how a person wants to be reached: this channel, so many seconds after the page began. */
export type NotificationRule = PhoneRule | SlackRule | EmailRule;

export const isPhoneRule = (rule: { readonly channel: string }): rule is PhoneRule =>
  rule.channel === 'sms' || rule.channel === 'voice';

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
  /** Where they can be reached. Absent in users of before: `contactMethodsOf` says what they had. */
  readonly contactMethods?: readonly ContactMethod[];
  readonly version: number;
}
