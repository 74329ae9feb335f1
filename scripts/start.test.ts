import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./start.ts', import.meta.url));

let directory: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pd-lite-start-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(directory, { recursive: true, force: true });
});

const run = (env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', PD_DATA_DIR: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        const url = /pd-lite ready (\S+)\n/.exec(output)?.[1];
        if (url) resolve(url);
      });
    }
  });
  return { child, ready, exited, output: () => output };
};

describe('npm start', () => {
  it('serves sample data, and stops cleanly when it is told to', async () => {
    const { child, ready, exited } = run({ PD_DEMO_TOKEN: 'secret' });
    const url = await ready;
    const policies = await fetch(`${url}/v1/oncall`, { headers: { authorization: 'Bearer secret' } });
    expect(policies.status).toBe(200);
    child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });

  it('says what to do when its port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { exited, output } = run({ PORT: String((server.address() as AddressInfo).port) });
    expect((await exited)[0]).toBe(1);
    expect(output()).toContain('is in use');
    server.close();
  });

  it('says what to do when its data directory is in use', async () => {
    await run().ready;
    const { exited, output } = run();
    expect((await exited)[0]).toBe(1);
    expect(output()).toContain('does another pd-lite use it?');
  });

  it('refuses a setting that is no number, by name', async () => {
    const { exited, output } = run({ PD_CLOCK_SPEED: 'fast' });
    expect((await exited)[0]).toBe(1);
    expect(output()).toContain('PD_CLOCK_SPEED');
  });
});
