import { expect, it } from 'vitest';
import { Slots } from './slots.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('lets as many in as there are slots, pages before new alerts', async () => {
  const slots = new Slots(1, 60_000);
  const order: string[] = [];
  const leave = await slots.enter('next');
  const alert = slots.enter('next').then((done) => {
    order.push('alert');
    done();
  });
  const page = slots.enter('first').then((done) => {
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

it('begins a card in chat when nothing else runs, and nothing else waits', async () => {
  const slots = new Slots(3, 60_000);
  const order: string[] = [];
  const card = (name: string) =>
    slots.enter('later').then((leave) => {
      order.push(name);
      return leave;
    });
  const [first] = [card('a'), card('b')];
  await turn();
  expect(order).toEqual(['a']);
  const alert = await slots.enter('next');
  const page = slots.enter('first').then((leave) => {
    order.push('page');
    leave();
  });
  (await first)?.();
  await page;
  await turn();
  expect(order).toEqual(['a', 'page']);
  alert();
  await turn();
  expect(order).toEqual(['a', 'page', 'b']);
});

it('lets a card in beside others when it has waited for so long', async () => {
  const slots = new Slots(8, 60_000, 1);
  const leaves = await Promise.all([1, 2, 3, 4].map(() => slots.enter('next')));
  let entered = false;
  const card = slots.enter('later').then((leave) => {
    entered = true;
    leave();
  });
  await turn();
  expect(entered).toBe(false);
  await card;
  for (const leave of leaves) leave();
  (await slots.enter('later'))();
});

it('gives the slot of one that waits for a provider to the next', async () => {
  const slots = new Slots(1, 1);
  const hanging = await slots.enter('first');
  const next = await slots.enter('next');
  hanging();
  next();
  (await slots.enter('next'))();
});
