import { setTimeout as pause } from 'node:timers/promises';
import { type AcceptToPage, acceptToPage } from './accept-to-page.ts';
import { median, type Summary, summary } from './figures.ts';
import type { HttpClient } from './http-client.ts';
import { type RegionProcess, startRegionProcess } from './region-process.ts';

const INCIDENTS = 100;
const READY_MS = 3000;
const WARM_UP = { prefix: 'warm', count: 20, rate: 10 };
/** What the warming up leaves to be done in Slack is done by then. */
const CALM_MS = 4000;
/** So many a second that all are there at once. */
const AT_ONCE = 1e6;

const storm = async (slack: boolean): Promise<AcceptToPage> => {
  const region = await startRegionProcess({ slack });
  try {
    await pause(READY_MS);
    await acceptToPage(region, WARM_UP);
    await pause(CALM_MS);
    return await acceptToPage(region, { prefix: 'storm', count: INCIDENTS, rate: AT_ONCE });
  } finally {
    await region.stop();
  }
};

/** A hundred incidents at once without Slack and with it, in turn, each in a region of its own. */
export interface Storms {
  readonly without: readonly AcceptToPage[];
  readonly withSlack: readonly AcceptToPage[];
  /** The medians' p99, with Slack by without. */
  readonly ratio: number;
}

export const slackStorms = async (rounds: number): Promise<Storms> => {
  const without: AcceptToPage[] = [];
  const withSlack: AcceptToPage[] = [];
  for (let round = 0; round < rounds; round += 1) {
    without.push(await storm(false));
    withSlack.push(await storm(true));
  }
  const p99 = (runs: readonly AcceptToPage[]): number => median(runs.map(({ page }) => page.p99_ms));
  return { without, withSlack, ratio: p99(withSlack) / p99(without) };
};

interface Told {
  readonly kind: string;
  readonly to: string;
  readonly body: string;
  readonly blocks?: readonly unknown[];
}

const LOOK_EVERY_MS = 5;
const LOOKS_MAX = 2000;
/** Slack takes some 50 changes of messages a minute: people do not press faster either. */
const BETWEEN_MS = 5000;

/** How long until Slack shows it, by looking again and again. */
const untilShown = async (client: HttpClient, isShown: (told: Told) => boolean): Promise<number> => {
  const began = performance.now();
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const { items } = JSON.parse((await client.get('/sandbox/messages')).body) as { items: readonly Told[] };
    if (items.some((told) => told.kind === 'slack' && isShown(told))) return performance.now() - began;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error('Slack did not show it');
};

/** From the answer to an acknowledgement until the pinned card says so, one incident after another. */
export const cardTimes = async ({ client }: RegionProcess, times: number): Promise<Summary> => {
  const samples: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const { body } = await client.post('/v1/incidents', { title: 'card', severity: 'SEV3', service: 'checkout' });
    const { id, number } = JSON.parse(body) as { id: string; number: string };
    const isCard = ({ to, blocks }: Told, words: string): boolean =>
      to.startsWith(`${number.toLowerCase()}-`) && JSON.stringify(blocks ?? []).includes(words);
    await untilShown(client, (told) => isCard(told, 'nobody has it yet'));
    await client.post(`/v1/incidents/${id}/acknowledge`, {});
    samples.push(await untilShown(client, (told) => isCard(told, 'has it since')));
    await pause(BETWEEN_MS);
  }
  return summary(samples);
};
