import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatRoomStore, chatRoomStore } from '../../data/chat-room-store.ts';
import { freshId } from '../../data/fixtures/database.ts';
import { problemText } from '../../domain/chat/problem.ts';
import { level, person, policy, user } from '../../domain/escalation/fixtures/directory.ts';
import type { IncidentCommand } from '../../domain/incident/commands.ts';
import { ADA, BEN, declareCommand, later, POLICY, run, START } from '../../domain/incident/fixtures/incident.ts';
import type { IncidentId, SlackUserId, UserId } from '../../lib/ids.ts';
import { addSeconds, type Instant } from '../../lib/instant.ts';
import { err } from '../../lib/result.ts';
import { BOT, Died, FakeSlack, type Fate, refused, TEAM_CHANNEL, UNREACHABLE } from '../fixtures/slack.ts';
import { type TestStores, testStores } from '../fixtures/stores.ts';
import type { SyncDeps } from './session.ts';
import type { SlackApi } from './slack-api.ts';
import { syncIncident } from './sync-incident.ts';
import type { SyncAgain } from './sync-queue.ts';

let stores: TestStores;
let rooms: ChatRoomStore;
let slack: FakeSlack;
let at: Instant;
let queued: (SyncAgain & { delaySeconds: number })[];
let numbers = 700;

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  stores = await testStores();
  rooms = chatRoomStore(stores.table);
});
afterAll(() => stores.database.stop());

beforeEach(async () => {
  at = START;
  queued = [];
  slack = new FakeSlack(() => at);
  slack.usersByEmail.set('ada@example.com', 'U0ADA');
  await stores.directory.putUser(person('ada', { name: 'Ada Park', email: 'ada@example.com', slackId: null }));
  await stores.directory.putUser(person('ben', { name: 'Ben Osei', slackId: 'U0BEN' as SlackUserId }));
  await stores.directory.putUser(person('boss'));
  await stores.directory.putPolicy(
    policy([level(user('ada')), level(user('ben'))], { id: POLICY, fallback: [user('boss')] }),
  );
});

/** Who is dead lets nothing go. */
const mortal = (): ChatRoomStore => ({ ...rooms, letGo: async () => false });

const deps = (more: Partial<SyncDeps> = {}): SyncDeps => ({
  rooms,
  reads: stores.reads,
  incidents: stores.incidents,
  directory: stores.directory,
  slack,
  queue: { send: async (again, delaySeconds) => void queued.push({ ...again, delaySeconds }) },
  clock: { now: () => at },
  announceChannel: TEAM_CHANNEL,
  ...more,
});
const sync = (id: IncidentId, more: Partial<SyncDeps> = {}) => syncIncident(deps(more), id, () => 60_000);

const declare = async (more: Parameters<typeof declareCommand>[0] = {}) => {
  const incidentId = freshId() as IncidentId;
  numbers += 1;
  await stores.commands.execute(incidentId, declareCommand({ incidentId, number: numbers, ...more }));
  return incidentId;
};
const execute = async (id: IncidentId, command: IncidentCommand) => {
  const outcome = await stores.commands.execute(id, command);
  if (!outcome.ok) throw new Error(outcome.error.refusal.code);
};
const acknowledge = (id: IncidentId) => execute(id, { type: 'Acknowledge', by: ADA, at: later(60) });
const resolve = (id: IncidentId) => execute(id, { type: 'Resolve', summary: 'fixed', by: BEN, at: later(120) });

/** The first level is reached, and Ada is paged. */
const reachLevel = async (id: IncidentId) => {
  const first = await stores.runs.get(id, run(1));
  if (!first) throw new Error('it runs');
  const target = { type: 'user', id: 'ada' as UserId } as const;
  const chosen = [{ userId: 'ada' as UserId, name: 'Ada Park', target, why: 'named' }];
  const reached = [{ round: 0, level: 0, at, region: 'us-east-1', chosen, skipped: [] }];
  await stores.runs.save({ ...first, next: { round: 0, level: 1 }, dueAt: addSeconds(at, 300), reached }, first.baton);
};

const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};
const cardOf = () => {
  const channel = only(slack.rooms);
  return channel.messages.find(({ ts }) => channel.pins.includes(ts));
};
const said = (message: { blocks: unknown } | undefined) => JSON.stringify(message?.blocks);
const keysOf = (messages: readonly { metadata: { event_payload: { key: string } } | undefined }[]) =>
  messages.map(({ metadata }) => metadata?.event_payload.key.split(':').slice(1).join(':'));
const problemsOf = async (id: IncidentId) => ((await rooms.get(id))?.problems ?? []).map(problemText);

describe('an incident that was declared', () => {
  it('has a channel with its responders, a pinned card, a topic, what happened, and an announcement', async () => {
    const id = await declare();
    await reachLevel(id);
    expect(await sync(id)).toBe('done');
    const channel = only(slack.rooms);
    expect(channel.name).toBe(`inc-${numbers}-checkout-is-down`);
    expect(keysOf(channel.messages)).toEqual(['card', 'lines:1-1']);
    expect(channel.pins).toEqual([channel.messages[0]?.ts]);
    expect(said(cardOf())).toContain('Paging now');
    expect(channel.topic).toContain(`INC-${numbers}`);
    expect([...channel.members]).toEqual([BOT, 'U0ADA']);
    expect(said(only(slack.announcements))).toContain(`<#${channel.id}>`);
    expect(await rooms.incidentOfChannel(channel.id)).toBe(id);
    expect((await stores.directory.user('ada' as UserId))?.slackId).toBe('U0ADA');
    // A new level is due after five minutes, should nobody have told of it.
    expect((await rooms.get(id))?.dueAt).toBe(addSeconds(at, 305));
  });

  it('is not touched again while nothing changes', async () => {
    const id = await declare();
    await sync(id);
    const before = slack.calls.length;
    expect(await sync(id)).toBe('done');
    expect(slack.calls).toHaveLength(before);
  });

  it('does not say that nobody could be paged before the first level is reached', async () => {
    await sync(await declare());
    expect(said(cardOf())).toContain('is starting');
  });
});

it('says nothing of a drill: it is between the product and one person', async () => {
  const id = await declare({ drill: { id: 'ada' as UserId, name: 'Ada Park' } });
  await reachLevel(id);
  expect(await sync(id)).toBe('done');
  expect(slack.calls).toEqual([]);
  expect((await rooms.get(id))?.dueAt).toBeNull();
});

it('keeps card, announcement and topic true, and tells what happened, in order and once', async () => {
  const id = await declare();
  await sync(id);
  await acknowledge(id);
  await sync(id);
  expect(said(cardOf())).toContain('Acknowledged');
  expect(said(only(slack.announcements))).toContain('has it since');
  expect(only(slack.rooms).topic).toContain('Ada Park has it');
  await execute(id, { type: 'AddNote', text: 'looking', by: BEN, at: later(90) });
  await resolve(id);
  await sync(id);
  const channel = only(slack.rooms);
  expect(said(cardOf())).toContain('Resolved');
  expect(said(only(slack.announcements))).toContain('Resolved');
  expect(keysOf(channel.messages)).toEqual(['card', 'lines:1-1', 'lines:2-2', 'lines:3-4']);
  expect(said(channel.messages[3])).toMatch(/looking.*resolved the incident/);
  expect([...channel.members]).toEqual([BOT, 'U0ADA', 'U0BEN']);
  expect((await rooms.get(id))?.dueAt).toBeNull();
});

it('asks for what people look at first', async () => {
  const id = await declare();
  await sync(id);
  await acknowledge(id);
  slack.calls.length = 0;
  await sync(id);
  const methods = slack.calls.map(({ method }) => method);
  expect(methods.slice(0, 2)).toEqual(['chat.update', 'chat.update']);
  expect(methods.at(-1)).toBe('chat.postMessage');
});

it('is done by one of many who are told at once, and ends true', async () => {
  const id = await declare();
  const all = [sync(id), sync(id), acknowledge(id).then(() => sync(id)), sync(id)];
  expect((await Promise.all(all)).filter((outcome) => outcome !== 'busy').length).toBeGreaterThan(0);
  expect(said(cardOf())).toContain('Acknowledged');
  expect(keysOf(only(slack.rooms).messages).filter((key) => key === 'card')).toHaveLength(1);
  expect(slack.announcements).toHaveLength(1);
});

it('sees a change that came while it was at work, though nobody told of it', async () => {
  const id = await declare();
  let change: Promise<void> | undefined;
  slack.fate = (method) => {
    if (method === 'pins.add') change ??= acknowledge(id);
    return undefined;
  };
  const afterTheChange = {
    ...stores.incidents,
    load: async (of: IncidentId) => {
      await change;
      return stores.incidents.load(of);
    },
  };
  await sync(id, { incidents: afterTheChange });
  expect(said(cardOf())).toContain('Acknowledged');
});

it('that the table failed in the middle of is free for another soon', async () => {
  const id = await declare();
  const save = async () => Promise.reject(new Error('the table is down'));
  await expect(sync(id, { rooms: { ...rooms, save } })).rejects.toThrow('the table is down');
  expect(await sync(id)).toBe('busy');
  at = addSeconds(at, 6);
  expect(await rooms.overdue(at, 100)).toContain(id);
  expect(await sync(id)).toBe('done');
});

describe('whoever works on it dies', () => {
  /** Declared, answered and resolved, with a look at Slack after each; the n-th of something is the end of one. */
  const story = async (step: (id: IncidentId) => Promise<unknown>) => {
    const id = await declare();
    await reachLevel(id);
    const survive = async () => {
      await step(id).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
      });
    };
    await survive();
    await acknowledge(id);
    await survive();
    await resolve(id);
    await survive();
    // The lease of the dead is over.
    at = addSeconds(at, 200);
    for (let again = 0; again < 3; again += 1) {
      const isDone = (await sync(id)) === 'done';
      at = addSeconds(at, 200);
      if (isDone && (await rooms.get(id))?.dueAt === null) break;
    }
    return id;
  };

  const isRight = async (id: IncidentId) => {
    const channel = only(slack.rooms);
    const keys = keysOf(channel.messages);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key === 'card')).toHaveLength(1);
    const seqs = keys.flatMap(
      (key) =>
        /^lines:(\d+)-(\d+)$/
          .exec(key ?? '')
          ?.slice(1)
          .map(Number) ?? [],
    );
    expect([seqs[0], seqs.at(-1)]).toEqual([1, 3]);
    for (let index = 2; index < seqs.length; index += 2) expect(seqs[index]).toBe((seqs[index - 1] ?? 0) + 1);
    expect(said(cardOf())).toContain('Resolved');
    expect(said(only(slack.announcements))).toContain('Resolved');
    expect(said(only(slack.announcements))).toContain(`<#${channel.id}>`);
    expect(channel.topic).toContain('Resolved');
    expect([...channel.members].sort()).toEqual(['U0ADA', 'U0BEN', BOT]);
    expect(await rooms.get(id)).toMatchObject({ dueAt: null, posting: null, creating: null, failures: 0 });
  };

  const STORIES_MAX = 60;
  const MOMENTS_MIN = 10;

  /** The story, told again and again: each time the next moment is the end of one, until there is none any more. */
  const atEveryMoment = async (tell: (n: number) => Promise<'ended' | 'lived'>) => {
    let n = 0;
    for (; n < STORIES_MAX; n += 1) {
      at = START;
      slack = new FakeSlack(() => at);
      slack.usersByEmail.set('ada@example.com', 'U0ADA');
      if ((await tell(n)) === 'lived') break;
    }
    expect(n).toBeGreaterThan(MOMENTS_MIN);
    expect(n).toBeLessThan(STORIES_MAX);
  };

  const atEveryCall = (fate: () => Fate) =>
    atEveryMoment(async (n) => {
      slack.fate = (_method, call) => (call === n ? fate() : undefined);
      await isRight(await story((id) => sync(id, { rooms: mortal() })));
      return slack.calls.length > n ? 'ended' : 'lived';
    });

  it.each(['before', 'after'] as const)('%s any call to Slack: nothing is there twice, and it ends true', (when) =>
    atEveryCall(() => ({ [when]: new Died() })),
  );

  it.each(['before', 'after'] as const)('%s any of its writes', (when) =>
    atEveryMoment(async (n) => {
      let writes = 0;
      const dying =
        <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
        async (...args: A): Promise<R> => {
          const isLast = writes++ === n;
          if (isLast && when === 'before') throw new Died();
          const result = await write(...args);
          if (isLast) throw new Died();
          return result;
        };
      const dyingRooms: ChatRoomStore = {
        ...mortal(),
        acquire: dying(rooms.acquire),
        save: dying(rooms.save),
        release: dying(rooms.release),
        nameChannel: dying(rooms.nameChannel),
      };
      await isRight(await story((id) => sync(id, { rooms: dyingRooms })));
      return writes > n ? 'ended' : 'lived';
    }),
  );

  it('or hears no answer, to any call: the same', () => atEveryCall(() => ({ after: UNREACHABLE })));
});

describe('Slack that is down', () => {
  it('is asked once in a while, and afterwards everything is there once', async () => {
    const id = await declare();
    slack.fate = () => ({ before: UNREACHABLE });
    expect(await sync(id)).toBe('again');
    expect(queued).toEqual([{ incidentId: id, dueAt: addSeconds(at, 10), delaySeconds: 10 }]);
    await acknowledge(id);
    for (let tries = 0; tries < 10; tries += 1) {
      at = addSeconds(at, 60);
      slack.calls.length = 0;
      await sync(id);
      expect(slack.calls).toHaveLength(1);
    }
    expect(queued.at(-1)?.delaySeconds).toBe(120);
    slack.fate = () => undefined;
    expect(await sync(id)).toBe('done');
    expect(said(cardOf())).toContain('Acknowledged');
    expect(keysOf(only(slack.rooms).messages)).toEqual(['card', 'lines:1-2']);
    expect(slack.announcements).toHaveLength(1);
    expect(await problemsOf(id)).toEqual([
      'Slack: it could not be used (no answer); it is tried again',
      'Slack: it works again, and the channel is up to date',
    ]);
  });

  it('for more than a day is not asked any more by itself', async () => {
    const id = await declare();
    slack.fate = () => ({ before: UNREACHABLE });
    await sync(id);
    at = addSeconds(at, 86_500);
    queued = [];
    await sync(id);
    expect(queued).toEqual([]);
    expect((await rooms.get(id))?.dueAt).toBeNull();
    expect((await problemsOf(id)).at(-1)).toContain('for a day');
    slack.fate = () => undefined;
    await acknowledge(id);
    expect(await sync(id)).toBe('done');
  });
});

describe('a channel that Slack will not create', () => {
  it('does not stop the announcement, is on record, and is tried again', async () => {
    const id = await declare();
    slack.fate = (method) => (method === 'conversations.create' ? { before: refused('restricted_action') } : undefined);
    expect(await sync(id)).toBe('again');
    expect(said(only(slack.announcements))).toContain(`INC-${numbers}`);
    at = addSeconds(at, 10);
    await sync(id);
    slack.fate = () => undefined;
    at = addSeconds(at, 20);
    expect(await sync(id)).toBe('done');
    expect(said(only(slack.announcements))).toContain(`<#${only(slack.rooms).id}>`);
    expect(await problemsOf(id)).toEqual([
      'Slack: the channel could not be created (restricted_action); it is tried again',
      `Slack: the channel #inc-${numbers}-checkout-is-down was created`,
    ]);
  });

  it('because its name is taken gets another', async () => {
    const id = await declare();
    slack.add('C0OLD', `inc-${numbers}-checkout-is-down`, 'U0SOMEBODY');
    slack.add('C0OLDER', `inc-${numbers}-checkout-is-down-2`, BOT);
    expect(await sync(id)).toBe('done');
    const channelId = (await rooms.get(id))?.channel?.id ?? '';
    expect(slack.channels.get(channelId)?.name).toBe(`inc-${numbers}-checkout-is-down-3`);
  });
});

describe('people', () => {
  it('who archive the channel are left alone: said once, and the announcement goes on', async () => {
    const id = await declare();
    await sync(id);
    only(slack.rooms).archived = true;
    await acknowledge(id);
    expect(await sync(id)).toBe('done');
    await resolve(id);
    slack.calls.length = 0;
    expect(await sync(id)).toBe('done');
    expect(slack.calls.map(({ method }) => method)).toEqual(['chat.update']);
    expect(said(only(slack.announcements))).toContain('Resolved');
    expect(await problemsOf(id)).toEqual([
      'Slack: the channel cannot be used any more (is_archived); the announcement goes on',
    ]);
  });

  it('who delete the card get another one; who delete the announcement do not', async () => {
    const id = await declare();
    await sync(id);
    only(slack.rooms).messages.shift();
    slack.channels.get(TEAM_CHANNEL)?.messages.pop();
    await acknowledge(id);
    expect(await sync(id)).toBe('done');
    const channel = only(slack.rooms);
    expect(channel.messages.map(said).filter((blocks) => blocks?.includes('Acknowledged:'))).toHaveLength(1);
    expect(channel.pins).toHaveLength(2);
    expect(slack.announcements).toEqual([]);
  });

  it('who cannot be invited are on record, and the others are there', async () => {
    const id = await declare();
    await acknowledge(id);
    await execute(id, { type: 'AddNote', text: 'hm', by: BEN, at: later(70) });
    slack.fate = (method, _n, args) =>
      method === 'conversations.invite' && String(args['users']).includes('U0BEN')
        ? { before: refused('user_is_restricted') }
        : undefined;
    expect(await sync(id)).toBe('done');
    expect([...only(slack.rooms).members]).toEqual([BOT, 'U0ADA']);
    expect(await problemsOf(id)).toEqual(['Slack: Ben Osei could not be invited (user_is_restricted)']);
  });
});

it('joins the team’s channel when nobody has invited it', async () => {
  slack.channels.get(TEAM_CHANNEL)?.members.clear();
  expect(await sync(await declare())).toBe('done');
  expect(slack.announcements).toHaveLength(1);
});

describe('an incident without an update', () => {
  it('has whoever leads it reminded, once for each interval of its severity', async () => {
    const id = await declare({ severity: 'SEV1' });
    await acknowledge(id);
    await sync(id);
    expect((await rooms.get(id))?.dueAt).toBe(later(1800));
    const nudges = () => only(slack.rooms).messages.filter(({ text }) => text.includes('no update'));
    at = later(1801);
    await sync(id);
    expect(only(nudges()).text).toContain('<@U0ADA>');
    at = later(3000);
    await sync(id);
    expect(nudges()).toHaveLength(1);
    at = later(3602);
    await sync(id);
    expect(nudges()).toHaveLength(2);
    await resolve(id);
    at = later(9000);
    await sync(id);
    expect(nudges()).toHaveLength(2);
  });
});

it('keeps its place in a line, and does the rest meanwhile', async () => {
  const id = await declare();
  const turn = { budget: 'conversations.create', at: later(30) };
  const asked: unknown[] = [];
  const limited: SlackApi = {
    respond: slack.respond,
    call: async (method, args, options) => {
      if (method !== 'conversations.create') return slack.call(method, args);
      asked.push(options.turn);
      return options.turn ? slack.call(method, args) : err({ kind: 'limited', retryAt: turn.at, turn });
    },
  };
  expect(await sync(id, { slack: limited })).toBe('again');
  expect(queued.map(({ delaySeconds }) => delaySeconds)).toEqual([30]);
  at = later(10);
  await acknowledge(id);
  await sync(id, { slack: limited });
  expect(said(only(slack.announcements))).toContain('has it since');
  at = later(30);
  expect(await sync(id, { slack: limited })).toBe('done');
  expect(asked).toEqual([undefined, turn]);
  expect((await rooms.get(id))?.turns).toEqual({});
  expect(said(cardOf())).toContain('Acknowledged');
});

it('waits for its turn when Slack limits it, without calling that a failure', async () => {
  const id = await declare();
  slack.fate = (method) =>
    method === 'conversations.create' ? { before: { kind: 'limited', retryAt: later(30) } } : undefined;
  expect(await sync(id)).toBe('again');
  expect(slack.announcements).toHaveLength(1);
  expect(await problemsOf(id)).toEqual([]);
  expect(only(queued).delaySeconds).toBeGreaterThanOrEqual(30);
  slack.fate = () => undefined;
  at = later(31);
  expect(await sync(id)).toBe('done');
});
