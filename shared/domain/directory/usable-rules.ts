import { isVerified } from './contact-method.ts';
import type { NotificationRule, RuleUrgency, User } from './user.ts';

/** How urgent a page is. */
export type Urgency = 'high' | 'low';

/** A rule that a page leaves out, or uses although something speaks against it, and why. */
export interface RuleNote {
  readonly channel: NotificationRule['channel'];
  readonly to: NotificationRule['to'];
  readonly used: boolean;
  readonly why: string;
}

export interface UsableRules {
  readonly rules: readonly NotificationRule[];
  /** What is to be said of them on the timeline. */
  readonly notes: readonly RuleNote[];
}

const NOT_VERIFIED = 'it is not verified';
const noteOf = ({ channel, to }: NotificationRule, used: boolean, why: string): RuleNote => ({
  channel,
  to,
  used,
  why,
});

const isFor = ({ urgency = 'any' }: { readonly urgency?: RuleUrgency }, wanted: Urgency): boolean =>
  urgency === 'any' || urgency === wanted;

/**
 * The rules by which a person is paged, and what is to be said of them. Those of the other urgency do not count, unless
 * there are no others. An address that is not verified is left out, unless there is no other: somebody who might be
 * reached is better than nobody, and the record says so.
 */
export const usableRules = (user: Pick<User, 'contactMethods' | 'rules'>, urgency: Urgency = 'high'): UsableRules => {
  const meant = user.rules.filter((rule) => isFor(rule, urgency));
  const rules = meant.length > 0 ? meant : user.rules;
  const others =
    rules === meant ? [] : rules.map((rule) => noteOf(rule, true, `there is no rule of ${urgency} urgency`));
  const known = rules.filter((rule) => isVerified(user, rule));
  const unknown = rules.filter((rule) => !known.includes(rule));
  if (known.length > 0) {
    return { rules: known, notes: [...others, ...unknown.map((rule) => noteOf(rule, false, NOT_VERIFIED))] };
  }
  const why = `${NOT_VERIFIED}, and nothing else of theirs is`;
  return { rules, notes: [...others, ...unknown.map((rule) => noteOf(rule, true, why))] };
};
