import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kind } from '../manifest.ts';
import { weigh } from './budget.ts';
import { type Bundle, bundleFunctions } from './bundle.ts';
import { handler as slackFixture } from './fixtures/slack.ts';
import { handler as twilioFixture } from './fixtures/twilio.ts';
import { callBundle, loadBundles } from './load-bundles.ts';

const FIXTURES = {
  acknowledge: 'edge',
  'state-machine': 'engine',
  database: 'data',
  everything: 'full',
  twilio: 'engine',
  slack: 'engine',
} as const satisfies Record<string, Kind>;

// It has no type declarations.
const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

let folder: string;
let bundles: Bundle[];
let database: Server;
let aws: Server;
const awsTargets: string[] = [];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
const bundle = (name: string): Bundle => bundles.find((one) => one.name === name) as Bundle;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pd-lite-preset-'));
  const entry = (name: string) => [name, fileURLToPath(new URL(`./fixtures/${name}.ts`, import.meta.url))] as const;
  bundles = await bundleFunctions(Object.fromEntries(Object.keys(FIXTURES).map(entry)), folder);

  database = dynalite({ createTableMs: 0 });
  aws = createServer((request, response) => {
    awsTargets.push(String(request.headers['x-amz-target']));
    response.end('{"executionArn":"arn","startDate":1,"FailedEntryCount":0,"Entries":[]}');
  });
  await Promise.all([listening(database), listening(aws)]);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${portOf(database)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  });
  const table = (TableName: string, keys: string[]) =>
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
    });
  await client.send(table('notes', ['pk', 'sk']));
  await client.send(table('requests', ['id']));
});

afterAll(async () => {
  database?.close();
  aws?.close();
  await rm(folder, { recursive: true, force: true });
});

it.each(Object.entries(FIXTURES))('leaves a bare %s room in the budget of its kind, %s', (name, kind) => {
  expect(weigh(bundle(name), kind)).toMatchObject({ over: false });
});

it('makes modules that Node loads as Lambda does', async () => {
  const files = bundles.map(({ file }) => file);
  expect(await loadBundles(files)).toEqual(Object.fromEntries(files.map((file) => [file, 'function'])));
});

it('puts, refuses, updates, reads, queries, deletes and remembers through the bundle as ElectroDB and Powertools do', async () => {
  const event = { id: 'n1', requestId: 'r1' };
  const results = await callBundle(bundle('everything').file, [event, event], {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${portOf(database)}`,
    AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${portOf(aws)}`,
    AWS_ENDPOINT_URL_EVENTBRIDGE: `http://127.0.0.1:${portOf(aws)}`,
    PD_TABLE: 'notes',
    PD_IDEMPOTENCY_TABLE: 'requests',
  });
  const result = {
    refused: 'ConditionalCheckFailedException',
    first: { id: 'n1', seq: 1, text: 'first', count: 2, tags: ['a'] },
    count: 2,
    left: 1,
    announced: 'fulfilled,fulfilled',
  };
  // The second is the first's answer: had it run again, its first put would have been refused.
  expect(results).toEqual([result, result]);
  expect(awsTargets.sort()).toEqual(['AWSEvents.PutEvents', 'AWSStepFunctions.StartExecution']);
});

it('writes the TwiML that the real library writes', async () => {
  const texts = [
    'INC-7 is <down> & "out"',
    "it's\ttab\r\nline",
    '',
    'naïve 🚨',
    'bell\u0007',
    'half \ud83d',
    '&amp; ]]>',
  ];
  const events = texts.map((text) => ({ text, url: 'https://pager.example/v1?a=1&b="2"\n' }));
  const results = await callBundle(bundle('twilio').file, events, {});
  expect(results).toEqual(await Promise.all(events.map((event) => twilioFixture(event))));
});

it('sends and looks up through the bundle what the real library sends and looks up', async () => {
  const requests: string[] = [];
  const twilio = createServer(async (request, response) => {
    const body = await text(request);
    requests.push(`${request.method} ${request.url} ${body}`);
    const item = { sid: 'S1', status: 'queued', to: '+12025550101', date_created: 'Mon, 16 Aug 2027 03:45:01 +0000' };
    const page = { messages: [{ ...item, body: 'INC-7' }], calls: [item] };
    response.statusCode = request.method === 'POST' ? 201 : 200;
    response.end(JSON.stringify(request.method === 'POST' ? item : page));
  });
  await listening(twilio);
  const event = { text: '', url: '', apiUrl: `http://127.0.0.1:${portOf(twilio)}` };
  const [bundled] = await callBundle(bundle('twilio').file, [event], {});
  const fromBundle = requests.splice(0);
  const real = await twilioFixture(event);
  twilio.close();
  expect(bundled).toEqual(real);
  expect(real.sent).toMatchObject([{ type: 'accepted' }, { type: 'accepted' }, { type: 'found' }, { type: 'found' }]);
  expect(fromBundle).toEqual(requests);
});

it('asks Slack through the bundle what the real library asks', async () => {
  const requests: string[] = [];
  const slack = createServer(async (request, response) => {
    const body = await text(request);
    requests.push(`${request.method} ${request.url} ${request.headers['authorization']} ${body}`);
    const isLimited = body.includes('limited');
    response.writeHead(isLimited ? 429 : body.includes('broken') ? 503 : 200, isLimited ? { 'Retry-After': '30' } : {});
    response.end(JSON.stringify(body.includes('taken') ? { ok: false, error: 'name_taken' } : { ok: true, ts: '1.2' }));
  });
  await listening(slack);
  const event = { origin: `http://127.0.0.1:${portOf(slack)}` };
  const [bundled] = await callBundle(bundle('slack').file, [event], {});
  const fromBundle = requests.splice(0);
  const real = await slackFixture(event);
  slack.close();
  expect(bundled).toEqual(JSON.parse(JSON.stringify(real)));
  expect(real).toMatchObject([
    { ok: true },
    { error: 'name_taken' },
    { kind: 'limited' },
    { why: 'HTTP 503' },
    { ok: true },
  ]);
  expect(fromBundle).toEqual(requests);
});

it('says what is missing when its environment has no credentials', async () => {
  const [result] = await callBundle(bundle('database').file, [{ id: 'n1', seq: 1 }], { AWS_ACCESS_KEY_ID: '' });
  expect(result).toEqual({ error: expect.stringContaining('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set') });
});
