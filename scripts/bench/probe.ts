/**
 * Loaded into a measured process with `--import`: answers `stats` on its IPC channel with what the process used since
 * the last time it was asked.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** What a measured process says of itself since the last time. */
export interface ProcessStats {
  readonly cpu_ms: number;
  readonly wall_ms: number;
  readonly rss_mb: number;
  readonly rss_mb_max: number;
  readonly heap_mb: number;
  readonly lag_p50_ms: number;
  readonly lag_p99_ms: number;
  readonly lag_max_ms: number;
  /** The share of the time that the main thread's event loop was busy. */
  readonly busy: number;
}

const RESOLUTION_MS = 5;
const MEMORY_EVERY_MS = 250;
const MB = 1e6;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
let cpu = process.cpuUsage();
let since = performance.now();
let loop = performance.eventLoopUtilization();
let rssMax = 0;
setInterval(() => {
  rssMax = Math.max(rssMax, process.memoryUsage.rss());
}, MEMORY_EVERY_MS).unref();

/** The histogram counts the timer's own interval too: what is over it is the lag. */
const lag_ms = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS);

const stats = (): ProcessStats => {
  const used = process.cpuUsage(cpu);
  const busy = performance.eventLoopUtilization(loop);
  const { rss, heapUsed } = process.memoryUsage();
  const answer = {
    cpu_ms: (used.user + used.system) / 1000,
    wall_ms: performance.now() - since,
    rss_mb: rss / MB,
    rss_mb_max: Math.max(rss, rssMax) / MB,
    heap_mb: heapUsed / MB,
    lag_p50_ms: lag_ms(delay.percentile(50)),
    lag_p99_ms: lag_ms(delay.percentile(99)),
    lag_max_ms: lag_ms(delay.max),
    busy: busy.utilization,
  };
  cpu = process.cpuUsage();
  since = performance.now();
  loop = performance.eventLoopUtilization();
  rssMax = 0;
  delay.reset();
  return answer;
};

process.on('message', (message) => {
  if (message === 'stats') process.send?.({ type: 'stats', stats: stats() });
});
process.channel?.unref();
