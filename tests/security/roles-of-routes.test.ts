import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAs } from '../../scripts/local/sign-in/test-browser.ts';
import { readManifest } from '../../scripts/manifest.ts';
import { SCOPES } from '../../shared/runtime/http/scopes.ts';
import { directory } from '../../shared/runtime/stores.ts';
import { aToken } from '../scenarios/configuration.ts';
import { ADA, givenARegion } from '../scenarios/harness.ts';
import { FIELDS } from './fields-of-routes.ts';

const ROLES = ['viewer', 'responder', 'admin'] as const;
type Role = (typeof ROLES)[number];

interface GuardedRoute {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly role: Role;
}

const { functions } = await readManifest();
const GUARDED: readonly GuardedRoute[] = Object.entries(functions).flatMap(([name, { triggers }]) =>
  triggers.flatMap((trigger) =>
    trigger.type === 'http' && trigger.role !== 'public'
      ? [{ name, method: trigger.method, path: trigger.path, role: trigger.role }]
      : [],
  ),
);
const titled = GUARDED.map((route) => [`${route.method} ${route.path}`, route] as const);

const pd = await givenARegion({ apart: false });
const client = new DynamoDBClient({
  endpoint: process.env['AWS_ENDPOINT_URL_DYNAMODB'] as string,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** Every item of every table. */
const everything = async (): Promise<string[]> => {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const items: string[] = [];
  for (const TableName of TableNames) {
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const asked = { TableName, ConsistentRead: true, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) };
      const page = await client.send(new ScanCommand(asked));
      items.push(...(page.Items ?? []).map((item) => JSON.stringify(item)));
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey);
  }
  return items.sort();
};

/** Two ways in, for each role: a token of the API, and a person who signed in. */
const tokens = new Map<string, string>();
const tokenOf = (how: string): string => tokens.get(how) ?? '';
let incidentId: string;
let before: string[];

/** Things that are there: a viewer's request would work if it were let through. */
const real = ({ path }: GuardedRoute): string =>
  path
    .replace('/v1/incidents/{id}', `/v1/incidents/${incidentId}`)
    .replace('/v1/users/{id}', '/v1/users/vera')
    .replace('/v1/schedules/{id}', '/v1/schedules/checkout-primary')
    .replace('/v1/tokens/{id}', '/v1/tokens/demo')
    .replace('{id}', 'checkout')
    .replaceAll(/\{\w+\}/g, 'demo');
/** Things that are not there: whoever is let in does no harm. */
const unreal = ({ path }: GuardedRoute): string => path.replaceAll(/\{\w+\}/g, 'nothing-like-it');

const validBodyOf = ({ name, method, path }: GuardedRoute): { body?: unknown } =>
  method === 'GET' || method === 'DELETE'
    ? {}
    : { body: FIELDS[name]?.valid ?? FIELDS[`${name} ${path}`]?.valid ?? { version: 1, name: 'Changed' } };
const withVersion = (path: string, { method }: GuardedRoute): string =>
  method === 'DELETE' ? `${path}?version=1` : path;

/** An admin's claims with a viewer's signature. */
const forged = (): string => {
  const [header, , signature] = tokenOf('a viewer who signed in').split('.');
  return [header, tokenOf('an admin who signed in').split('.')[1], signature].join('.');
};
const unsigned = (): string => {
  const [, body] = tokenOf('an admin who signed in').split('.');
  return `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${body}.`;
};

const person = (id: string, role: Role) =>
  directory().putUser({
    id: id as never,
    name: `The ${role}`,
    email: `${id}@example.com`,
    slackId: null,
    role,
    rules: [],
    version: 1,
  });

beforeAll(async () => {
  const incident = await pd.trigger();
  await pd.expectSms(ADA, /Reply/);
  await pd.acknowledge(incident);
  incidentId = incident.id;
  await person('vera', 'viewer');
  await person('rosa', 'responder');
  await person('amos', 'admin');
  for (const role of ROLES) tokens.set(`a token with the role ${role}`, await aToken(role));
  tokens.set('an expired token', await aToken('admin', '2026-03-09T14:59:59.000Z'));
  tokens.set('a viewer who signed in', (await signInAs(pd.url, 'vera')).id_token);
  tokens.set('a responder who signed in', (await signInAs(pd.url, 'rosa')).id_token);
  tokens.set('an admin who signed in', (await signInAs(pd.url, 'amos')).id_token);
  tokens.set('a forged token', forged());
  tokens.set('a token that nobody signed', unsigned());
  tokens.set('an access token', (await signInAs(pd.url, 'amos')).access_token);
  tokens.set('an unknown token', 'nobody-knows-it');
  before = await everything();
});
afterAll(() => client.destroy());

const BAD = ['an expired token', 'a forged token', 'a token that nobody signed', 'an access token', 'an unknown token'];
const WAYS_IN: Readonly<Record<Role, readonly string[]>> = {
  viewer: ['a token with the role viewer', 'a viewer who signed in'],
  responder: ['a token with the role responder', 'a responder who signed in'],
  admin: ['a token with the role admin', 'an admin who signed in'],
};
const callers = ROLES.flatMap((role) => WAYS_IN[role].map((how) => [how, role] as const));

it('there are routes for each role', () => {
  expect(new Set(GUARDED.map(({ role }) => role))).toEqual(new Set(ROLES));
});

it('no route that changes something is for viewers', () => {
  const forViewers = GUARDED.filter(({ role }) => role === 'viewer').map(({ method }) => method);
  expect(new Set(forViewers)).toEqual(new Set(['GET']));
});

// First those who must be refused, with requests that would work: then nothing has changed.
describe.each(titled)('%s', (_title, route) => {
  it('refuses whoever sends no token', async () => {
    const answer = await pd.api(route.method, withVersion(real(route), route), { ...validBodyOf(route), token: null });
    expect(answer).toMatchObject({ status: 401, body: { field: 'Authorization', title: 'Not signed in' } });
  });

  it.each(BAD)('refuses %s', async (how) => {
    const token = tokenOf(how);
    const answer = await pd.api(route.method, withVersion(real(route), route), { ...validBodyOf(route), token });
    expect(answer).toMatchObject({ status: 401, body: { field: 'Authorization', title: 'Not signed in' } });
  });

  const tooLow = callers.filter(([, role]) => ROLES.indexOf(role) < ROLES.indexOf(route.role));
  it.each(tooLow)('refuses %s, and says which role is needed', async (how, role) => {
    const token = tokenOf(how);
    const answer = await pd.api(route.method, withVersion(real(route), route), { ...validBodyOf(route), token });
    const detail = `This needs the role ${route.role}; the token has the role ${role}.`;
    expect(answer).toMatchObject({ status: 403, body: { field: 'Authorization', detail } });
  });
});

it('whoever was refused has changed nothing, and viewers who read have not either', async () => {
  for (const route of GUARDED.filter(({ role }) => role === 'viewer')) {
    for (const how of WAYS_IN.viewer) {
      const { status } = await pd.api(route.method, real(route), { token: tokenOf(how) });
      expect([200, 400, 404], `${route.method} ${route.path}`).toContain(status);
    }
  }
  await pd.settle();
  expect(await everything()).toEqual(before);
});

const partOf = ({ path }: GuardedRoute): string => path.split('/')[2] ?? '';
const PARTS = [...new Set(GUARDED.map(partOf))].filter((part) => part !== 'me' && part !== 'tokens');

it('a token can be kept to each part of the API but the tokens, and to nothing else', () => {
  expect(PARTS.toSorted()).toEqual([...SCOPES].toSorted());
});

describe.each(PARTS)('an admin token for %s', (part) => {
  it('is let in there, and nowhere else', async () => {
    const token = await aToken('admin', null, [part]);
    for (const route of GUARDED) {
      const body = route.method === 'GET' || route.method === 'DELETE' ? {} : { body: {} };
      const { status, body: said } = await pd.api(route.method, withVersion(unreal(route), route), { ...body, token });
      const isRefused = status === 403 && said.detail === `The token is for other parts of the API: ${part}.`;
      const title = `${route.method} ${route.path}: ${status}`;
      expect(isRefused, title).toBe(partOf(route) !== part && partOf(route) !== 'me');
    }
  });
});

// Then those who may, about things that are not there.
describe.each(titled)('%s', (_title, route) => {
  const highEnough = callers.filter(([, role]) => ROLES.indexOf(role) >= ROLES.indexOf(route.role));
  it.each(highEnough)('lets %s in', async (how) => {
    const body = route.method === 'GET' || route.method === 'DELETE' ? {} : { body: {} };
    const answer = await pd.api(route.method, withVersion(unreal(route), route), { ...body, token: tokenOf(how) });
    expect(answer.status, JSON.stringify(answer.body)).not.toBe(401);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    // Some things are one's own: then it is said so, and not that the route needs another role.
    if (answer.status === 403) expect(answer.body.detail).not.toContain(`needs the role ${route.role};`);
  });
});
