import { expect, it } from 'vitest';
import type { E164, SlackUserId, UserId } from '../../lib/ids.ts';
import { type Instant, parseInstant } from '../../lib/instant.ts';
import { always, directory, level, person, policy, scheduled, user } from './fixtures/directory.ts';
import { type Preview, type PreviewPerson, preview } from './preview.ts';

const AT = '2026-11-23T03:00:00.000Z' as Instant;
const BY_PHONE = [
  { channel: 'sms', to: '+12025550101' as E164, delaySeconds: 0 },
  { channel: 'voice', to: '+12025550101' as E164, delaySeconds: 120 },
] as const;

const people = directory(
  [
    person('ada', { rules: BY_PHONE }),
    person('ben', { rules: [{ channel: 'slack', to: 'U0BEN' as SlackUserId, delaySeconds: 60 }] }),
    person('cleo'),
    person('mute', { rules: [] }),
  ],
  [always('primary', 'ada'), always('empty', undefined)],
);

const of = (given: Parameters<typeof preview>[0], at: Instant = AT): Preview =>
  preview(given, people, { at, severity: 'SEV2' });
const tell = ({ userId, steps }: PreviewPerson): string =>
  `${userId} ${steps.map(({ channel, at }) => `${channel} ${at.slice(11, 19)}`).join(', ')}`;
const told = ({ levels, fallback }: Preview): string[] => [
  ...levels.map(
    ({ round, level: number, at, until, people: paged }) =>
      `${round}.${number} ${at.slice(11, 19)}-${until.slice(11, 19)} ${paged.map(tell).join('; ') || '-'}`,
  ),
  `fallback ${fallback.at.slice(11, 19)} ${fallback.people.map(tell).join('; ') || '-'}`,
];

it('is every level of every round with people, channels and times, and then the fallback contact', () => {
  const two = policy([level(scheduled('primary')), level(user('ben'))], { rounds: 2, fallback: [user('cleo')] });
  expect(told(of(two))).toEqual([
    '0.0 03:00:00-03:05:00 ada sms 03:00:00, voice 03:02:00',
    '0.1 03:05:00-03:10:00 ben slack 03:06:00',
    '1.0 03:10:00-03:15:00 ada sms 03:10:00, voice 03:12:00',
    '1.1 03:15:00-03:20:00 ben slack 03:16:00',
    'fallback 03:20:00 cleo sms 03:20:00',
  ]);
});

it('says why each is chosen, and why somebody is not', () => {
  const { levels } = of(policy([level(user('mute'), scheduled('empty'), scheduled('primary'))]));
  expect(levels[0]?.people.map(({ why }) => why)).toEqual(['on call in primary in weekly']);
  expect(levels[0]?.skipped.map(({ why }) => why)).toEqual([
    'Mute has no notification rules',
    'nobody is on call in empty',
  ]);
});

it('passes over a level where nobody can be paged, at once', () => {
  expect(told(of(policy([level(user('gone')), level(user('cleo'))])))).toEqual([
    '0.0 03:00:00-03:00:00 -',
    '0.1 03:00:00-03:05:00 cleo sms 03:00:00',
    'fallback 03:05:00 -',
  ]);
});

it('is nobody where the policy has nobody, and the fallback contact is told at once', () => {
  expect(told(of(policy([], { fallback: [user('cleo')] })))).toEqual(['fallback 03:00:00 cleo sms 03:00:00']);
  expect(told(of(policy([level()], { rounds: 2 })))).toEqual([
    '0.0 03:00:00-03:00:00 -',
    '1.0 03:00:00-03:00:00 -',
    'fallback 03:00:00 -',
  ]);
});

it('asks at each level who is on call then: the hand-over may lie in between', () => {
  const shifts = always('primary', undefined);
  const rotation = { unit: 'day', length: 1, startsAt: '2026-03-07T02:30' } as const;
  const given = directory(
    [person('ada'), person('ben')],
    [
      {
        ...shifts,
        timeZone: 'America/New_York',
        layers: [{ name: 'daily', rotation, participants: ['ada', 'ben'] as UserId[] }],
      },
    ],
  );
  // A Sunday in March: at 02:00 the clocks jump to 03:00, and 02:30 is that moment.
  const at = parseInstant('2026-03-08T01:57-05:00') as Instant;
  const { levels } = preview(policy([level(scheduled('primary'))], { rounds: 2 }), given, { at, severity: 'SEV1' });
  expect(levels.map(({ people: paged }) => paged.map(({ userId }) => userId))).toEqual([['ada'], ['ben']]);
});
