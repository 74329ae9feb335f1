import { describe, expect, it } from 'vitest';
import type { Instant } from '../../shared/lib/instant.ts';
import { Activity } from './activity.ts';
import { LocalClock, manualClock, productTimeMs } from './clock.ts';

const NOON = '2026-11-23T12:00:00.000Z' as Instant;
const at = (time: string): Instant => `2026-11-23T${time}.000Z` as Instant;

const setUp = () => {
  const activity = new Activity();
  return { activity, clock: manualClock(NOON, activity), log: [] as string[] };
};

describe('a clock that stands still', () => {
  it('shows the same time until it is advanced', async () => {
    const { clock } = setUp();
    expect(clock.now()).toBe(NOON);
    await clock.advance(90_000);
    expect(clock.now()).toBe(at('12:01:30'));
  });

  it('fires timers in the order of their time, at their time, whatever the order they were set in', async () => {
    const { clock, log } = setUp();
    for (const time of ['12:00:30', '12:00:10', '12:00:20']) clock.at(at(time), () => log.push(clock.now()));
    await clock.advance(25_000);
    expect(log).toEqual([at('12:00:10'), at('12:00:20')]);
    expect(clock.now()).toBe(at('12:00:25'));
  });

  it('waits for all that a timer began before it fires the next', async () => {
    const { clock, log } = setUp();
    clock.at(at('12:00:01'), async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      log.push(`first, at ${clock.now()}`);
    });
    clock.at(at('12:00:02'), () => log.push(`second, at ${clock.now()}`));
    await clock.advance(10_000);
    expect(log).toEqual([`first, at ${at('12:00:01')}`, `second, at ${at('12:00:02')}`]);
  });

  it('fires timers that timers set, as far as the advance reaches', async () => {
    const { clock, log } = setUp();
    const tick = () => {
      log.push(clock.now());
      clock.at(new Date(clock.nowMs() + 60_000).toISOString() as Instant, tick);
    };
    tick();
    await clock.advance(180_000);
    expect(log).toEqual(['12:00:00', '12:01:00', '12:02:00', '12:03:00'].map(at));
  });

  it('forgets a cancelled timer', async () => {
    const { clock, log } = setUp();
    const cancel = clock.at(at('12:00:01'), () => log.push('fired'));
    cancel();
    cancel();
    await clock.advance(10_000);
    expect(log).toEqual([]);
  });

  it('wakes a sleeper, and does not wait for it while it sleeps', async () => {
    const { activity, clock, log } = setUp();
    const done = activity.begin('a function');
    void clock.sleep(5000).then(() => {
      log.push(clock.now());
      done();
    });
    await activity.idle();
    await clock.advance(4999);
    expect(log).toEqual([]);
    await clock.advance(1);
    expect(log).toEqual([at('12:00:05')]);
  });

  it('lets a sleep of less than a second pass in real time, since nobody may be there to advance', async () => {
    const { clock } = setUp();
    await clock.sleep(10);
    expect(clock.now()).toBe(NOON);
  });

  it('ends an aborted sleep', async () => {
    const { clock } = setUp();
    const abort = new AbortController();
    const slept = clock.sleep(5000, abort.signal);
    abort.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
  });

  it('takes two advances one after the other', async () => {
    const { clock, log } = setUp();
    clock.at(at('12:00:15'), () => log.push(clock.now()));
    await Promise.all([clock.advance(10_000), clock.advance(10_000)]);
    expect(clock.now()).toBe(at('12:00:20'));
    expect(log).toEqual([at('12:00:15')]);
  });
});

describe('a clock that runs', () => {
  it('goes as many times as fast as its speed says, from its anchor', () => {
    const anchor = { real: 1_000_000, product: 5_000_000, speed: 60 };
    expect(productTimeMs(anchor, 1_001_000)).toBe(5_060_000);
  });

  it('is never before its anchor', () => {
    expect(productTimeMs({ real: 1000, product: 5000, speed: 1 }, 900)).toBe(5000);
  });

  it('wakes a sleeper by itself, not before its time', async () => {
    const clock = new LocalClock({ real: Date.now(), product: 0, speed: 1000 }, new Activity());
    const before = clock.nowMs();
    await clock.sleep(20_000);
    expect(clock.nowMs() - before).toBeGreaterThanOrEqual(20_000);
    clock.stop();
  });

  it('cannot be advanced', () => {
    const clock = new LocalClock({ real: Date.now(), product: 0, speed: 1 }, new Activity());
    expect(() => clock.advance(1)).toThrow('speed 0');
  });
});
