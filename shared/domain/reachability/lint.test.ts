import { describe, expect, it } from 'vitest';
import type { E164, PolicyId, ScheduleId, ServiceId } from '../../lib/ids.ts';
import type { Instant } from '../../lib/instant.ts';
import type { Service } from '../directory/service.ts';
import type { NotificationRule } from '../directory/user.ts';
import { always, channel, level, person, policy, scheduled, user } from '../escalation/fixtures/directory.ts';
import type { Schedule } from '../schedule/schedule.ts';
import { type ReachabilityFacts, reachability } from './lint.ts';

const AT = '2026-11-24T10:00:00.000Z' as Instant;
const PHONE = '+12025550101' as E164;
const sms: NotificationRule = { channel: 'sms', to: PHONE, delaySeconds: 0 };
const voice: NotificationRule = { channel: 'voice', to: PHONE, delaySeconds: 120 };
const rules = [sms, voice];
const service = (policyId: string | null): Service => ({
  id: 'checkout' as ServiceId,
  name: 'Checkout',
  policyId: policyId as PolicyId | null,
  grouping: { type: 'alert' },
  version: 1,
});

/** Two people with two channels each, a schedule without gaps, a policy with a fallback: nothing to find. */
const well = (more: Partial<ReachabilityFacts> = {}): ReachabilityFacts => ({
  users: [person('ada', { rules }), person('ben', { rules })],
  schedules: [always('primary', 'ada')],
  policies: [policy([level(scheduled('primary')), level(user('ben'))], { fallback: [user('ben')] })],
  services: [service('checkout')],
  optedOut: new Set(),
  at: AT,
  ...more,
});
const found = (more: Partial<ReachabilityFacts>) =>
  reachability(well(more)).map(({ id, level: how }) => `${how} ${id}`);

describe('a policy that tells places', () => {
  const OPS = channel('C0OPS', '#ops');

  it('is well as long as it pages somebody too', () => {
    const fallback = [user('ben'), OPS];
    expect(found({ policies: [policy([level(OPS), level(scheduled('primary'), OPS)], { fallback })] })).toEqual([]);
  });

  it('and nobody is found, and so is one whose fallback wakes nobody', () => {
    expect(found({ policies: [policy([level(OPS), level(OPS)], { fallback: [OPS] })] })).toEqual([
      'error no-people:policy:checkout',
      'warning fallback-unreachable:policy:checkout',
    ]);
  });
});

describe('where everybody can be reached', () => {
  it('there is nothing to say', () => {
    expect(reachability(well())).toEqual([]);
  });
});

describe('a person', () => {
  it('without rules in a policy is an error, and so is the level that has nobody else', () => {
    expect(found({ users: [person('ada', { rules }), person('ben', { rules: [] })] })).toEqual([
      'error fallback-unreachable:policy:checkout',
      'error level-unreachable:policy:checkout:2',
      'error no-rules:user:ben',
    ]);
  });

  it('without rules whom nothing names is only to know, and a viewer is not even that', () => {
    const others = [person('cleo', { rules: [] }), person('dana', { rules: [], role: 'viewer' })];
    expect(found({ users: [...well().users, ...others] })).toEqual(['info no-rules:user:cleo']);
  });

  it('who is paged by one channel hangs by a thread', () => {
    expect(found({ users: [person('ada', { rules }), person('ben', { rules: [sms] })] })).toEqual([
      'warning single-channel:user:ben',
    ]);
  });

  it('with a rule to what is not verified is told, with what to do', () => {
    const other = { ...sms, to: '+12025550199' as E164 };
    const ada = person('ada', {
      rules: [...rules, other],
      contactMethods: [{ id: 'sms-1', type: 'sms', to: PHONE, label: '', verifiedAt: AT }],
    });
    const [finding] = reachability(well({ users: [ada, person('ben', { rules })] }));
    expect(finding).toMatchObject({
      id: 'not-verified:user:ada',
      level: 'warning',
      what: 'Rules of Ada are left out: text message to ...0199',
      todo: expect.stringContaining('code'),
    });
  });

  it('of whom nothing is verified is told that they are paged all the same', () => {
    const ada = person('ada', { rules, contactMethods: [] });
    const [finding] = reachability(well({ users: [ada, person('ben', { rules })] }));
    expect(finding).toMatchObject({ id: 'not-verified:user:ada', why: expect.stringContaining('all the same') });
  });

  it('whose phone said STOP is a warning while there is a call, an error when there is not', () => {
    const optedOut = new Set([PHONE]);
    const ada = person('ada', { rules });
    const users = (more: readonly NotificationRule[]) => [ada, person('ben', { rules: more })];
    expect(found({ optedOut, users: users(rules) })).toEqual([
      'warning opted-out:user:ada',
      'warning opted-out:user:ben',
    ]);
    expect(found({ optedOut, users: users([sms]) })).toEqual([
      'error fallback-unreachable:policy:checkout',
      'error level-unreachable:policy:checkout:2',
      'error opted-out:user:ben',
      'warning opted-out:user:ada',
      'warning single-channel:user:ben',
    ]);
  });

  it('is told of without a whole phone number or address', () => {
    const email: NotificationRule = { channel: 'email', to: 'ada@example.com' as never, delaySeconds: 0 };
    const ada = person('ada', { rules: [sms, email], contactMethods: [] });
    const text = JSON.stringify(reachability(well({ users: [ada], optedOut: new Set([PHONE]) })));
    expect(text).not.toContain(PHONE);
    expect(text).not.toContain('ada@example.com');
  });
});

describe('a policy', () => {
  it('with an empty level, a level of nobody, or of somebody who is gone, is an error', () => {
    const policies = [policy([level(), level(scheduled('nobody')), level(user('gone'))], { fallback: [user('ben')] })];
    const schedules = [always('nobody', undefined)];
    const [empty, nobody, gone] = reachability(well({ policies, schedules }));
    expect(empty).toMatchObject({ level: 'error', why: 'It names nobody.' });
    expect(nobody).toMatchObject({ level: 'error', why: 'Nobody is on call in nobody.' });
    expect(gone?.why).toContain('does not exist any more');
  });

  it('that no service pages by is a warning only', () => {
    const unused = policy([level()], { id: 'spare' as PolicyId, fallback: [user('ben')] });
    expect(found({ policies: [...well().policies, unused] })).toEqual(['warning level-unreachable:policy:spare:1']);
  });

  it('without a fallback, or with one that cannot be reached, is told', () => {
    const levels = [level(user('ada'))];
    expect(found({ policies: [policy(levels)] })).toEqual(['warning no-fallback:policy:checkout']);
    expect(found({ policies: [policy(levels, { fallback: [user('gone')] })] })).toEqual([
      'error fallback-unreachable:policy:checkout',
    ]);
  });
});

describe('a schedule', () => {
  const ending = (endsAt: string): Schedule => {
    const schedule = always('primary', 'ada');
    return { ...schedule, layers: schedule.layers.map((layer) => ({ ...layer, endsAt: endsAt as Instant })) };
  };

  it('with a gap within fourteen days is told, with the hours and where it begins', () => {
    const [finding] = reachability(well({ schedules: [ending('2026-12-07T10:00:00.000Z')] }));
    expect(finding).toMatchObject({
      id: 'gap:schedule:primary',
      level: 'warning',
      what: 'Nobody is on call in primary for 1 d',
      why: expect.stringContaining('2026-12-07T10:00:00.000Z'),
    });
  });

  it('whose gap comes later is not', () => {
    expect(found({ schedules: [ending('2026-12-08T10:00:00.000Z')] })).toEqual([]);
  });

  it('that no policy pages is only to know', () => {
    const spare = { ...always('spare', undefined), id: 'spare' as ScheduleId };
    expect(found({ schedules: [...well().schedules, spare] })).toEqual(['info gap:schedule:spare']);
  });
});

describe('a service', () => {
  it('without a policy pages nobody, and that is said', () => {
    expect(found({ services: [service(null), { ...service('checkout'), id: 'b' as ServiceId }] })).toEqual([
      'warning no-policy:service:checkout',
    ]);
  });
});

it('names what it finds the same each time, whatever the order of what it looks at', () => {
  const facts = well({
    users: [person('ada', { rules: [] }), person('ben', { rules: [sms] })],
    services: [service(null)],
  });
  const turned = { ...facts, users: facts.users.toReversed(), policies: facts.policies.toReversed() };
  expect(reachability(turned)).toEqual(reachability(facts));
});
