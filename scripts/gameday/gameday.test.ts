import { describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/lib/instant.ts';
import { readManifest } from '../manifest.ts';
import { startCommands, stopCommands } from './cloud.ts';
import { laptopStage } from './laptop.ts';
import { readableRecord, recordOf, type Told } from './record.ts';
import { runGameday } from './run.ts';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const at = (time: string): Instant => `2026-11-28T${time}.000Z` as Instant;
const page = (time: string, region: string, outcome = 'accepted'): Told => ({
  at: at(time),
  type: 'PageSent',
  region,
  outcome,
  text: `a page by ${region}`,
});
const circumstances = {
  where: 'a test',
  primary: EAST,
  secondary: WEST,
  incident: 'INC-1',
  alertAt: at('10:00:00'),
  takenAwayAt: at('10:00:10'),
};

describe('the record of a game day', () => {
  it('measures from the last page of the one to the first page of the other', () => {
    const timeline = [page('10:00:01', EAST), page('10:02:01', EAST), page('10:04:31', WEST), page('10:09:00', WEST)];
    const record = recordOf(circumstances, timeline);
    expect(record).toMatchObject({ secondsWithoutPage: 150, secondsToTakeOver: 261, withinLimit: true });
    expect(readableRecord(record)).toContain('**150 s** (limit 300 s: kept)');
  });

  it('does not take an attempt that failed for a page', () => {
    const timeline = [page('10:00:01', EAST), page('10:01:00', WEST, 'failed'), page('10:06:01', WEST)];
    const record = recordOf(circumstances, timeline);
    expect(record).toMatchObject({ secondsWithoutPage: 360, withinLimit: false });
    expect(readableRecord(record)).toContain('MISSED');
  });

  it('counts pages after the answer', () => {
    const answer = { ...page('10:03:00', WEST), type: 'IncidentAcknowledged' };
    const timeline = [page('10:00:01', EAST), page('10:02:01', WEST), answer, page('10:05:00', WEST)];
    expect(recordOf(circumstances, timeline).pagesAfterAnswer).toBe(1);
  });

  it('is none when one of the regions paged nobody', () => {
    expect(() => recordOf(circumstances, [page('10:00:01', EAST)])).toThrow(`${WEST} has paged nobody`);
  });
});

describe('with real regions', () => {
  it('what is printed names every function of the region, and undoes it', async () => {
    const manifest = await readManifest();
    const count = Object.keys(manifest.functions).length;
    const stops = stopCommands({ manifest, primary: EAST }).split('\n');
    expect(stops).toHaveLength(count);
    expect(stops.every((command) => command.includes(`--region ${EAST}`))).toBe(true);
    expect(startCommands({ manifest, primary: EAST }).split('\n')).toHaveLength(count);
  });
});

describe('with two regions on this machine', { timeout: 240_000 }, () => {
  it('the secondary pages on when the primary is killed, and nobody is paged after the answer', async () => {
    const record = await runGameday(await laptopStage(EAST, WEST, 60), () => {});
    expect(record.lastPageOfPrimary.region).toBe(EAST);
    expect(record.firstPageOfSecondary.region).toBe(WEST);
    expect(record.firstPageOfSecondary.at > record.takenAwayAt).toBe(true);
    expect(record.acknowledgedAt).not.toBeNull();
    expect(record.pagesAfterAnswer).toBe(0);
    // Everything before the death is still there: no state was lost with the region.
    expect(record.timeline.map(({ type }) => type)).toContain('IncidentDeclared');
  });
});
