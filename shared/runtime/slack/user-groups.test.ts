import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type UserGroupStore, userGroupStore } from '../../data/user-group-store.ts';
import { always, person } from '../../domain/escalation/fixtures/directory.ts';
import { later } from '../../domain/incident/fixtures/incident.ts';
import type { SlackUserId } from '../../lib/ids.ts';
import { FakeSlack, refused, UNREACHABLE } from '../fixtures/slack.ts';
import { type TestStores, testStores } from '../fixtures/stores.ts';
import { syncUserGroups } from './user-groups.ts';

let stores: TestStores;
let groups: UserGroupStore;
let slack: FakeSlack;
let now = 0;

beforeAll(async () => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});
beforeEach(async () => {
  stores = await testStores();
  groups = userGroupStore(stores.table);
  slack = new FakeSlack(() => later(now));
  now = 0;
  slack.usersByEmail.set('ben@example.com', 'U0BEN');
  await stores.directory.putUser(person('ada', { slackId: 'U0ADA' as SlackUserId }));
  await stores.directory.putUser(person('ben', { email: 'ben@example.com' }));
  await stores.directory.putUser(person('nobody'));
  await stores.directory.putSchedule(always('checkout', 'ada'));
  return () => stores.database.stop();
});

const minute = async () => {
  now += 60;
  slack.calls.length = 0;
  await syncUserGroups({ groups, directory: stores.directory, slack }, later(now));
  return slack.calls.map(({ method }) => method);
};

it('is made once, and follows who is on call', async () => {
  expect(await minute()).toEqual(['usergroups.create', 'usergroups.users.update']);
  expect(slack.groups).toEqual([{ id: 'S1', handle: 'oncall-checkout', users: 'U0ADA' }]);
  expect(await minute()).toEqual([]);
  await stores.directory.putSchedule(always('checkout', 'ben'));
  expect(await minute()).toEqual(['users.lookupByEmail', 'usergroups.users.update']);
  expect(slack.groups[0]?.users).toBe('U0BEN');
});

it('keeps whoever was in it while nobody is on call who is in Slack', async () => {
  await minute();
  await stores.directory.putSchedule(always('checkout', undefined));
  expect(await minute()).toEqual([]);
  await stores.directory.putSchedule(always('checkout', 'nobody'));
  expect(await minute()).toEqual([]);
  expect(slack.groups[0]?.users).toBe('U0ADA');
});

it('does not look each minute for somebody who is not in Slack', async () => {
  await stores.directory.putUser(person('cleo', { email: 'cleo@example.com' }));
  await stores.directory.putSchedule(always('checkout', 'cleo'));
  expect(await minute()).toEqual(['users.lookupByEmail']);
  expect(await minute()).toEqual([]);
  await stores.directory.putSchedule(always('checkout', 'ada'));
  expect(await minute()).toEqual(['usergroups.create', 'usergroups.users.update']);
});

it('that is there already is found by its handle', async () => {
  slack.groups.push({ id: 'S9', handle: 'oncall-checkout', users: '' });
  await minute();
  expect(slack.groups).toEqual([{ id: 'S9', handle: 'oncall-checkout', users: 'U0ADA' }]);
});

it('that Slack refuses is not asked for each minute, but each hour', async () => {
  slack.fate = () => ({ before: refused('missing_scope') });
  expect(await minute()).toEqual(['usergroups.create']);
  expect(await minute()).toEqual([]);
  now += 3600;
  expect(await minute()).toEqual(['usergroups.create']);
});

it('is tried again after a minute when Slack did not answer, and made once', async () => {
  slack.fate = (method) => (method === 'usergroups.create' ? { after: UNREACHABLE } : undefined);
  await minute();
  slack.fate = () => undefined;
  await minute();
  expect(slack.groups).toEqual([{ id: 'S1', handle: 'oncall-checkout', users: 'U0ADA' }]);
});

it('that people deleted is made again', async () => {
  await minute();
  slack.groups.length = 0;
  await stores.directory.putSchedule(always('checkout', 'ben'));
  await minute();
  await minute();
  expect(slack.groups).toMatchObject([{ users: 'U0BEN' }]);
});
