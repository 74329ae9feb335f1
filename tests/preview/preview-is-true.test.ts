import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ServiceUrgency, urgencyOf } from '../../shared/domain/directory/urgency.ts';
import type { User } from '../../shared/domain/directory/user.ts';
import { directory, person, policy, scheduled, user } from '../../shared/domain/escalation/fixtures/directory.ts';
import { type PreviewPerson, preview } from '../../shared/domain/escalation/preview.ts';
import type { Schedule } from '../../shared/domain/schedule/schedule.ts';
import type { E164, ScheduleId, SlackUserId, UserId } from '../../shared/lib/ids.ts';
import { fromEpochMs, type Instant } from '../../shared/lib/instant.ts';
import { type Sent, simulatedRun } from './simulated-run.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

/** The clocks go forward in New York at 07:00Z of this day, which is not ended by a hand-over but has one in it. */
const SPRING_MS = Date.parse('2026-03-08T00:00:00Z');

const rule = fc
  .record({
    kind: fc.constantFrom('sms', 'voice', 'slack'),
    delaySeconds: fc.constantFrom(0, 0, 30, 120, 600),
    urgency: fc.constantFrom('any', 'high', 'low'),
  })
  .map(({ kind, ...more }): User['rules'][number] =>
    kind === 'slack'
      ? { channel: 'slack', to: 'U0ADA' as SlackUserId, ...(more as { delaySeconds: number }) }
      : { channel: kind as 'sms', to: '+12025550101' as E164, ...(more as { delaySeconds: number }) },
  );
const rules = fc.array(rule, { maxLength: 4 }).map((some) => some.toSorted((a, b) => a.delaySeconds - b.delaySeconds));

const people = fc
  .tuple(rules, rules, rules)
  .map(([ada, ben, cleo]) => [
    person('ada', { rules: ada }),
    person('ben', { rules: ben }),
    person('cleo', { rules: cleo }),
  ]);

const schedule = fc
  .record({
    unit: fc.constantFrom('hour', 'day', 'week'),
    who: fc.subarray(['ada', 'ben', 'gone']),
    startsAt: fc.constantFrom('2026-03-01T02:30', '2026-03-08T01:45', '2026-03-07T00:00'),
    night: fc.boolean(),
  })
  .map(
    ({ unit, who, startsAt, night }): Schedule => ({
      id: 'primary' as ScheduleId,
      name: 'Primary',
      timeZone: 'America/New_York',
      layers: [
        {
          name: 'turns',
          rotation: { unit: unit as 'hour', length: 1, startsAt },
          participants: who as UserId[],
          ...(night ? { restrictions: [{ from: '01:00', to: '03:10' }] } : {}),
        },
      ],
      overrides: [],
      version: 1,
    }),
  );

const target = fc.constantFrom(user('ada'), user('ben'), user('gone'), scheduled('primary'), scheduled('gone'));
const escalation = fc
  .record({
    levels: fc.array(
      fc.record({ targets: fc.array(target, { maxLength: 3 }), timeoutSeconds: fc.constantFrom(60, 300, 1800) }),
      { maxLength: 4 },
    ),
    rounds: fc.integer({ min: 1, max: 3 }),
    fallback: fc.array(fc.constantFrom(user('cleo'), scheduled('primary')), { maxLength: 2 }),
  })
  .map(({ levels, ...more }) => policy(levels, more));

const urgency = fc.constantFrom<(ServiceUrgency | undefined)[]>(
  undefined,
  { type: 'by-severity', high: ['SEV1'] },
  {
    type: 'support-hours',
    timeZone: 'America/New_York',
    days: [1, 2, 3, 4, 5, 6, 7],
    from: '01:30',
    to: '03:30',
    outside: 'low',
  },
);

it('says what a run of the real handlers then does, over a change of the clocks and hand-overs', async () => {
  await fc.assert(
    fc.asyncProperty(
      escalation,
      people,
      schedule,
      fc.integer({ min: 0, max: 600 }),
      urgency,
      async (given, users, plan, minutes, how) => {
        const at = fromEpochMs(SPRING_MS + minutes * 60_000);
        const known = directory(users, [plan]);
        const judge = (when: Instant) => urgencyOf(how, 'SEV2', when);
        const plans = said(preview(given, known, { at, severity: 'SEV2', judge }));
        expect(plans).toEqual(await simulatedRun(given, known, at, how));
      },
    ),
    { numRuns: 300 },
  );
});

/** A preview as the messages that it says would go out. */
const said = ({ levels, fallback }: ReturnType<typeof preview>): readonly Sent[] => {
  const of = (where: string, { userId, steps }: PreviewPerson): Sent[] =>
    steps.map(
      ({ at, channel, to }: { at: Instant; channel: string; to: string }) =>
        `${at} r1.${where}.${userId} ${channel} ${to}`,
    );
  return [
    ...levels.flatMap(({ round, level, urgency: how, people: paged }) =>
      paged.flatMap((one) => of(`${how === 'low' ? 'low' : ''}${round}.${level}`, one)),
    ),
    ...fallback.people.flatMap((one) => of('fallback', one)),
  ].toSorted();
};
