import { describe, expect, it } from 'vitest';
import { Activity } from './activity.ts';

const watch = (activity: Activity) => {
  const state = { idle: false, whenIdle: Promise.resolve() };
  state.whenIdle = activity.idle().then(() => {
    state.idle = true;
  });
  return state;
};
const turns = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('Activity', () => {
  it('is idle when nothing has begun', async () => {
    await new Activity().idle();
  });

  it('is not idle until all that began is done', async () => {
    const activity = new Activity();
    const [one, other] = [activity.begin(), activity.begin()];
    const state = watch(activity);
    one();
    await turns();
    expect(state.idle).toBe(false);
    other();
    await state.whenIdle;
  });

  it('notices work that is handed on across a turn of the event loop', async () => {
    const activity = new Activity();
    const first = activity.begin();
    const state = watch(activity);
    let second = () => {};
    first();
    setImmediate(() => {
      second = activity.begin();
    });
    await turns();
    expect(state.idle).toBe(false);
    second();
    await state.whenIdle;
  });

  it('counts a done twice called only once', async () => {
    const activity = new Activity();
    const one = activity.begin();
    const other = activity.begin('the other');
    one();
    one();
    expect(activity.inFlight()).toEqual(['the other']);
    other();
    await activity.idle();
  });

  it('leaves out what is parked, until it is woken', async () => {
    const activity = new Activity();
    const done = activity.begin();
    const wake = activity.park();
    await activity.idle();
    wake();
    const state = watch(activity);
    await turns();
    expect(state.idle).toBe(false);
    done();
    await state.whenIdle;
  });

  it('says what is still in flight when it waits too long', async () => {
    const activity = new Activity();
    activity.begin('a function that hangs');
    await expect(activity.idle(10)).rejects.toThrow('a function that hangs');
  });
});
