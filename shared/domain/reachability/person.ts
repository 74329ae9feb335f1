import { isVerified } from '../directory/contact-method.ts';
import { usableRules } from '../directory/usable-rules.ts';
import type { NotificationRule, User } from '../directory/user.ts';
import { type Finding, type FindingLevel, findingOf } from './finding.ts';

const CHANNELS = { sms: 'text message', voice: 'phone call', slack: 'Slack message', email: 'e-mail' } as const;

/** The end of a phone number, and of anything else nothing: these words go where others read them. */
const endOf = ({ channel, to }: NotificationRule): string =>
  channel === 'sms' || channel === 'voice' ? ` to ...${to.slice(-4)}` : '';

const rulesText = (rules: readonly NotificationRule[]): string =>
  [...new Set(rules.map((rule) => `${CHANNELS[rule.channel]}${endOf(rule)}`))].join(', ');

/** A text to a number that said STOP reaches nobody by Twilio. */
const isDeaf = (rule: NotificationRule, optedOut: ReadonlySet<string>): boolean =>
  rule.channel === 'sms' && optedOut.has(rule.to);

/** Whether any rule by which somebody would be paged leads to them. */
export const canBeReached = (user: User, optedOut: ReadonlySet<string>): boolean =>
  usableRules(user).rules.some((rule) => !isDeaf(rule, optedOut));

const optedOutOf = (user: User, isNeeded: boolean, optedOut: ReadonlySet<string>): readonly Finding[] => {
  const deaf = user.rules.filter((rule) => isDeaf(rule, optedOut));
  if (deaf.length === 0) return [];
  const level: FindingLevel = isNeeded && !canBeReached(user, optedOut) ? 'error' : 'warning';
  return [
    findingOf(
      { ...user, type: 'user' },
      {
        level,
        code: 'opted-out',
        what: `${user.name} gets no text messages: ${rulesText(deaf)}`,
        why: 'This phone has answered STOP, and Twilio sends nothing to it any more.',
        todo: 'Answer START from this phone, or page another one.',
      },
    ),
  ];
};

const notVerifiedOf = (user: User): readonly Finding[] => {
  const unknown = user.rules.filter((rule) => !isVerified(user, rule));
  if (unknown.length === 0) return [];
  const isAll = unknown.length === user.rules.length;
  return [
    findingOf(
      { ...user, type: 'user' },
      {
        level: 'warning',
        code: 'not-verified',
        what: isAll
          ? `Nothing of ${user.name}'s is verified: ${rulesText(unknown)}`
          : `Rules of ${user.name} are left out: ${rulesText(unknown)}`,
        why: isAll
          ? 'They are paged there all the same, and nobody knows whether it is the right place.'
          : 'Nobody has said the code that was sent there.',
        todo: 'Add it as a contact method, and say the code that comes.',
      },
    ),
  ];
};

const singleChannelOf = (user: User): readonly Finding[] => {
  const channels = new Set(usableRules(user).rules.map(({ channel }) => channel));
  const [only] = channels;
  if (!only || channels.size > 1) return [];
  return [
    findingOf(
      { ...user, type: 'user' },
      {
        level: 'warning',
        code: 'single-channel',
        what: `${user.name} is paged by ${CHANNELS[only]} only`,
        why: 'When that one channel fails, they are not reached.',
        todo: only === 'voice' ? 'Add a text message before the call.' : 'Add a call a few minutes later.',
      },
    ),
  ];
};

/** What would keep pages from one person. `isNeeded`: a policy or a schedule names them. */
export const personFindings = (
  user: User,
  { isNeeded, optedOut }: { readonly isNeeded: boolean; readonly optedOut: ReadonlySet<string> },
): readonly Finding[] => {
  if (user.rules.length === 0) {
    if (!isNeeded && user.role === 'viewer') return [];
    return [
      findingOf(
        { ...user, type: 'user' },
        {
          level: isNeeded ? 'error' : 'info',
          code: 'no-rules',
          what: `${user.name} cannot be paged`,
          why: isNeeded
            ? 'They are in a policy or a schedule, and have no notification rules.'
            : 'They have no notification rules.',
          todo: 'Add a rule: a text message at once, and a call two minutes later.',
        },
      ),
    ];
  }
  const found = [...optedOutOf(user, isNeeded, optedOut), ...notVerifiedOf(user)];
  return isNeeded ? [...found, ...singleChannelOf(user)] : found;
};
