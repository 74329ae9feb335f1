import { type Summary, summary } from './figures.ts';
import type { HttpClient } from './http-client.ts';
import type { ProcessStats } from './probe.ts';
import type { RegionProcess } from './region-process.ts';

/** What came of sending new alerts and waiting for the page of each at Twilio's endpoint. */
export interface AcceptToPage {
  readonly sent: number;
  /** Alerts whose page had not come when the wait was over. */
  readonly unpaged: number;
  /** Answers to the POST that were not a 202. */
  readonly refused: number;
  /** Pages a second, from the first request to the last page. */
  readonly rate: number;
  readonly accept: Summary;
  readonly page: Summary;
  /** All threads of the region's process, for each incident: this does not grow when others use the machine. */
  readonly cpu_ms_each: number;
  readonly stats: ProcessStats;
}

const SETTLE_MS_MAX = 180_000;
const LOOK_EVERY_MS = 250;

interface Sent {
  readonly at_ms: number;
  answered_ms?: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const alert = (title: string) => ({
  routing_key: 'demo',
  event_action: 'trigger',
  dedup_key: title,
  payload: { summary: title, source: 'bench', severity: 'critical' },
});

/**
 * By title, when the page came, in epoch ms. The region's clock runs at the machine's speed; `offset_ms` is what it is
 * ahead, which is nothing on a new table.
 */
const pagesByTitle = async (client: HttpClient, prefix: string, offset_ms: number): Promise<Map<string, number>> => {
  const { items } = JSON.parse((await client.get('/sandbox/messages')).body) as {
    items: { body: string; at: string }[];
  };
  const found = new Map<string, number>();
  const title = new RegExp(`${prefix}-\\d+`);
  for (const { body, at } of items) {
    const name = title.exec(body)?.[0];
    if (name && !found.has(name)) found.set(name, Date.parse(at) - offset_ms);
  }
  return found;
};

const offsetOf = async (client: HttpClient): Promise<number> => {
  const before = Date.now();
  const { now } = JSON.parse((await client.get('/sandbox/clock')).body) as { now: string };
  const ahead_ms = Date.parse(now) - (before + Date.now()) / 2;
  return Math.abs(ahead_ms) < 2 ? 0 : ahead_ms;
};

const epoch_ms = (): number => performance.timeOrigin + performance.now();

/**
 * Sends new alerts, `rate` a second whatever becomes of the earlier ones (an open loop), or one after another when
 * `rate` is 0: then each waits for its page before the next goes out.
 */
export const acceptToPage = async (
  region: RegionProcess,
  options: { readonly prefix: string; readonly count: number; readonly rate: number },
): Promise<AcceptToPage> => {
  const { client } = region;
  const { prefix, count, rate } = options;
  const offset_ms = await offsetOf(client);
  const sent = new Map<string, Sent>();
  let refused = 0;
  const post = async (title: string): Promise<void> => {
    const one: Sent = { at_ms: epoch_ms() };
    sent.set(title, one);
    const { status } = await client.post('/v2/enqueue', alert(title));
    one.answered_ms = epoch_ms();
    if (status !== 202) refused += 1;
  };
  await region.stats();
  const began_ms = epoch_ms();
  const pending: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    if (rate === 0) {
      await post(`${prefix}-${index}`);
      await pause(30);
    } else {
      const wait_ms = began_ms + (index * 1000) / rate - epoch_ms();
      if (wait_ms > 1) await pause(wait_ms);
      pending.push(post(`${prefix}-${index}`));
    }
  }
  await Promise.all(pending);
  let pages = await pagesByTitle(client, prefix, offset_ms);
  for (let waited = 0; pages.size < count && waited < SETTLE_MS_MAX; waited += LOOK_EVERY_MS) {
    await pause(LOOK_EVERY_MS);
    pages = await pagesByTitle(client, prefix, offset_ms);
  }
  const stats = await region.stats();
  const waits = [...sent].flatMap(([title, { at_ms }]) => {
    const paged = pages.get(title);
    return paged === undefined ? [] : [paged - at_ms];
  });
  return {
    sent: count,
    unpaged: count - pages.size,
    refused,
    rate: (pages.size * 1000) / (Math.max(...pages.values()) - began_ms),
    accept: summary([...sent.values()].map(({ at_ms, answered_ms = Number.NaN }) => answered_ms - at_ms)),
    page: summary(waits),
    cpu_ms_each: stats.cpu_ms / count,
    stats,
  };
};
