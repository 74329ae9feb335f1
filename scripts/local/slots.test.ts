import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('lets as many in as there are slots, pages before new alerts', async () => {
  const slots = new Slots(1, 60_000);
  const order: string[] = [];
  const leave = await slots.enter(false);
  const alert = slots.enter(false).then((done) => {
    order.push('alert');
    done();
  });
  const page = slots.enter(true).then((done) => {
    order.push('page');
    done();
  });
  await turn();
  expect(order).toEqual([]);
  leave();
  leave();
  await Promise.all([alert, page]);
  expect(order).toEqual(['page', 'alert']);
});

it('gives the slot of one that waits for a provider to the next', async () => {
  const slots = new Slots(1, 1);
  const hanging = await slots.enter(true);
  const next = await slots.enter(false);
  hanging();
  next();
  (await slots.enter(false))();
});
