import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  freePort,
  type RegionProcess,
  startDatabaseProcess,
  startRegionProcess,
} from '../../tests/chaos/region-process.ts';
import type { Stage } from './run.ts';

const LOOK_MS = 250;
const WAIT_MS_MAX = 240_000;
/** Product time after the answer: the second level would have been paged in it. */
const SILENCE_SECONDS = 600;

const ALERT = {
  routing_key: 'demo',
  event_action: 'trigger',
  payload: { summary: 'Game day: checkout is down', source: 'game day', severity: 'critical' },
};

/** Both regions as processes of this machine on one table, `speed` product seconds to a real one. */
export const laptopStage = async (primary: string, secondary: string, speed: number): Promise<Stage> => {
  const folder = mkdtempSync(join(tmpdir(), 'pd-lite-gameday-'));
  const database = await startDatabaseProcess();
  const started: RegionProcess[] = [];
  const start = async (name: string): Promise<RegionProcess> => {
    const env = { PD_REGION: name, PD_CLOCK_SPEED: String(speed), AWS_ENDPOINT_URL_DYNAMODB: database.url };
    const region = await startRegionProcess({ dataDir: join(folder, name), port: await freePort(), env });
    started.push(region);
    return region;
  };
  const stop = async (): Promise<void> => {
    for (const region of started) await region.kill();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [first, second] = [await start(primary), await start(secondary)];
    return {
      where: `two processes of one machine on one table, at ${speed} times the speed`,
      primary,
      secondary,
      lookMs: LOOK_MS,
      waitMsMax: WAIT_MS_MAX,
      now: () => second.now(),
      alert: async () => {
        const { status } = await first.post('/v2/enqueue', ALERT);
        if (status !== 202) throw new Error(`the alert was answered by ${status}`);
        return 'INC-1';
      },
      timeline: async (incident) => (await second.get(`/v1/incidents/${incident}/timeline`)).body.items ?? [],
      takeAway: () => first.kill(),
      acknowledge: async (incident) => void (await second.post(`/v1/incidents/${incident}/acknowledge`, {})),
      letTimePass: () => pause((SILENCE_SECONDS * 1000) / speed),
      bringBack: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
