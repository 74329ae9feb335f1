import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tables } from '../../shared/data/table.ts';
import type { Instant } from '../../shared/lib/instant.ts';
import { sha256 } from '../../shared/runtime/ingest.ts';
import { directory } from '../../shared/runtime/stores.ts';
import { type Region, startRegion } from '../local/region.ts';
import { runConfig, type World } from './command.ts';

process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';

const SAMPLE = `
users:
  ada:
    name: Ada Park
    email: ada@example.com
    role: admin
    rules:
      - { channel: voice, to: +12025550101, delaySeconds: 120, urgency: high }
      - { channel: sms, to: +12025550101, delaySeconds: 0 }
  ben: { name: Ben Osei, slackId: U012AB3CD, rules: [{ channel: slack, to: U012AB3CD, delaySeconds: 0 }] }
  cleo: { name: "Cleo: the #3", email: cleo@example.com, role: viewer }
  duty-manager: { name: Duty manager, rules: [{ channel: email, to: duty@example.com, delaySeconds: 0 }] }
schedules:
  checkout-primary:
    name: Checkout primary
    timeZone: America/New_York
    layers:
      - name: week
        rotation: { unit: week, length: 1, startsAt: "2026-11-16T09:00" }
        participants: [ada, ben]
      - name: nights
        rotation: { unit: day, length: 2, startsAt: "2026-11-16T18:00" }
        participants: [cleo]
        restrictions: [{ days: [1, 2, 3], from: "18:00", to: "09:00" }, { from: "00:00", to: "24:00" }]
        endsAt: "2027-01-01T00:00:00+01:00"
policies:
  checkout:
    name: Checkout
    rounds: 2
    levels:
      - { timeoutSeconds: 300, targets: [{ type: schedule, id: checkout-primary }] }
      - { timeoutSeconds: 300, targets: [{ type: user, id: cleo }, { type: user, id: ben }], roundRobin: true }
      - timeoutSeconds: 60
        targets:
          - { type: slack-channel, id: C012AB3CD, name: "#ops" }
          - { type: webhook, url: "https://heal.example.com/restart?team=checkout" }
    fallback: [{ type: user, id: duty-manager }]
services:
  checkout:
    name: Checkout
    policyId: checkout
    grouping: { type: labels, labels: [env, "no"] }
    urgency: { type: support-hours, timeZone: Europe/Berlin, days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00", outside: low }
`;

/** Somebody who may configure, and nothing to configure yet. */
const onlyAToken = (): Promise<void> =>
  directory().putToken(sha256('demo'), { id: 'demo', name: 'Demo', role: 'admin', userId: null, expiresAt: null });

let region: Region;
let files: Map<string, string>;
let said: string[];
let calls: string[];
let answer: string | undefined;

beforeAll(async () => {
  region = await startRegion({
    port: 0,
    dataDir: null,
    region: 'us-east-1',
    clockSpeed: 0,
    startAt: '2026-11-23T15:00:00.000Z' as Instant,
    demoToken: 'demo',
    tables: tables({ table: 'config', idempotency: 'config-idempotency' }),
    seed: onlyAToken,
    env: { SLACK_BOT_TOKEN: '' },
  });
});
afterAll(() => region.stop());

const run = (...argv: string[]): Promise<number> => {
  const world: World = {
    env: { PD_URL: region.url },
    fetch: (url, init) => {
      if (init?.method !== 'GET') calls.push(`${init?.method} ${new URL(String(url)).pathname}`);
      return fetch(url, init);
    },
    isTerminal: answer !== undefined,
    print: (text) => said.push(text),
    complain: (text) => said.push(text),
    now: () => Date.parse('2026-11-23T15:00:00Z'),
    ask: async () => answer ?? '',
    read: async (file) => files.get(file),
    write: async (file, text) => void files.set(file, text),
  };
  said = [];
  calls = [];
  return runConfig({ ...world, env: { ...world.env, NO_COLOR: '1' } }, argv);
};
const saidAll = (): string => said.join('\n');
const file = (): string => files.get('pd.yaml') ?? '';
const edit = (from: string | RegExp, to: string): void => {
  expect(file()).toMatch(from);
  files.set('pd.yaml', file().replace(from, to));
};

/** Nobody and nothing is configured. */
const emptied = async (): Promise<void> => {
  files.set('nothing.yaml', '');
  expect(await run('apply', 'nothing.yaml', '--prune', '--yes'), saidAll()).toBe(0);
};
const sample = async (): Promise<void> => {
  await emptied();
  files.set('sample.yaml', SAMPLE);
  expect(await run('apply', 'sample.yaml', '--yes'), saidAll()).toBe(0);
};

beforeEach(() => {
  files = new Map();
  answer = undefined;
});

describe('configuration as code', () => {
  it('exported, applied to an empty system, exported again: identical', async () => {
    await sample();
    expect(await run('export', 'pd.yaml')).toBe(0);
    expect(await run('plan', 'pd.yaml')).toBe(0);
    expect(saidAll()).toMatch(/^0 to create, 0 to change, 0 to delete; 7 as the file says/m);

    await emptied();
    expect(await run('apply', 'pd.yaml', '--yes'), saidAll()).toBe(0);
    expect(saidAll()).toContain('7 of 7 changes are made.');
    expect(await run('export', 'again.yaml')).toBe(0);
    expect(files.get('again.yaml')).toBe(file());
    expect(file()).toContain('- { channel: sms, to: "+12025550101", delaySeconds: 0 }');

    expect(await run('apply', 'pd.yaml', '--yes')).toBe(0);
    expect(calls, 'what is there is not done twice').toEqual([]);
  });

  it('says what would change, changes that and nothing else, and asks before', async () => {
    await sample();
    await run('export', 'pd.yaml');
    edit('timeoutSeconds: 300', 'timeoutSeconds: 600');
    edit('name: Ada Park', 'name: Ada Parker');
    edit(/services:/, 'services:\n  search: { name: Search, policyId: checkout }');
    expect(await run('plan', 'pd.yaml')).toBe(0);
    expect(saidAll()).toContain(
      '~ policy checkout\n    - levels[0].timeoutSeconds: 300\n    + levels[0].timeoutSeconds: 600',
    );
    expect(saidAll()).toContain('+ service search\n    + name: "Search"');
    expect(calls).toEqual([]);

    expect(await run('apply', 'pd.yaml')).toBe(2);
    expect(saidAll()).toContain('nobody is there to ask');
    answer = 'n';
    expect(await run('apply', 'pd.yaml')).toBe(1);
    expect(calls).toEqual([]);
    answer = 'y';
    expect(await run('apply', 'pd.yaml')).toBe(0);
    expect(calls).toEqual(['PATCH /v1/users/ada', 'PATCH /v1/policies/checkout', 'POST /v1/services']);
    expect(await run('plan', 'pd.yaml')).toBe(0);
    expect(saidAll()).toMatch(/^0 to create, 0 to change, 0 to delete; 8/m);
  });

  it('deletes only when told to, and what refers to something before it', async () => {
    await sample();
    files.set('pd.yaml', 'users:\n  ada: { name: Ada Park }\n');
    expect(await run('apply', 'pd.yaml', '--yes')).toBe(0);
    expect(calls).toEqual([]);
    expect(saidAll()).toContain('left alone: user ben, user cleo');
    expect(await run('apply', 'pd.yaml', '--yes', '--prune'), saidAll()).toBe(0);
    expect(calls.slice(0, 3)).toEqual([
      'DELETE /v1/services/checkout',
      'DELETE /v1/policies/checkout',
      'DELETE /v1/schedules/checkout-primary',
    ]);
    expect(calls.slice(3).sort()).toEqual([
      'DELETE /v1/users/ben',
      'DELETE /v1/users/cleo',
      'DELETE /v1/users/duty-manager',
    ]);
  });

  it('keeps the words and comments of a file that is exported to', async () => {
    await sample();
    await run('export', 'pd.yaml');
    edit('  cleo:', '  # The last resort\n  cleo:');
    edit('name: Ben Osei', 'name: Ben');
    await run('export', 'pd.yaml');
    expect(file()).toContain('  # The last resort\n  cleo:');
    expect(file()).toContain('name: Ben Osei');
    expect(await run('plan', 'pd.yaml')).toBe(0);
    expect(saidAll()).toMatch(/^0 to create, 0 to change/m);
  });

  it('moves a phone or an address from one person to another', async () => {
    await sample();
    files.set(
      'pd.yaml',
      'users:\n  ada: { name: A, email: cleo@example.com }\n  cleo: { name: C, email: c@example.com }\n',
    );
    expect(await run('apply', 'pd.yaml', '--yes'), saidAll()).toBe(0);
  });

  it('says what could not be done and why, and nothing that refers to it is begun', async () => {
    await sample();
    files.set(
      'pd.yaml',
      'users:\n  x: { name: X, email: ada@example.com }\nservices:\n  y: { name: Y, policyId: checkout }\n',
    );
    expect(await run('apply', 'pd.yaml', '--yes')).toBe(1);
    expect(saidAll()).toMatch(/Could not create the user x: 400 email belongs to another user/);
    expect(saidAll()).toContain('0 of 2 changes are made. 1 were not begun.');
  });

  it('leaves the overrides of a schedule alone, unless they are in the file', async () => {
    await sample();
    await run('export', 'pd.yaml');
    expect(file()).not.toContain('overrides');
    await run('export', 'all.yaml', '--with-overrides');
    expect(files.get('all.yaml')).toContain('overrides: []');
  });

  it('does nothing with a file that is wrong, and names its lines', async () => {
    await sample();
    files.set('pd.yaml', 'services:\n  y: { name: Y, policyId: nowhere }\n');
    expect(await run('apply', 'pd.yaml', '--yes')).toBe(2);
    expect(said).toEqual(['pd.yaml:2:17 services.y.policyId names the policy nowhere, which is not there']);
    files.set('pd.yaml', 'services:\n  y: { name: "" }\n');
    expect(await run('plan', 'pd.yaml')).toBe(2);
    expect(said).toEqual(['pd.yaml:2:8 services.y.name must not be empty']);
    expect(await run('plan', 'none.yaml')).toBe(2);
    expect(await run('nonsense')).toBe(2);
    expect(await run('plan', 'pd.yaml', '--nonsense')).toBe(2);
    expect(calls).toEqual([]);
  });
});
