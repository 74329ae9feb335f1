import { describe, expect, it } from 'vitest';
import type { E164, EmailAddress, SlackUserId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import { person } from '../escalation/fixtures/directory.ts';
import {
  BEFORE_CODES,
  contactMethodId,
  contactMethodsOf,
  isVerified,
  METHODS_MAX,
  rulesBy,
  verified,
  withMethod,
  withMethodsOfRules,
  withoutMethod,
} from './contact-method.ts';
import { usableRules } from './usable-rules.ts';
import type { NotificationRule } from './user.ts';

const AT = '2026-11-24T10:00:00.000Z' as Instant;
const PHONE = '+12025550101' as E164;
const OTHER = '+12025550102' as E164;
const sms = (to: E164 = PHONE, more: Partial<NotificationRule> = {}): NotificationRule =>
  ({ channel: 'sms', to, delaySeconds: 0, ...more }) as NotificationRule;
const voice = (to: E164 = PHONE): NotificationRule => ({ channel: 'voice', to, delaySeconds: 120 });
const slack: NotificationRule = { channel: 'slack', to: 'U0ADA' as SlackUserId, delaySeconds: 0 };
const email: NotificationRule = { channel: 'email', to: 'ada@example.com' as EmailAddress, delaySeconds: 0 };

describe('contact methods', () => {
  it('are, of a user of before, what the rules name, each once and verified', () => {
    const ada = person('ada', { rules: [sms(), voice(), sms(PHONE, { delaySeconds: 600 })] });
    expect(contactMethodsOf(ada).map(({ id, verifiedAt }) => [id, verifiedAt])).toEqual([
      ['sms-12025550101', BEFORE_CODES],
      ['voice-12025550101', BEFORE_CODES],
    ]);
  });

  it('have an id that a path takes, another for every address', () => {
    const ids = ['a.b@x.com', 'a-b@x.com', 'a_b@x.com', 'a+b@x.com', 'a/b@x.com'].map((to) =>
      contactMethodId('email', to),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(encodeURIComponent(id)).toBe(id);
  });

  it('are added as not verified, and once, and keep what is known of them', () => {
    const ada = withMethod(person('ada'), 'sms', OTHER, 'my phone');
    expect(contactMethodsOf(ada).map(({ to, verifiedAt }) => [to, verifiedAt])).toEqual([
      [PHONE, BEFORE_CODES],
      [OTHER, null],
    ]);
    const id = contactMethodId('sms', OTHER);
    const again = withMethod(verified(ada, id, AT), 'sms', OTHER, undefined);
    expect(contactMethodsOf(again).filter(({ to }) => to === OTHER)).toEqual([
      { id, type: 'sms', to: OTHER, label: 'my phone', verifiedAt: AT },
    ]);
    expect(contactMethodsOf(withoutMethod(again, id)).map(({ to }) => to)).toEqual([PHONE]);
  });

  it('come with rules that name new addresses, not verified; those of before stay as they were', () => {
    const before = person('ada');
    const ada = withMethodsOfRules({ ...before, rules: [...before.rules, sms(OTHER)] }, before);
    expect(isVerified(ada, sms())).toBe(true);
    expect(isVerified(ada, sms(OTHER))).toBe(false);
    expect(isVerified(withMethodsOfRules(person('new'), undefined), sms())).toBe(false);
  });

  it('are no more than twenty, whatever rules come and go; what is verified or used stays', () => {
    let ada = withMethodsOfRules(person('ada'), person('ada'));
    for (let n = 0; n < 50; n += 1) {
      ada = withMethodsOfRules({ ...ada, rules: [sms(), sms(`+1202555${1000 + n}` as E164)] }, ada);
    }
    expect(contactMethodsOf(ada).length).toBeLessThanOrEqual(METHODS_MAX);
    expect(isVerified(ada, sms())).toBe(true);
    expect(contactMethodsOf(ada).some((method) => rulesBy(ada, method).length > 0)).toBe(true);
  });

  it('verify a phone for texts and calls alike, and nothing else', () => {
    const ada = person('ada', {
      rules: [sms(), voice(), slack],
      contactMethods: [{ id: 'sms-1', type: 'sms', to: PHONE, label: '', verifiedAt: AT }],
    });
    expect([sms(), voice(), voice(OTHER), slack].map((rule) => isVerified(ada, rule))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('the rules of a page', () => {
  it('are all of them for users of before', () => {
    const ada = person('ada', { rules: [sms(), voice()] });
    expect(usableRules(ada)).toEqual({ rules: ada.rules, notes: [] });
  });

  it('leave out what is not verified, and say so', () => {
    const before = person('ada', { rules: [sms()] });
    const ada = withMethodsOfRules({ ...before, rules: [sms(OTHER), sms(), email] }, before);
    expect(usableRules(ada).rules).toEqual([sms()]);
    expect(usableRules(ada).notes.map(({ to, used }) => [to, used])).toEqual([
      [OTHER, false],
      ['ada@example.com', false],
    ]);
  });

  it('are the unverified ones where there are no others: nobody is left in silence', () => {
    const ada = withMethodsOfRules(person('ada', { rules: [sms(), email] }), undefined);
    expect(usableRules(ada).rules).toEqual(ada.rules);
    expect(usableRules(ada).notes.every(({ used }) => used)).toBe(true);
    expect(usableRules(ada).notes[0]?.why).toMatch(/not verified, and nothing else/);
  });

  it('are those of the urgency, and those for any', () => {
    const rules = [sms(), { ...voice(), urgency: 'high' as const }, { ...slack, urgency: 'low' as const }];
    const ada = person('ada', { rules });
    expect(usableRules(ada, 'high').rules.map(({ channel }) => channel)).toEqual(['sms', 'voice']);
    expect(usableRules(ada, 'low').rules.map(({ channel }) => channel)).toEqual(['sms', 'slack']);
  });

  it('are all of them where there are none of the urgency, and the record says so', () => {
    const ada = person('ada', { rules: [{ ...voice(), urgency: 'high' }] });
    expect(usableRules(ada, 'low').rules).toEqual(ada.rules);
    expect(usableRules(ada, 'low').notes).toMatchObject([{ used: true, why: 'there is no rule of low urgency' }]);
  });

  it('of nobody are none', () => {
    expect(usableRules({ rules: [] })).toEqual({ rules: [], notes: [] });
  });
});
