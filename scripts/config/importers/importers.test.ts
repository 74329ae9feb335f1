import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfigFile } from '../read-file.ts';
import { writeConfigFile } from '../write-file.ts';
import { importOpsgenie } from './opsgenie.ts';
import { importPagerDuty } from './pagerduty.ts';
import { weekly } from './wall-time.ts';

const NOW = Date.parse('2026-11-23T15:00:00Z');
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

const problems = (imported: ReturnType<typeof importPagerDuty>) =>
  readConfigFile(writeConfigFile(imported.config)).problems;

describe('an export of PagerDuty', () => {
  const imported = importPagerDuty(fixture('pagerduty'), NOW);
  const { users, schedules, policies, services } = imported.config;

  it('becomes a file that is valid', () => expect(problems(imported)).toEqual([]));

  it('brings people with their roles and rules; two of one name have two ids', () => {
    expect([...users.keys()]).toEqual(['ada-park', 'ben-osei', 'ada-park-2']);
    expect(users.get('ada-park')).toEqual({
      name: 'Ada Park',
      email: 'ada@example.com',
      role: 'admin',
      rules: [
        { channel: 'sms', to: '+12025550101', delaySeconds: 0, urgency: 'high' },
        { channel: 'voice', to: '+12025550101', delaySeconds: 120, urgency: 'high' },
      ],
    });
    expect([...users.values()].map(({ role }) => role)).toEqual(['admin', 'responder', 'viewer']);
  });

  it('brings the layers in our order, the one that wins last, on the wall clock of their zone', () => {
    expect(schedules.get('checkout-primary')).toEqual({
      name: 'Checkout primary',
      timeZone: 'America/New_York',
      layers: [
        {
          name: 'Week',
          rotation: { unit: 'week', length: 1, startsAt: '2026-01-05T09:00' },
          participants: ['ada-park', 'ben-osei'],
        },
        {
          name: 'Weekends',
          rotation: { unit: 'week', length: 2, startsAt: '2026-01-05T09:00' },
          participants: ['ben-osei'],
          restrictions: [
            { days: [5], from: '17:00', to: '24:00' },
            { days: [6, 7], from: '00:00', to: '24:00' },
            { days: [1], from: '00:00', to: '09:00' },
          ],
          endsAt: '2027-01-01T00:00:00.000Z',
        },
        {
          name: 'Nights',
          rotation: { unit: 'day', length: 1, startsAt: '2026-01-05T18:00' },
          participants: ['ben-osei'],
          restrictions: [{ from: '18:00', to: '09:00' }],
        },
      ],
    });
  });

  it('brings policies, whose repeats are rounds beyond the first, and services with what groups their alerts', () => {
    expect(policies.get('checkout')).toEqual({
      name: 'Checkout',
      levels: [
        { targets: [{ type: 'schedule', id: 'checkout-primary' }], timeoutSeconds: 300 },
        { targets: [{ type: 'user', id: 'ada-park' }], timeoutSeconds: 900, roundRobin: true },
      ],
      rounds: 2,
    });
    expect(services.get('checkout')).toEqual({
      name: 'Checkout',
      policyId: 'checkout',
      grouping: { type: 'labels', labels: ['component', 'env'] },
      urgency: {
        type: 'support-hours',
        timeZone: 'America/New_York',
        days: [1, 2, 3, 4, 5],
        from: '09:00',
        to: '17:00',
        outside: 'low',
      },
    });
    expect(services.get('search')).toMatchObject({ urgency: { type: 'by-severity', high: ['SEV1', 'SEV2'] } });
  });

  it('says line by line what could not be taken over', () => {
    expect(imported.notes).toEqual([
      'user Ada Park: a notification by push_notification_contact_method: there is no such channel here',
      'user Ada Park: no notification rule that we can follow: nothing would reach this person',
      'schedule Checkout primary: layer Nights: 1 of its people are not in the export; the turns of the others move up',
      'schedule Checkout primary: layer Old: it ended',
      'escalation policy Checkout: a target of type user (PGONE00): it is not in the export, or there is no such target here',
      'service Checkout: auto_resolve_timeout: set it here, if it is to hold',
      'service Checkout: 1 integrations: keys are not in an export. Make one here for each',
      'service Search: alert grouping "intelligent": each alert has an incident of its own',
    ]);
  });
});

describe('an export of Opsgenie', () => {
  const imported = importOpsgenie(fixture('opsgenie'), NOW);
  const { users, schedules, policies, services } = imported.config;

  it('becomes a file that is valid', () => expect(problems(imported)).toEqual([]));

  it('brings people with their rules for new alerts, or else their contacts', () => {
    expect(users.get('ada-park')).toMatchObject({
      role: 'admin',
      rules: [
        { channel: 'sms', to: '+12025550101', delaySeconds: 0 },
        { channel: 'voice', to: '+12025550101', delaySeconds: 300 },
      ],
    });
    expect(users.get('ben-osei')?.['rules']).toEqual([{ channel: 'sms', to: '+447700900123', delaySeconds: 0 }]);
  });

  it('brings each rotation as a schedule, since all are on call at once', () => {
    expect([...schedules.keys()]).toEqual(['checkout-days', 'checkout-weekend']);
    expect(schedules.get('checkout-days')?.['layers']).toMatchObject([
      { participants: ['ada-park', 'ben-osei'], restrictions: [{ from: '09:00', to: '18:30' }] },
    ]);
    expect(schedules.get('checkout-weekend')?.['layers']).toMatchObject([
      {
        rotation: { unit: 'day', length: 2, startsAt: '2026-01-09T18:00' },
        restrictions: [
          { days: [5], from: '18:00', to: '24:00' },
          { days: [6, 7], from: '00:00', to: '24:00' },
          { days: [1], from: '00:00', to: '09:00' },
        ],
      },
    ]);
  });

  it('brings escalations, whose delays count from the alert, as levels, whose times count from the one before', () => {
    expect(policies.get('checkout-escalation')).toEqual({
      name: 'Checkout_escalation',
      levels: [
        {
          targets: [
            { type: 'schedule', id: 'checkout-days' },
            { type: 'schedule', id: 'checkout-weekend' },
          ],
          timeoutSeconds: 600,
        },
        { targets: [{ type: 'user', id: 'ben-osei' }], timeoutSeconds: 1200 },
      ],
      rounds: 3,
    });
  });

  it('brings teams as services with the policy that their alerts go to', () => {
    expect(services.get('payments')).toEqual({ name: 'Payments', policyId: 'checkout-escalation' });
    expect(policies.get(String(services.get('search')?.['policyId']))?.['levels']).toHaveLength(1);
  });

  it('says line by line what could not be taken over', () => {
    expect(imported.notes).toEqual([
      'user ada@example.com: 1 notification rules for other things than new alerts',
      'user ada@example.com: a notification by mobile: there is no such channel here, or its address cannot be read',
      'user ben@example.com: no notification rules: every contact of theirs is told at once',
      'schedule Checkout: rotation Days: 1 of its participants are teams, escalations, nobody, or not in the export',
      'schedule Checkout: it became 2 schedules: its rotations are on call at the same time',
      'escalation Checkout_escalation: a rule "if not closed": here an acknowledgement ends the escalation',
      'escalation Checkout_escalation: a recipient of type team (Payments): it is not in the export, or there is no such target here',
      'team Payments: integration Prometheus (Prometheus): make a key here and give it to the sender',
    ]);
  });
});

describe('a part of the week', () => {
  const DAY = 86_400;
  const minutes = (time: unknown): number => {
    const [hour = 0, minute = 0] = String(time).split(':').map(Number);
    return hour * 60 + minute;
  };

  it('is in pieces of a day that are together as long, each within its day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 7 * 1440 - 1 }),
        (day, from, length) => {
          const pieces = weekly(day, from * 60, length * 60) ?? [];
          const sum = pieces.reduce((all, { from: begin, to }) => all + minutes(to) - minutes(begin), 0);
          expect(sum).toBe(length);
          for (const { from: begin, to } of pieces) expect(minutes(begin)).toBeLessThan(minutes(to));
        },
      ),
    );
    expect(weekly(1, 0, 7 * DAY)).toBeUndefined();
  });
});

describe('what is no export', () => {
  it.each([
    null,
    [],
    'text',
    {},
    { users: 'x' },
    { users: [null, {}], schedules: [{ schedule_layers: [{}], rotations: [{}] }] },
  ])('is read without an error: %j', (value) => {
    expect(problems(importPagerDuty(value, NOW))).toEqual([]);
    expect(problems(importOpsgenie(value, NOW))).toEqual([]);
  });
});
