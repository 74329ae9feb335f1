import { expect, it } from 'vitest';
import { functionNameProblem, type Manifest, parseManifest, readManifest } from '../../scripts/manifest.ts';
import { manifestProblems, type Repository } from './manifest-problems.ts';
import { readRepository } from './repository.ts';

it('describes the repository, and the repository is as it describes', async () => {
  expect(manifestProblems(await readManifest(), await readRepository())).toEqual([]);
});

const entry = (triggers: Manifest['functions'][string]['triggers']): Manifest['functions'][string] => ({
  does: 'Something.',
  triggers,
  kind: 'data',
  lane: 'api',
  timeoutSeconds: 10,
  memoryMb: 512,
  access: ['table:read'],
});
const route = (path: string, role: 'public' | 'responder' = 'public') =>
  ({ type: 'http', method: 'GET', path, role }) as const;

const good: Manifest = {
  functions: {
    'get-incident': entry([route('/v1/incidents/{id}')]),
    'plan-page': entry([{ type: 'task', stateMachine: 'paging' }]),
  },
  stateMachines: ['paging'],
};
const repository: Repository = {
  folders: new Map([
    ['get-incident', ['handler.ts', 'handler.test.ts']],
    ['plan-page', ['handler.ts']],
  ]),
  machines: new Map([['paging', new Set(['plan-page'])]]),
};
const withFunction = (name: string, triggers: Manifest['functions'][string]['triggers']): Manifest => ({
  ...good,
  functions: Object.fromEntries(Object.entries({ ...good.functions, [name]: entry(triggers) }).sort()),
});

it('finds nothing wrong where both agree', () => {
  expect(manifestProblems(good, repository)).toEqual([]);
  expect(parseManifest(good)).toEqual(good);
});

it.each<[string, Manifest, Repository, string]>([
  [
    'a function without a folder',
    good,
    { ...repository, folders: new Map([['plan-page', ['handler.ts']]]) },
    'get-incident is in the manifest and has no functions/get-incident/handler.ts',
  ],
  [
    'a folder that is not in the manifest',
    good,
    { ...repository, folders: new Map([...repository.folders, ['send-fax', ['handler.ts']]]) },
    'functions/send-fax is not in the manifest',
  ],
  [
    'two functions on one route',
    withFunction('show-incident', [route('/v1/incidents/{incident}')]),
    repository,
    'show-incident and get-incident both answer GET /v1/incidents/{incident}',
  ],
  [
    'a state machine without a file',
    { ...good, stateMachines: ['escalation', 'paging'] },
    repository,
    'escalation is in the manifest and has no statemachines/escalation.asl.json',
  ],
  [
    'a state machine that is not in the manifest',
    { ...good, stateMachines: [] },
    repository,
    'statemachines/paging.asl.json is not in the manifest',
  ],
  [
    'a task that no machine runs',
    withFunction('check-receipt', [{ type: 'task', stateMachine: 'paging' }]),
    repository,
    'check-receipt is said to be a task of paging, which has no such task',
  ],
  [
    'a task that the manifest does not tell of',
    good,
    { ...repository, machines: new Map([['paging', new Set(['plan-page', 'get-incident'])]]) },
    'paging runs get-incident, which is not said in the manifest',
  ],
  [
    'a guarded route without a guard',
    withFunction('list-incidents', [route('/v1/incidents', 'responder')]),
    repository,
    'routes ask for a role, and no function is the authorizer',
  ],
  [
    'functions out of order',
    { ...good, functions: { 'plan-page': entry([]), 'get-incident': entry([]) } },
    repository,
    'functions are not in alphabetical order at get-incident',
  ],
])('finds %s', (_, manifest, found, problem) => {
  expect(manifestProblems(manifest, found)).toContain(problem);
});

const queue = (batchSize: number) => ({ type: 'queue', queue: 'slack-requests', batchSize }) as const;
const worker = { ...entry([queue(5)]), access: ['queue:slack-requests:receive'] };

const change = (fields: object): unknown => ({
  ...good,
  functions: { 'get-incident': { ...good.functions['get-incident'], ...fields } },
});

it.each<[string, unknown, string]>([
  ['no triggers', change({ triggers: [] }), 'functions.get-incident.triggers: must have a trigger'],
  ['a path that is none', change({ triggers: [route('incidents')] }), 'must be a path'],
  ['an unknown kind', change({ kind: 'huge' }), 'functions.get-incident.kind'],
  ['access to everything', change({ access: ['*'] }), 'is not something a function can be given access to'],
  ['an unknown state machine', change({ access: ['start:paying'] }), 'start:paying names no state machine'],
  [
    'a queue that it may not receive from',
    change({ triggers: [queue(5)] }),
    'must have queue:slack-requests:receive, which its trigger needs',
  ],
  ['batches that SQS does not make', change({ triggers: [queue(11)] }), 'functions.get-incident.triggers.0.batchSize'],
  [
    'two functions on one queue',
    { ...good, functions: { 'first-worker': worker, 'second-worker': worker } },
    'functions.second-worker.triggers: first-worker receives from slack-requests already',
  ],
  ['a misspelt field', change({ memoryMB: 512 }), 'memoryMB'],
  [
    'a bad name',
    { ...good, functions: { getIncident: good.functions['get-incident'] } },
    "'getIncident' is not kebab-case",
  ],
])('is refused with %s', (_, manifest, message) => {
  expect(() => parseManifest(manifest)).toThrow(message);
});

it.each(['close-incident', 'send-page-twilio', 'sweep', 'ingest-sns2'])('takes %s for a name', (name) => {
  expect(functionNameProblem(name)).toBeUndefined();
});

it.each(['close', 'CloseIncident', 'close_incident', '-close', 'close-', 'close--incident', '../close', '2-close', ''])(
  'does not take %j for a name',
  (name) => {
    expect(functionNameProblem(name)).toBeDefined();
  },
);
