import { describe, expect, it } from 'vitest';
import {
  ADA,
  acknowledged,
  CLEO,
  declareCommand,
  INCIDENT,
  incidentAfter,
  later,
  resolved,
  START,
  triggered,
} from '../incident/fixtures/incident.ts';
import { nudgeDueAt, nudged } from './nudge.ts';
import { GIVEN_UP, PROBLEMS_MAX, problemText } from './problem.ts';
import {
  afterFailure,
  afterPosting,
  afterSuccess,
  isGivenUp,
  mended,
  newRoom,
  tryAgainAt,
  withProblem,
} from './room.ts';
import { groupHandle, mayAsk, NO_GROUP } from './user-group.ts';

const room = newRoom(INCIDENT);
const problem = { at: START, part: 'channel', error: 'restricted_action', about: null } as const;

describe('a room', () => {
  it('says a problem once, and that it is mended once', () => {
    const failing = withProblem(withProblem(room, problem), { ...problem, at: later(10) });
    expect(failing.problems).toEqual([problem]);
    const well = mended(mended(failing, 'channel', later(20), 'inc-7'), 'channel', later(30), 'inc-7');
    expect(well.problems.map(problemText)).toEqual([
      'Slack: the channel could not be created (restricted_action); it is tried again',
      'Slack: the channel #inc-7 was created',
    ]);
    expect(mended(room, 'channel', START)).toBe(room);
  });

  it('says it again when it is another error, or comes back after it was mended', () => {
    const other = withProblem(withProblem(room, problem), { ...problem, error: 'invalid_auth' });
    expect(other.problems).toHaveLength(2);
    expect(withProblem(mended(other, 'channel', START), problem).problems).toHaveLength(4);
  });

  it('keeps so many of its problems, the latest', () => {
    let full = room;
    for (let n = 0; n < 100; n += 1) full = withProblem(full, { ...problem, error: `e${n}` });
    expect(full.problems).toHaveLength(PROBLEMS_MAX);
    expect(full.problems.at(-1)?.error).toBe('e99');
  });

  it('knows what became of what it posted', () => {
    const intent = { key: 'k', channel: 'C1', at: START } as const;
    const lines = { ...intent, what: 'lines', toSeq: 4 } as const;
    expect(afterPosting({ ...room, posting: lines, postedSeq: 1 }, lines, '1.2')).toMatchObject({
      postedSeq: 4,
      posting: null,
    });
    expect(afterPosting(room, { ...intent, what: 'card', hash: 'h' }, '1.2').card).toEqual({
      channel: 'C1',
      ts: '1.2',
      hash: 'h',
      deleted: false,
    });
    expect(afterPosting(room, { ...intent, what: 'nudge' }, '1.2').nudgedAt).toBe(START);
  });

  it('is tried again later and later, at most two minutes apart, and for a day', () => {
    expect([1, 2, 3, 4, 5, 50].map((failures) => tryAgainAt(failures, START))).toEqual(
      [10, 20, 40, 80, 120, 120].map(later),
    );
    const failing = afterFailure(afterFailure(room, START, later(10)), later(10), later(30));
    expect(failing).toMatchObject({ failures: 2, failingSince: START, dueAt: later(30) });
    expect([isGivenUp(failing, later(86_400)), isGivenUp(failing, later(86_401))]).toEqual([false, true]);
    expect(afterSuccess(failing, null)).toMatchObject({ failures: 0, failingSince: null, dueAt: null });
  });
});

it.each([
  [{ part: 'slack', error: 'no answer' }, 'Slack: it could not be used (no answer); it is tried again'],
  [{ part: 'invitation', error: 'cant_invite', about: 'Ben' }, 'Slack: Ben could not be invited (cant_invite)'],
  [
    { part: 'topic', error: GIVEN_UP },
    'Slack: it did not work for a day, so it is not tried again before something changes',
  ],
  [{ part: 'card', error: null }, 'Slack: the card is written'],
  [
    { part: 'channel-use', error: 'is_archived' },
    'Slack: the channel cannot be used any more (is_archived); the announcement goes on',
  ],
] as const)('tells of %j', (what, text) => {
  expect(problemText({ at: START, about: null, ...what })).toBe(text);
});

describe('a reminder', () => {
  it.each([
    ['SEV1', 1800],
    ['SEV2', 3600],
    ['SEV3', 14_400],
    ['SEV4', null],
  ] as const)('of %s is due %j seconds after the last word, and again after as many', (severity, seconds) => {
    const incident = triggered({ severity });
    const due = seconds === null ? null : later(seconds);
    expect(nudgeDueAt(incident, null)).toBe(due);
    if (due !== null && seconds !== null) expect(nudgeDueAt(incident, due)).toBe(later(2 * seconds));
  });

  it('is due when the next update was promised for, and forgotten with an update', () => {
    const promised = incidentAfter(declareCommand({ severity: 'SEV4' }), {
      type: 'Update',
      message: 'looking',
      nextUpdateDueAt: later(900),
      severity: null,
      by: ADA,
      at: later(60),
    });
    expect(nudgeDueAt(promised, null)).toBe(later(900));
    expect(nudgeDueAt(promised, later(900))).toBeNull();
  });

  it('is for the commander, else for whoever acknowledged, and for nobody when it is over', () => {
    expect(nudged(triggered())).toBeNull();
    expect(nudged(acknowledged())).toEqual({ userId: 'ada', name: 'Ada Park' });
    const led = incidentAfter(declareCommand(), {
      type: 'AssignRole',
      role: 'incident-commander',
      person: CLEO,
      by: ADA,
      at: later(5),
    });
    expect(nudged(led)).toEqual({ userId: 'cleo', name: 'Cleo Marin' });
    expect(nudgeDueAt(resolved(), null)).toBeNull();
  });
});

describe('a user group', () => {
  it('that Slack refused for somebody is not asked for again for an hour, unless for another', () => {
    const refused = { ...NO_GROUP, refused: { userId: 'ben', error: 'missing_scope', at: START } };
    expect([later(60), later(3600)].map((at) => mayAsk(refused, 'ben', at))).toEqual([false, true]);
    expect(mayAsk(refused, 'ada', later(60))).toBe(true);
    expect(mayAsk(NO_GROUP, 'ada', START)).toBe(true);
  });

  it('has a handle that Slack takes', () => {
    expect(groupHandle('Checkout Primary!')).toBe('oncall-checkout-primary-');
    expect(groupHandle('x'.repeat(200))).toHaveLength(80);
  });
});
