import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../shared/lib/instant.ts';
import { type GamedayRecord, pagesOf, recordOf, type Told } from './record.ts';

/** Two regions that can be told apart and of which one can be taken away: on the laptop, or real ones. */
export interface Stage {
  readonly where: string;
  readonly primary: string;
  readonly secondary: string;
  /** Product time. */
  now(): Promise<Instant>;
  /** Real milliseconds between two looks, and the most that any wait may take. */
  readonly lookMs: number;
  readonly waitMsMax: number;
  /** The monitor fires, at the primary. @returns the incident's name, `INC-7`. */
  alert(): Promise<string>;
  timeline(incident: string): Promise<readonly Told[]>;
  takeAway(): Promise<void>;
  acknowledge(incident: string): Promise<void>;
  /** Lets time go by in which a page that should not go out could. */
  letTimePass(): Promise<void>;
  bringBack(): Promise<void>;
}

const pageOf = async (stage: Stage, incident: string, region: string): Promise<void> => {
  for (let waitedMs = 0; waitedMs < stage.waitMsMax; waitedMs += stage.lookMs) {
    const timeline = await stage.timeline(incident);
    if (pagesOf(timeline, region).length > 0) return;
    await pause(stage.lookMs);
  }
  throw new Error(`${region} has paged nobody within ${stage.waitMsMax / 1000} s`);
};

/**
 * Takes the primary away as soon as it has paged somebody, and measures how long it is until the secondary pages. Brings
 * the primary back whatever happens.
 */
export const runGameday = async (stage: Stage, say: (text: string) => void): Promise<GamedayRecord> => {
  const { where, primary, secondary } = stage;
  const alertAt = await stage.now();
  const incident = await stage.alert();
  say(`${incident}: the alert is in; waiting for ${primary} to page`);
  await pageOf(stage, incident, primary);
  say(`${primary} has paged; it is taken away now`);
  try {
    await stage.takeAway();
    const takenAwayAt = await stage.now();
    await pageOf(stage, incident, secondary);
    say(`${secondary} has paged; it is answered now, and must be silent from here on`);
    await stage.acknowledge(incident);
    await stage.letTimePass();
    const circumstances = { where, primary, secondary, incident, alertAt, takenAwayAt };
    return recordOf(circumstances, await stage.timeline(incident));
  } finally {
    await stage.bringBack();
  }
};
