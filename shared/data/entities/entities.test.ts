import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'electrodb';
import { expect, it } from 'vitest';
import { CLOSED } from '../../domain/breaker/breaker.ts';
import { START } from '../../domain/incident/fixtures/incident.ts';
import type { IncidentId } from '../../lib/ids.ts';
import { chatDueKeys } from '../chat-room-store.ts';
import { dueKeys } from '../due.ts';
import { alertKeyEntity } from './alert-key.ts';
import { attemptEntity } from './attempt.ts';
import { breakerEntity } from './breaker.ts';
import { calendarLinkEntity } from './calendar.ts';
import { chatChannelEntity, chatRoomEntity, rateBudgetEntity, userGroupsEntity } from './chat.ts';
import { commitEntity } from './commit.ts';
import {
  apiTokenEntity,
  emailEntity,
  integrationKeyEntity,
  phoneEntity,
  policyEntity,
  scheduleEntity,
  serviceEntity,
  slackUserEntity,
  userEntity,
} from './directory.ts';
import { headEntity } from './head.ts';
import { counterEntity, numberEntity } from './number.ts';
import { pageEntity } from './page.ts';
import { runEntity } from './run.ts';
import { shiftNoticeEntity } from './shift-notice.ts';
import { turnEntity } from './turn.ts';

const connection = { client: DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })), table: 'pd' };
const incidentId = '01JDBX0000000000000000000A' as IncidentId;
const any = {} as never;
const due = (name: string) => dueKeys({ incidentId, dueAt: START }, name);

/** What each entity would put: made with the real `jsonschema`, so that a model that is no model fails here. */
const puts = (): Readonly<Record<string, object>> => ({
  commit: commitEntity(connection)
    .put({
      incidentId,
      seq: 7,
      commitId: 'c',
      events: any,
      at: START,
      region: 'r',
      outboxPk: 'outbox#1',
      outboxSk: `${START}#${incidentId}`,
    })
    .params(),
  head: headEntity(connection)
    .put({ incidentId, version: 7, state: any, fence: 'r1', listPk: 'open', listSk: `${START}#${incidentId}` })
    .params(),
  run: runEntity(connection)
    .put({ incidentId, runId: 'r1', baton: 1, run: any, ...due('run#r1') })
    .params(),
  page: pageEntity(connection)
    .put({ incidentId, pageId: 'r1.0.0.Ada', baton: 1, page: any, ...due('page#r1.0.0.Ada') })
    .params(),
  pageOver: pageEntity(connection).put({ incidentId, pageId: 'r1.0.0.Ada', baton: 1, page: any }).params(),
  attempt: attemptEntity(connection)
    .put({ incidentId, attemptId: 'r1.0.0.Ada.0.twilio.0', revision: 1, attempt: any })
    .params(),
  alertKey: alertKeyEntity(connection)
    .put({ name: 'alert#demo#Ab1', incidentId, repeats: 0, firstSeenAt: START, lastSeenAt: START, lastSummary: 's' })
    .params(),
  breaker: breakerEntity(connection).put({ name: 'twilio-sms', revision: 1, breaker: CLOSED }).params(),
  counter: counterEntity(connection).put({ name: 'incident', value: 1 }).params(),
  number: numberEntity(connection).put({ number: 7, incidentId }).params(),
  user: userEntity(connection).put({ kind: 'user', id: 'Ada', value: any }).params(),
  service: serviceEntity(connection).put({ kind: 'service', id: 'checkout', value: any }).params(),
  policy: policyEntity(connection).put({ kind: 'policy', id: 'checkout', value: any }).params(),
  schedule: scheduleEntity(connection).put({ kind: 'schedule', id: 'primary', value: any }).params(),
  integrationKey: integrationKeyEntity(connection).put({ kind: 'integration-key', by: 'Ff00', value: any }).params(),
  apiToken: apiTokenEntity(connection).put({ kind: 'api-token', by: 'Ff00', value: any }).params(),
  phone: phoneEntity(connection).put({ kind: 'phone', by: '+12025550101', value: any }).params(),
  email: emailEntity(connection).put({ kind: 'email', by: 'ada@example.com', value: any }).params(),
  slackUser: slackUserEntity(connection).put({ kind: 'slack-user', by: 'U0ADA', value: any }).params(),
  rateBudget: rateBudgetEntity(connection).put({ name: 'chat.postMessage#C0INC7', arrivalMs: 1 }).params(),
  chatRoom: chatRoomEntity(connection)
    .put({ incidentId, wanted: 0, ...chatDueKeys(incidentId, START) })
    .params(),
  chatChannel: chatChannelEntity(connection).put({ channelId: 'C0INC7', incidentId }).params(),
  calendarLink: calendarLinkEntity(connection).put({ of: 'schedule#primary', owner: 'Ff00', link: any }).params(),
  shiftNotice: shiftNoticeEntity(connection).put({ scheduleId: 'primary', which: 'begun', at: START }).params(),
  turn: turnEntity(connection).put({ incidentId, runId: 'r1', level: 0, turn: 7 }).params(),
  userGroups: userGroupsEntity(connection).put({ name: 'on-call', revision: 1, groups: {} }).params(),
});

const KEY = /^(pk|sk|\w+Pk|\w+Sk)$/;

/** The keys are what is in everybody's table: whoever changes one of these must bring the items along. */
it('writes every item under its key', () => {
  const keys = Object.entries(puts()).map(([name, params]) => {
    const { Item } = params as { Item: Record<string, unknown> };
    return `${name}: ${Object.keys(Item)
      .filter((field) => KEY.test(field))
      .sort()
      .map((field) => `${field}=${Item[field]}`)
      .join(' ')}`;
  });
  expect(keys).toMatchInlineSnapshot(`
    [
      "commit: outboxPk=outbox#1 outboxSk=2026-11-23T03:00:00.000Z#01JDBX0000000000000000000A pk=incident#01JDBX0000000000000000000A sk=log#00000007",
      "head: listPk=open listSk=2026-11-23T03:00:00.000Z#01JDBX0000000000000000000A pk=incident#01JDBX0000000000000000000A sk=now",
      "run: duePk=due#1 dueSk=2026-11-23T03:00:00.000Z#01JDBX0000000000000000000A#run#r1 pk=incident#01JDBX0000000000000000000A sk=run#r1",
      "page: duePk=due#1 dueSk=2026-11-23T03:00:00.000Z#01JDBX0000000000000000000A#page#r1.0.0.Ada pk=incident#01JDBX0000000000000000000A sk=page#r1.0.0.Ada",
      "pageOver: pk=incident#01JDBX0000000000000000000A sk=page#r1.0.0.Ada",
      "attempt: pk=incident#01JDBX0000000000000000000A sk=attempt#r1.0.0.Ada.0.twilio.0",
      "alertKey: pk=alert#demo#Ab1 sk=open",
      "breaker: pk=breaker#twilio-sms sk=state",
      "counter: pk=counter#incident sk=value",
      "number: pk=number#7 sk=incident",
      "user: pk=config#user sk=Ada",
      "service: pk=config#service sk=checkout",
      "policy: pk=config#policy sk=checkout",
      "schedule: pk=config#schedule sk=primary",
      "integrationKey: pk=integration-key#Ff00 sk=is",
      "apiToken: pk=api-token#Ff00 sk=is",
      "phone: pk=phone#+12025550101 sk=is",
      "email: pk=email#ada@example.com sk=is",
      "slackUser: pk=slack-user#U0ADA sk=is",
      "rateBudget: pk=slack-budget#chat.postMessage#C0INC7 sk=state",
      "chatRoom: duePk=chat-due#1 dueSk=2026-11-23T03:00:00.000Z#01JDBX0000000000000000000A#chat pk=incident#01JDBX0000000000000000000A sk=chat",
      "chatChannel: pk=slack-channel#C0INC7 sk=incident",
      "calendarLink: pk=calendar#schedule#primary sk=Ff00",
      "shiftNotice: pk=shift-notice#primary sk=begun",
      "turn: pk=incident#01JDBX0000000000000000000A sk=turn#r1#0",
      "userGroups: pk=slack-groups#on-call sk=state",
    ]
  `);
});

it('marks every item with what it is, and nothing else that is not ours', () => {
  for (const params of Object.values(puts())) {
    const { Item } = params as { Item: Record<string, unknown> };
    const foreign = Object.keys(Item).filter((field) => field.startsWith('__') || field.startsWith('gsi'));
    expect(foreign).toEqual(['__edb_e__', '__edb_v__']);
  }
});

it('asks for a commit and a page by the same keys that it writes', () => {
  const [commit] = [commitEntity(connection).get({ incidentId, seq: 7 }).params()] as [{ Key: object }];
  expect(commit.Key).toEqual({ pk: `incident#${incidentId}`, sk: 'log#00000007' });
  expect(
    commitEntity(connection).query.primary({ incidentId }).between({ seq: 3 }, { seq: 99_999_999 }).params(),
  ).toMatchObject({
    ExpressionAttributeValues: { ':pk': `incident#${incidentId}`, ':sk1': 'log#00000003', ':sk2': 'log#99999999' },
  });
  expect(pageEntity(connection).query.primary({ incidentId }).begins({ pageId: 'r1.0.' }).params()).toMatchObject({
    ExpressionAttributeValues: { ':sk1': 'page#r1.0.' },
  });
});

it('refuses a model that is none: in a bundle nothing validates them, so here something must', () => {
  const key = { a: { type: 'string' } };
  const make = (attributes: object) => () =>
    new Entity({
      model: { service: 'pd', entity: 'x', version: '1' },
      attributes,
      indexes: { p: { pk: { field: 'pk', composite: ['a'] } } },
    } as never);
  expect(make(key)).not.toThrow();
  expect(make({ ...key, b: { type: 'text' } })).toThrow();
  expect(make({ ...key, b: { type: 'string', required: 'yes' } })).toThrow();
});
