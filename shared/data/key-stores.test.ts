import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterFailure, CLOSED, permit, probing } from '../domain/breaker/breaker.ts';
import { always, level, person, policy, scheduled, user } from '../domain/escalation/fixtures/directory.ts';
import { declareCommand, incidentAfter, later, START } from '../domain/incident/fixtures/incident.ts';
import type { E164, IncidentId, IntegrationId, ServiceId, SlackUserId, UserId } from '../lib/ids.ts';
import { type AlertKeyStore, alertKeyStore } from './alert-key-store.ts';
import { type BreakerStore, breakerStore } from './breaker-store.ts';
import { lostTheRace, written } from './conditions.ts';
import { directoryStore } from './directory-store.ts';
import { userEntity } from './entities/directory.ts';
import { freshId, type TestDatabase, testDatabase } from './fixtures/database.ts';
import { incidentReads } from './incident-reads.ts';
import { incidentStore } from './incident-store.ts';

let database: TestDatabase;
let keys: AlertKeyStore;
let breakers: BreakerStore;

beforeAll(async () => {
  database = await testDatabase();
  keys = alertKeyStore(database.connection);
  breakers = breakerStore(database.connection);
});
afterAll(() => database.stop());

describe('an alert key', () => {
  it('is pointed by one of many, and moved only by who saw where it points', async () => {
    const [first, ...ids] = Array.from({ length: 12 }, freshId) as IncidentId[];
    const won = await Promise.all(ids.map((id) => keys.point('alert#a', id, undefined, START, 's')));
    expect(won.filter(Boolean)).toHaveLength(1);
    const seen = ids[won.indexOf(true)] as IncidentId;
    expect(await keys.get('alert#a')).toBe(seen);
    expect(await keys.point('alert#a', first as IncidentId, first, START, 's')).toBe(false);
    const moved = await Promise.all(ids.map((id) => keys.point('alert#a', id, seen, START, 's')));
    expect(moved.filter(Boolean).length).toBeGreaterThanOrEqual(1);
    expect(await keys.get('alert#none')).toBeUndefined();
  });

  it('counts every repeat, for the incident it points at, and begins anew with the next', async () => {
    const [one, other] = [freshId(), freshId()] as [IncidentId, IncidentId];
    await keys.point('alert#b', one, undefined, START, 's');
    await Promise.all(Array.from({ length: 25 }, (_, n) => keys.count('alert#b', one, later(n), 's')));
    expect(await keys.repeats('alert#b')).toMatchObject({ repeats: 25, incidentId: one });
    expect(await keys.count('alert#b', other, later(30), 's')).toBe(false);
    expect(await keys.count('alert#none', one, later(30), 's')).toBe(false);
    expect(await keys.repeats('alert#none')).toBeUndefined();
    await keys.point('alert#b', other, one, later(40), 's');
    expect(await keys.repeats('alert#b')).toEqual({ repeats: 0, lastSeenAt: later(40), incidentId: other });
  });
});

describe('a breaker', () => {
  it('gives the one probe to one of many that ask', async () => {
    for (const second of [0, 1, 2]) await breakers.change('twilio-sms', (now) => afterFailure(now, later(second)));
    const at = later(100);
    const asked = Array.from({ length: 20 }, () =>
      breakers.change('twilio-sms', (now) => (permit(now, at) === 'probe' ? probing(now, at) : undefined)),
    );
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    expect((await breakers.read('twilio-sms')).breaker).toMatchObject({ state: 'half-open' });
  });

  it('is closed where nothing was ever learnt, and is left alone by a change that is none', async () => {
    expect(await breakers.read('sns-sms')).toEqual({ revision: 0, breaker: CLOSED });
    expect(await breakers.change('sns-sms', () => undefined)).toBe(false);
    expect((await breakers.read('sns-sms')).revision).toBe(0);
  });

  it('forgets no failure of several at once', async () => {
    await Promise.all(
      [0, 1, 2].map((second) => breakers.change('twilio-voice', (now) => afterFailure(now, later(second)))),
    );
    expect((await breakers.read('twilio-voice')).breaker).toMatchObject({ state: 'open', failures: 3 });
  });
});

describe('the directory', () => {
  const phone = '+12025550177' as E164;

  it('keeps users, and lets their phones find them', async () => {
    const store = directoryStore(database.connection);
    const ada = person('ada', { rules: [{ channel: 'sms', to: phone, delaySeconds: 0 }] });
    expect(await store.user('ada' as UserId)).toBeUndefined();
    await store.putUser(ada);
    expect(await store.user('ada' as UserId)).toEqual(ada);
    expect(await store.userOfPhone(phone)).toEqual(ada);
    expect(await store.userOfPhone('+12025550178' as E164)).toBeUndefined();
    await store.removeUser('ada' as UserId);
    expect(await store.user('ada' as UserId)).toBeUndefined();
    expect(await store.userOfPhone(phone)).toBeUndefined();
  });

  it('lets a number that was handed on find its new owner', async () => {
    const store = directoryStore(database.connection);
    await store.putUser(person('old', { rules: [{ channel: 'sms', to: phone, delaySeconds: 0 }] }));
    await store.putUser(person('old', { rules: [] }));
    await store.putUser(person('new', { rules: [{ channel: 'sms', to: phone, delaySeconds: 0 }] }));
    expect((await store.userOfPhone(phone))?.id).toBe('new');
  });

  it('finds a person by their e-mail, in whatever case, and by their Slack id once it is known', async () => {
    const store = directoryStore(database.connection);
    const slackId = 'U0ADA' as SlackUserId;
    await store.putUser(person('ada', { email: 'Ada@Example.com' }));
    expect(await store.userOfEmail('ADA@example.com')).toMatchObject({ id: 'ada', email: 'ada@example.com' });
    expect(await store.userOfSlack(slackId)).toBeUndefined();
    expect(await store.linkSlack('ada' as UserId, slackId)).toMatchObject({ slackId, version: 2 });
    expect(await store.linkSlack('ada' as UserId, slackId)).toMatchObject({ version: 2 });
    expect((await store.userOfSlack(slackId))?.id).toBe('ada');
    expect(await store.linkSlack('nobody' as UserId, slackId)).toBeUndefined();
  });

  it('finds nobody by what was taken from them, and the other by what they have now', async () => {
    const store = directoryStore(database.connection);
    const slackId = 'U0SHARED' as SlackUserId;
    await store.putUser(person('one', { email: 'one@example.com', slackId }));
    await store.putUser(person('one', { email: 'uno@example.com' }));
    expect(await store.userOfEmail('one@example.com')).toBeUndefined();
    expect((await store.userOfEmail('uno@example.com'))?.id).toBe('one');
    expect(await store.userOfSlack(slackId)).toBeUndefined();
    expect(await database.item('slack-user#U0SHARED', 'is')).toBeUndefined();
    await store.putUser(person('two', { slackId }));
    expect((await store.userOfSlack(slackId))?.id).toBe('two');
    await store.removeUser('two' as UserId);
    expect(await store.userOfSlack(slackId)).toBeUndefined();
  });

  it('leaves an address and a Slack id with whoever has them now when the one before is changed or goes', async () => {
    const store = directoryStore(database.connection);
    const theirs = { email: 'moved@example.com', slackId: 'U0MOVED' as SlackUserId };
    for (const id of ['first', 'second']) await store.putUser(person(id, theirs));
    await store.putUser(person('first'));
    await store.removeUser('first' as UserId);
    expect((await store.userOfEmail(theirs.email))?.id).toBe('second');
    expect((await store.userOfSlack(theirs.slackId))?.id).toBe('second');
  });

  it('reads a user of before Slack as one who is not in it', async () => {
    const { email: _email, slackId: _slackId, ...old } = person('old-timer');
    await userEntity(database.connection)
      .put({ kind: 'user', id: old.id, value: old as never })
      .go();
    const store = directoryStore(database.connection);
    expect(await store.user(old.id)).toMatchObject({ email: null, slackId: null });
    expect((await store.users()).find(({ id }) => id === old.id)).toMatchObject({ email: null, slackId: null });
    expect(await store.linkSlack(old.id, 'U0OLD' as SlackUserId)).toMatchObject({ email: null, slackId: 'U0OLD' });
  });

  it('has everybody that a policy may mean', async () => {
    const store = directoryStore(database.connection);
    const base = always('primary', 'ben');
    for (const id of ['ben', 'cleo', 'dora', 'boss']) await store.putUser(person(id));
    await store.putSchedule({
      ...base,
      overrides: [{ id: 'o', userId: 'dora' as UserId, from: START, to: later(60) }],
    });
    const escalation = policy([level(scheduled('primary'), scheduled('gone')), level(user('cleo'), user('nobody'))], {
      fallback: [user('boss')],
    });
    await store.putPolicy(escalation);
    expect(await store.policy(escalation.id)).toEqual(escalation);
    const { users, schedules } = await store.directoryOf(escalation);
    expect([...users.keys()].sort()).toEqual(['ben', 'boss', 'cleo', 'dora']);
    expect([...schedules.keys()]).toEqual(['primary']);
  });

  it('keeps services, integrations and tokens', async () => {
    const store = directoryStore(database.connection);
    const service = {
      id: 'checkout' as ServiceId,
      name: 'Checkout',
      policyId: null,
      grouping: { type: 'alert' },
      version: 1,
    } as const;
    const integration = { id: 'demo' as IntegrationId, name: 'demo', serviceId: service.id };
    const token = { id: 't', name: 'T', role: 'viewer', userId: null, expiresAt: null } as const;
    await store.putService(service);
    await store.putIntegration('hash', integration);
    await store.putToken('hash', token);
    expect(await Promise.all([store.service(service.id), store.integration('hash'), store.token('hash')])).toEqual([
      service,
      integration,
      token,
    ]);
    expect(await Promise.all([store.integration('other'), store.token('other')])).toEqual([undefined, undefined]);
    expect((await store.services()).map(({ id }) => id)).toEqual(['checkout']);
  });
});

describe('reads for people', () => {
  it('list page by page, newest first, each incident once', async () => {
    const store = incidentStore(database.connection);
    const reads = incidentReads(database.connection);
    const ids = Array.from({ length: 7 }, freshId) as IncidentId[];
    for (const [n, incidentId] of ids.entries())
      await store.project(incidentAfter(declareCommand({ incidentId, at: later(n >> 1) })));
    const seen: string[] = [];
    let next: string | undefined;
    for (let turns = 0; turns < 10; turns += 1) {
      const page = await reads.list('open', 3, next);
      seen.push(...page.incidents.map(({ id }) => id));
      next = page.next;
      if (!next) break;
    }
    expect(seen).toEqual([...ids].reverse());
    expect(await reads.list('ended#2026-11', 3, undefined)).toEqual({ incidents: [], next: undefined });
  });

  it('leave out of a list what is not of it any more, should the index lag behind', async () => {
    const { client, table } = database.connection;
    const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
    const incidentId = freshId() as IncidentId;
    const over = incidentAfter(declareCommand({ incidentId }), {
      type: 'Resolve',
      summary: null,
      by: declareCommand().by,
      at: later(5),
    });
    await client.send(
      new PutCommand({
        TableName: table,
        Item: {
          pk: `incident#${incidentId}`,
          sk: 'now',
          version: 2,
          state: over,
          fence: 'none',
          listPk: 'open',
          listSk: `9${incidentId}`,
        },
      }),
    );
    const listed = await incidentReads(database.connection).list('open', 50, undefined);
    expect(listed.incidents.some(({ id }) => id === incidentId)).toBe(false);
  });

  it('have all that is on record of an incident, and of no other', async () => {
    const reads = incidentReads(database.connection);
    expect(await reads.record(freshId() as IncidentId)).toEqual({
      commits: [],
      runs: [],
      pages: [],
      attempts: [],
      chat: [],
    });
  });
});

describe('a conditional write', () => {
  const named = (name: string, cause?: Error) => Object.assign(new Error('x', cause ? { cause } : {}), { name });

  it.each([
    ['its condition does not hold', named('ConditionalCheckFailedException'), true],
    ['another region was faster', named('ReplicatedWriteConflictException'), true],
    [
      'its condition does not hold, as ElectroDB says it',
      named('ElectroError', named('ConditionalCheckFailedException')),
      true,
    ],
    ['the table is not well', named('InternalServerError'), false],
    ['anything is thrown', 'text', false],
  ])('is told apart when %s', async (_name, error, lost) => {
    expect(lostTheRace(error)).toBe(lost);
    const result = written(Promise.reject(error)).catch(() => 'thrown');
    expect(await result).toBe(lost ? false : 'thrown');
  });
});
