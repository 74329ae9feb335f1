import type { Instant } from '../../lib/instant.ts';
import type { NotificationRule, User } from './user.ts';

export const CONTACT_TYPES = ['sms', 'voice', 'slack', 'email'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** Somewhere a person can be reached, and since when it is known to be theirs. */
export interface ContactMethod {
  /** Made of its type and address: the same twice is one. */
  readonly id: string;
  readonly type: ContactType;
  readonly to: string;
  /** What they call it: "my phone". Empty when they call it nothing. */
  readonly label: string;
  /** Null until they have said the code that was sent there. */
  readonly verifiedAt: Instant | null;
}

/** The most places that one person can be reached at. */
export const METHODS_MAX = 20;

/** What was configured before there were codes counts as verified, from the beginning of time. */
export const BEFORE_CODES = '1970-01-01T00:00:00.000Z' as Instant;

/** `sms-12025550101`, `slack-u0ada`, `email-ada_example.com`: an address in letters that a path takes. */
export const contactMethodId = (type: ContactType, to: string): string =>
  `${type}-${to
    .toLowerCase()
    .replace(/^\+/, '')
    .replace(/[^a-z0-9.@-]/g, (sign) => `~${sign.codePointAt(0)?.toString(16)}`)
    .replace('@', '_')}`;

const newMethod = (type: ContactType, to: string, verifiedAt: Instant | null): ContactMethod => ({
  id: contactMethodId(type, to),
  type,
  to,
  label: '',
  verifiedAt,
});

const methodsOfRules = (rules: readonly NotificationRule[], verifiedAt: Instant | null): readonly ContactMethod[] => [
  ...new Map(rules.map(({ channel, to }) => [`${channel} ${to}`, newMethod(channel, to, verifiedAt)])).values(),
];

/** Where somebody can be reached. A user of before has what their rules name, and it counts as verified. */
export const contactMethodsOf = ({ contactMethods, rules }: Pick<User, 'contactMethods' | 'rules'>) =>
  contactMethods ?? methodsOfRules(rules, BEFORE_CODES);

const isSame = (one: Pick<ContactMethod, 'type' | 'to'>, other: Pick<ContactMethod, 'type' | 'to'>): boolean =>
  one.type === other.type && one.to === other.to;

/**
 * The user with a contact method for every address that the rules name. What `before` had stays as it was; what is new
 * is not verified. For whoever writes rules: a rule alone does not make an address somebody's own.
 */
export const withMethodsOfRules = (user: User, before: User | undefined): User => {
  const known = before ? contactMethodsOf(before) : [];
  const isNew = (method: ContactMethod) => !known.some((one) => isSame(one, method));
  const methods = [...known, ...methodsOfRules(user.rules, null).filter(isNew)];
  const idle = methods.filter((method) => method.verifiedAt === null && rulesBy(user, method).length === 0);
  const dropped = new Set(idle.slice(0, Math.max(0, methods.length - METHODS_MAX)));
  return { ...user, contactMethods: methods.filter((method) => !dropped.has(method)) };
};

const isPhone = (type: ContactType): boolean => type === 'sms' || type === 'voice';

/** Whether the address of a rule is known to be theirs. A phone that was verified by a text or a call is so for both. */
export const isVerified = (
  user: Pick<User, 'contactMethods' | 'rules'>,
  { channel, to }: Pick<NotificationRule, 'channel' | 'to'>,
): boolean =>
  contactMethodsOf(user).some(
    (method) =>
      method.verifiedAt !== null &&
      method.to === to &&
      (method.type === channel || (isPhone(method.type) && isPhone(channel))),
  );

/** The user with one contact method more, or with another label on one that is there. */
export const withMethod = (user: User, type: ContactType, to: string, label: string | undefined): User => {
  const methods = contactMethodsOf(user);
  const known = methods.find((method) => isSame(method, { type, to }));
  const added = { ...(known ?? newMethod(type, to, null)), label: label ?? known?.label ?? '' };
  const others = methods.filter((method) => method !== known);
  return { ...user, contactMethods: known ? methods.map((one) => (one === known ? added : one)) : [...others, added] };
};

export const verified = (user: User, methodId: string, at: Instant): User => ({
  ...user,
  contactMethods: contactMethodsOf(user).map((method) =>
    method.id === methodId ? { ...method, verifiedAt: method.verifiedAt ?? at } : method,
  ),
});

export const withoutMethod = (user: User, methodId: string): User => ({
  ...user,
  contactMethods: contactMethodsOf(user).filter(({ id }) => id !== methodId),
});

/** The rules that go by a contact method: while there are any, it stays. */
export const rulesBy = ({ rules }: Pick<User, 'rules'>, { type, to }: ContactMethod): readonly NotificationRule[] =>
  rules.filter((rule) => rule.channel === type && rule.to === to);
