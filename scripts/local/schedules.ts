import { randomUUID } from 'node:crypto';
import { fromEpochMs } from '../../shared/lib/instant.ts';
import type { LocalClock } from './clock.ts';
import { type Manifest, triggersOf } from './manifest.ts';
import { ACCOUNT, PREFIX } from './names.ts';

export interface SchedulesOptions {
  readonly manifest: Manifest;
  readonly region: string;
  readonly clock: LocalClock;
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
}

/**
 * Runs the functions that have a schedule: once at the start, so that a restarted laptop takes over at once, and then
 * every so many product seconds. One that still runs is not started a second time; its next turn is the one after.
 */
export class Schedules {
  readonly #options: SchedulesOptions;
  readonly #running = new Set<string>();
  #cancels = new Map<string, () => void>();
  #stopped = false;

  constructor(options: SchedulesOptions) {
    this.#options = options;
  }

  start(): void {
    for (const { name, trigger } of triggersOf(this.#options.manifest, 'schedule')) {
      this.#tick(name, trigger.everySeconds, this.#options.clock.nowMs());
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#cancels.values()) cancel();
  }

  #tick(name: string, everySeconds: number, dueMs: number): void {
    if (this.#stopped) return;
    const { clock } = this.#options;
    const everyMs = everySeconds * 1000;
    const missed = Math.max(0, Math.floor((clock.nowMs() - dueMs) / everyMs));
    const nextMs = dueMs + (missed + 1) * everyMs;
    this.#cancels.set(
      name,
      clock.at(fromEpochMs(nextMs), () => this.#tick(name, everySeconds, nextMs)),
    );
    void this.#run(name);
  }

  async #run(name: string): Promise<void> {
    if (this.#running.has(name)) return;
    this.#running.add(name);
    const { clock, region, invoke } = this.#options;
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: ACCOUNT,
      time: clock.now().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [`arn:aws:events:${region}:${ACCOUNT}:rule/${PREFIX}-${name}`],
      detail: {},
    };
    try {
      await invoke(name, event);
    } catch (error) {
      console.error(`${name} failed on its schedule: ${error instanceof Error ? error.name : String(error)}`);
    } finally {
      this.#running.delete(name);
    }
  }
}
