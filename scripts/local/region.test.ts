import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/lib/instant.ts';
import { clock as productClock, systemClock } from '../../shared/runtime/clock.ts';
import { startDatabase } from './aws/dynamodb.ts';
import { startTestRegion, type TestProduct, type TestRegion } from './test-region.ts';

const NOON = '2026-11-23T12:00:00.000Z' as Instant;
const CLOCK = new URL('../../shared/runtime/clock.ts', import.meta.url).href;

const PRODUCT: TestProduct = {
  functions: {
    environment: {
      triggers: [{ type: 'task' }],
      source: 'export const handler = async () => ({ ...process.env });',
    },
    now: {
      triggers: [{ type: 'task' }],
      source: `import { clock } from '${CLOCK}'; export const handler = async () => clock().now();`,
    },
    sleeper: {
      triggers: [{ type: 'http', method: 'POST', path: '/sleep', role: 'public' }],
      timeoutSeconds: 60,
      source: `import { clock } from '${CLOCK}';
        export const handler = async () => { await clock().sleep(30_000); (globalThis as any).seen.push('woke'); return 'ok'; };`,
    },
  },
};

let dataDir: string;
let region: TestRegion | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pd-lite-region-'));
});
afterEach(async () => {
  await region?.stop();
  region = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});
const start = async (options: Parameters<typeof startTestRegion>[1] = {}) => {
  region = await startTestRegion(PRODUCT, { dataDir, ...options });
  return region;
};
const restart = async (options: Parameters<typeof startTestRegion>[1] = {}) => {
  await region?.stop();
  return start(options);
};

describe('a region', () => {
  it('tells its functions where everything is, and takes that back when it stops', async () => {
    const before = { ...process.env };
    const { url, invoke } = await start({ env: { TWILIO_API_URL: '', EXTRA: 'yes' } });
    expect(await invoke('environment', {})).toMatchObject({
      PD_TABLE: 'test',
      PD_IDEMPOTENCY_TABLE: 'test-idempotency',
      PD_BUS: 'pd-lite',
      PD_REGION: 'us-east-1',
      PD_PUBLIC_URL: url,
      PD_STATE_MACHINE_PREFIX: 'arn:aws:states:us-east-1:000000000000:stateMachine:pd-lite-',
      PD_INGEST_QUEUE_URL: `${url}/_aws/sqs/000000000000/ingest-spill`,
      AWS_ENDPOINT_URL_SFN: `${url}/_aws/sfn`,
      AWS_ENDPOINT_URL_SNS: `${url}/_sns`,
      EXTRA: 'yes',
    });
    expect(process.env['TWILIO_API_URL']).toBeUndefined();
    await region?.stop();
    region = undefined;
    expect({ ...process.env }).toEqual(before);
    expect(productClock()).toBe(systemClock);
  });

  it('is the only one of its process', async () => {
    await start();
    await expect(startTestRegion(PRODUCT)).rejects.toThrow('runs in this process already');
  });

  it('can start again after a start that failed', async () => {
    const seed = () => Promise.reject(new Error('no data'));
    await expect(startTestRegion(PRODUCT, { seed })).rejects.toThrow('no data');
    await start();
  });

  it('answers nobody before its data is there', async () => {
    let status = 0;
    await start({
      seed: async ({ url }) => {
        status = (await fetch(`${url}/sandbox/clock`)).status;
      },
    });
    expect(status).toBe(503);
    expect((await fetch(`${region?.url}/sandbox/clock`)).status).toBe(200);
  });

  it('does not wait for a function that sleeps until the clock is moved', async () => {
    const { url, settle, advance, seen } = await start();
    const answer = fetch(`${url}/sleep`, { method: 'POST' });
    // The request is on its way through a socket: only its arrival makes it something in flight.
    await expect.poll(() => region?.activity.inFlight()).toContain('sleeper');
    await settle();
    expect(seen()).toEqual([]);
    await advance(30);
    expect(seen()).toEqual(['woke']);
    expect(await (await answer).json()).toBe('ok');
  });

  it('leaves nothing open when it stops: its process ends', async () => {
    const script = `import { startTestRegion } from ${JSON.stringify(new URL('./test-region.ts', import.meta.url).href)};
      const region = await startTestRegion({ functions: {}, stateMachines: { nap: { StartAt: 'Nap', States: {
        Nap: { Type: 'Wait', Seconds: 3600, End: true } } } } });
      const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:pd-lite-nap';
      await fetch(region.url + '/_aws/sfn', { method: 'POST', headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
        body: JSON.stringify({ stateMachineArn: arn }) });
      region.outages.set('dynamodb', 'timeout');
      region.outages.set('dynamodb', 'ok');
      await region.settle();
      await region.stop();
      process.stdout.write('stopped');`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    const [code] = await once(child, 'exit');
    expect([code, output]).toEqual([0, 'stopped']);
  });
});

describe('the time of a region', () => {
  it('begins where a test wants it, and is what the functions see', async () => {
    const { invoke, advance } = await start({ startAt: NOON });
    await advance(1);
    expect(await invoke('now', {})).toBe('2026-11-23T12:00:01.000Z');
  });

  it('goes on after a restart where it was', async () => {
    const { advance } = await start({ startAt: NOON });
    await advance(3600);
    const again = await restart({ startAt: NOON });
    expect(again.clock.now()).toBe('2026-11-23T13:00:00.000Z');
  });

  it('never jumps back when its speed is changed', async () => {
    const fast = await start({ clockSpeed: 100_000 });
    await fast.clock.sleep(3_600_000);
    const before = fast.clock.nowMs();
    expect(before - Date.now()).toBeGreaterThan(1_000_000);
    const slow = await restart({ clockSpeed: 1 });
    expect(slow.clock.nowMs()).toBeGreaterThanOrEqual(before);
    const still = await restart({ clockSpeed: 0 });
    expect(still.clock.nowMs()).toBeGreaterThanOrEqual(before);
  });

  it('goes on while nothing runs, as real time does', async () => {
    const first = await start({ clockSpeed: 60 });
    const anchored = first.clock.nowMs() - Date.now() * 60;
    const second = await restart({ clockSpeed: 60 });
    expect(Math.abs(second.clock.nowMs() - Date.now() * 60 - anchored)).toBeLessThan(60_000);
  });
});

describe('two regions on one table', () => {
  it('agree on the time', async () => {
    const database = await startDatabase(null);
    const script = fileURLToPath(new URL('./test-region.ts', import.meta.url));
    const source = `import { startTestRegion } from ${JSON.stringify(script)};
      const region = await startTestRegion({ functions: {} }, { databaseEndpoint: '${database.url}', region: 'us-west-2', clockSpeed: 3600 });
      process.stdout.write(JSON.stringify({ real: Date.now(), product: region.clock.nowMs() }));
      await region.stop();`;
    try {
      const one = await start({ databaseEndpoint: database.url, clockSpeed: 3600, startAt: NOON });
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk;
      });
      await once(child, 'exit');
      const other = JSON.parse(output) as { real: number; product: number };
      const here = one.clock.nowMs() - (Date.now() - other.real) * 3600;
      expect(Math.abs(here - other.product)).toBeLessThan(3_600_000);
    } finally {
      await region?.stop();
      region = undefined;
      await database.stop();
    }
  });

  it('leave the outages of a database that is not theirs alone', async () => {
    const database = await startDatabase(null);
    const one = await start({ databaseEndpoint: database.url });
    const body = JSON.stringify({ provider: 'dynamodb', mode: 'error' });
    expect((await fetch(`${one.url}/sandbox/outages`, { method: 'POST', body })).status).toBe(409);
    await region?.stop();
    region = undefined;
    await database.stop();
  });
});
