import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import { advance, type Directory, nextCursor, resolveTargets } from './advance.ts';
import { always, channel, directory, level, person, policy, scheduled, user, webhook } from './fixtures/directory.ts';
import { type EscalationPolicy, isPerson, type PersonTarget } from './policy.ts';
import type { Cursor } from './run.ts';

const AT = '2026-11-23T03:00:00.000Z' as Instant;
const HERE = { at: AT, region: 'us-east-1' };
/** More than any policy of these tests has levels times rounds. */
const TURNS_MAX = 100;
const START: Cursor = { round: 0, level: 0 };

const go = (escalation: EscalationPolicy, people: Directory, from: Cursor = START) =>
  advance(escalation, from, people, HERE);

/** The levels paged from a cursor on until it is exhausted, as `round.level:who`. */
const played = (escalation: EscalationPolicy, people: Directory, from: Cursor = START): string[] => {
  const told: string[] = [];
  let cursor = from;
  for (let turns = 0; turns < TURNS_MAX; turns += 1) {
    const step = go(escalation, people, cursor);
    for (const { round, level: number, chosen } of step.reached) {
      told.push(`${round}.${number}:${chosen.map(({ userId }) => userId).join('+') || '-'}`);
    }
    if (step.type === 'exhausted') return told;
    cursor = step.next;
  }
  throw new Error('it never ends');
};

const ALL = directory(
  [person('ada'), person('ben'), person('cleo')],
  [always('primary', 'ada'), always('empty', undefined)],
);

describe('the order', () => {
  it('goes through all levels, round by round, and is exhausted', () => {
    expect(played(policy([level(scheduled('primary')), level(user('cleo'))], { rounds: 2 }), ALL)).toEqual([
      ...['0.0:ada', '0.1:cleo', '1.0:ada', '1.1:cleo'],
    ]);
  });

  it('gives each level the time it has', () => {
    const step = go(policy([{ targets: [user('ada')], timeoutSeconds: 90 }]), ALL);
    expect(step).toMatchObject({ type: 'page', dueAt: addSeconds(AT, 90), next: { round: 1, level: 0 } });
  });

  it('pages everybody of a level at once, each person once', () => {
    expect(played(policy([level(user('ben'), scheduled('primary'), user('ada'))]), ALL)).toEqual(['0.0:ben+ada']);
  });

  it('records who was chosen, why, when and where', () => {
    const step = go(policy([level(scheduled('primary'))]), ALL);
    expect(step.reached).toEqual([
      {
        round: 0,
        level: 0,
        at: AT,
        region: 'us-east-1',
        chosen: [{ userId: 'ada', name: 'Ada', target: scheduled('primary'), why: 'on call in primary in weekly' }],
        skipped: [],
      },
    ]);
  });
});

describe('a level where nobody can be paged is passed over at once', () => {
  const skippedOf = (...targets: readonly PersonTarget[]) =>
    go(
      policy([level(...targets), level(user('cleo'))]),
      directory([person('mute', { rules: [] }), person('cleo')], [always('empty', undefined), always('ghost', 'gone')]),
    );

  it.each([
    ['a person without rules', user('mute'), 'Mute has no notification rules'],
    ['a deleted person', user('gone'), 'named by the policy (gone), who does not exist any more'],
    ['an empty schedule', scheduled('empty'), 'nobody is on call in empty'],
    ['a deleted schedule', scheduled('gone'), 'the schedule gone does not exist any more'],
    ['a deleted person on call', scheduled('ghost'), 'on call in ghost in weekly, who does not exist any more'],
  ])('%s', (_name, target, why) => {
    const step = skippedOf(target);
    expect(step.type).toBe('page');
    expect(step.reached.map(({ skipped }) => skipped.map((each) => each.why))).toEqual([[why], []]);
    expect(step.reached.map(({ chosen }) => chosen.length)).toEqual([0, 1]);
  });

  it('an empty level', () => {
    expect(skippedOf().reached[0]).toMatchObject({ chosen: [], skipped: [{ why: 'the level is empty' }] });
  });

  it('pages the others of a level, and keeps who was skipped', () => {
    const step = skippedOf(user('gone'), user('cleo'));
    expect(step.reached).toMatchObject([{ chosen: [{ userId: 'cleo' }], skipped: [{ target: user('gone') }] }]);
  });

  it('is exhausted, with every level of every round on record, when there is nobody at all', () => {
    const step = go(policy([level(user('gone')), level()], { rounds: 3 }), ALL);
    expect(step.type).toBe('exhausted');
    expect(step.reached.map(({ round, level: number }) => `${round}.${number}`)).toEqual([
      '0.0',
      '0.1',
      '1.0',
      '1.1',
      '2.0',
      '2.1',
    ]);
  });
});

describe('a policy that was edited in mid-run', () => {
  const two = policy([level(user('ada')), level(user('ben'))], { rounds: 2 });

  it('goes to the next round when its level is gone', () => {
    expect(played(two, ALL, { round: 0, level: 5 })).toEqual(['1.0:ada', '1.1:ben']);
  });

  it('is exhausted when its round, or everything, is gone', () => {
    expect(played(two, ALL, { round: 2, level: 0 })).toEqual([]);
    expect(played(two, ALL, { round: 7, level: 9 })).toEqual([]);
    expect(played(policy([], { rounds: 3 }), ALL)).toEqual([]);
    expect(played(policy([level(user('ada'))], { rounds: 0 }), ALL)).toEqual([]);
  });

  it('reaches a level that was added', () => {
    expect(
      played(policy([level(user('ada')), level(user('ben')), level(user('cleo'))]), ALL, { round: 0, level: 1 }),
    ).toEqual(['0.1:ben', '0.2:cleo']);
  });
});

describe('people who were asked for by name', () => {
  const askedFor = (asked: readonly PersonTarget[], escalation: EscalationPolicy, from: Cursor = START) =>
    advance(escalation, from, ALL, { ...HERE, asked });

  it('are paged together with the first level that is come to, each person once', () => {
    const two = policy([level(scheduled('primary')), level(user('cleo'))], { rounds: 2 });
    const step = askedFor([user('ben'), user('ada')], two);
    expect(step).toMatchObject({ type: 'page', dueAt: addSeconds(AT, 300), next: { round: 0, level: 1 } });
    expect(step.reached[0]?.chosen.map(({ userId, why }) => [userId, why])).toEqual([
      ['ada', 'on call in primary in weekly'],
      ['ben', 'asked for by name (ben)'],
    ]);
    const later = askedFor([user('ben')], two, { round: 1, level: 1 });
    expect(later.reached[0]?.chosen.map(({ userId }) => userId)).toEqual(['cleo', 'ben']);
  });

  it('are on record where they cannot be paged', () => {
    const step = askedFor([user('gone'), scheduled('empty')], policy([level(), level(user('cleo'))]));
    expect(step.reached.map(({ skipped }) => skipped.map(({ why }) => why))).toEqual([
      ['asked for by name (gone), who does not exist any more', 'nobody is on call in empty'],
      [],
    ]);
  });
});

const target = fc.oneof(
  fc.constantFrom('ada', 'ben', 'mute', 'gone').map(user),
  fc.constantFrom('primary', 'empty', 'gone').map(scheduled),
);
describe('the places of a level', () => {
  const OPS = channel('C0OPS', '#ops');
  const HEAL = webhook('https://heal.example.com/restart');

  it('are told beside its people, each once, by the name that people know', () => {
    const step = go(policy([level(user('ada'), OPS, HEAL, OPS)]), ALL);
    expect(step.reached).toMatchObject([
      {
        chosen: [{ userId: 'ada' }],
        skipped: [],
        told: [
          { target: OPS, name: '#ops' },
          { target: HEAL, name: 'heal.example.com' },
        ],
      },
    ]);
  });

  it('are told where its people cannot be paged, and nobody waits for an answer from them', () => {
    const step = go(policy([level(scheduled('empty'), OPS), level(user('cleo'))]), ALL);
    expect(step).toMatchObject({
      type: 'page',
      reached: [
        { level: 0, chosen: [], told: [{ name: '#ops' }] },
        { level: 1, chosen: [{ userId: 'cleo' }] },
      ],
    });
  });

  it('have its time where it names nobody else', () => {
    const step = go(policy([level(HEAL), level(user('ada'))]), ALL);
    expect(step).toMatchObject({ type: 'page', dueAt: addSeconds(AT, 300), next: { round: 0, level: 1 } });
    expect(step.reached).toMatchObject([{ chosen: [], skipped: [], told: [{ name: 'heal.example.com' }] }]);
  });
});

describe('a level whose people take turns', () => {
  const turning = (...targets: readonly PersonTarget[]) =>
    policy([{ ...level(...targets), roundRobin: true }], { rounds: 2 });
  const chosenAt = (escalation: EscalationPolicy, turn: number, from: Cursor = START) => {
    const step = advance(escalation, from, ALL, { ...HERE, turns: new Map([[0, turn]]) });
    return step.reached[0]?.chosen.map(({ userId }) => userId);
  };

  it('pages one of them, the next for each incident, and the next again in its next round', () => {
    const three = turning(user('ada'), user('ben'), user('cleo'));
    expect([0, 1, 2, 3, 10].map((turn) => chosenAt(three, turn))).toEqual([
      ['ada'],
      ['ben'],
      ['cleo'],
      ['ada'],
      ['ben'],
    ]);
    expect(chosenAt(three, 0, { round: 1, level: 0 })).toEqual(['ben']);
    expect(go(three, ALL).reached[0]?.chosen[0]?.why).toBe('named by the policy (ada), in turn');
  });

  it('goes on to the next of them who can be paged, and says who was passed over', () => {
    const step = advance(turning(user('ada'), scheduled('empty'), user('gone'), user('cleo')), START, ALL, {
      ...HERE,
      turns: new Map([[0, 1]]),
    });
    expect(step.reached).toMatchObject([
      {
        chosen: [{ userId: 'cleo' }],
        skipped: [
          { why: 'nobody is on call in empty' },
          { why: 'named by the policy (gone), who does not exist any more' },
        ],
      },
    ]);
  });

  it('pages nobody where none of them can be, as any other level', () => {
    expect(advance(turning(scheduled('empty'), user('gone')), START, ALL, HERE)).toMatchObject({
      type: 'exhausted',
      reached: [{ skipped: [{}, {}] }, { skipped: [{}, {}] }],
    });
  });
});

const anyPolicy = fc
  .record({ levels: fc.array(fc.array(target, { maxLength: 4 }), { maxLength: 6 }), rounds: fc.nat({ max: 4 }) })
  .map(({ levels, rounds }) =>
    policy(
      levels.map((targets) => level(...targets)),
      { rounds },
    ),
  );
const people = directory(
  [person('ada'), person('ben'), person('mute', { rules: [] })],
  [always('primary', 'ada'), always('empty', undefined)],
);

it('reaches every level of every round exactly once, in order', () => {
  fc.assert(
    fc.property(anyPolicy, (escalation) => {
      const expected = Array.from({ length: escalation.rounds }, (_, round) =>
        escalation.levels.map((_level, number) => `${round}.${number}`),
      ).flat();
      expect(played(escalation, people).map((each) => each.split(':')[0])).toEqual(expected);
    }),
  );
});

it('accounts for every target of a level: chosen, skipped, or chosen already', () => {
  fc.assert(
    fc.property(anyPolicy, (escalation) => {
      for (const level of escalation.levels) {
        const targets = level.targets.filter(isPerson);
        const { chosen, skipped } = resolveTargets(targets, people, AT);
        expect(new Set(chosen.map(({ userId }) => userId)).size).toBe(chosen.length);
        const means = ({ type, id }: (typeof targets)[number]) =>
          type === 'user' ? id : id === 'primary' ? 'ada' : undefined;
        for (const each of targets) {
          const reached = chosen.some(({ userId }) => userId === means(each));
          expect(reached || skipped.some((other) => other.target === each)).toBe(true);
        }
      }
    }),
  );
});

it('moves its cursor only forward, and ends', () => {
  fc.assert(
    fc.property(anyPolicy, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (escalation, round, number) => {
      let cursor: Cursor | undefined = { round, level: number };
      let steps = 0;
      while (cursor) {
        const next = nextCursor(escalation, cursor);
        if (next) expect(next.round * 100 + next.level).toBeGreaterThan(cursor.round * 100 + cursor.level);
        cursor = next;
        steps += 1;
      }
      expect(steps).toBeLessThanOrEqual(escalation.levels.length * (escalation.rounds + 1) + 1);
    }),
  );
});
