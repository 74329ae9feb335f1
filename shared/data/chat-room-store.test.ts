import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRoom } from '../domain/chat/room.ts';
import type { IncidentId } from '../lib/ids.ts';
import { addSeconds, type Instant } from '../lib/instant.ts';
import { type Acquired, type ChatRoomStore, chatRoomStore, type Lease } from './chat-room-store.ts';
import { overdue } from './due.ts';
import { freshId, type TestDatabase, testDatabase } from './fixtures/database.ts';

const START = '2026-11-23T03:00:00.000Z' as Instant;
const UNTIL = addSeconds(START, 120);
const LATER = addSeconds(START, 300);
let database: TestDatabase;
let rooms: ChatRoomStore;
beforeAll(async () => {
  database = await testDatabase();
  rooms = chatRoomStore(database.connection);
});
afterAll(() => database.stop());

const fresh = () => freshId() as IncidentId;
const leaseOf = (acquired: Acquired): Lease => {
  if (acquired.type !== 'held') throw new Error('it is busy');
  return acquired.lease;
};
const take = async (id: IncidentId, by: string, at: Instant = START) =>
  leaseOf(await rooms.acquire(id, by, at, addSeconds(at, 120)));

it('lets one of many work on a room, and tells that one of all the others', async () => {
  const id = fresh();
  const all = await Promise.all(Array.from({ length: 10 }, (_, n) => rooms.acquire(id, `s${n}`, START, UNTIL)));
  const [holder, ...others] = all.filter(({ type }) => type === 'held');
  expect(others).toEqual([]);
  const lease = leaseOf(holder as Acquired);
  expect(await rooms.release(lease, newRoom(id))).toBe('wanted');
  const renewed = await rooms.renewed(lease);
  expect(renewed.wanted).toBe(lease.wanted + 9);
  expect(await rooms.release(renewed, newRoom(id))).toBe('released');
  expect(await rooms.acquire(id, 'next', START, UNTIL)).toMatchObject({ type: 'held', room: newRoom(id) });
});

it('goes to another when its time is over, and then takes nothing from whoever had it', async () => {
  const id = fresh();
  const dead = await take(id, 'dead');
  const next = await take(id, 'next', addSeconds(START, 121));
  expect(await rooms.save(dead, newRoom(id), LATER)).toBe(false);
  expect(await rooms.release(dead, newRoom(id))).toBe('lost');
  expect(await rooms.save(next, { ...newRoom(id), postedSeq: 3 }, LATER)).toBe(true);
  expect((await rooms.get(id))?.postedSeq).toBe(3);
});

it('is renewed by every save', async () => {
  const id = fresh();
  await rooms.save(await take(id, 'one'), newRoom(id), LATER);
  expect(await rooms.acquire(id, 'two', addSeconds(START, 121), LATER)).toEqual({ type: 'busy' });
});

it('is found when it is due or when its worker died, and by nobody who looks for pages', async () => {
  const [due, quiet, dead] = [fresh(), fresh(), fresh()];
  const at = addSeconds(START, 3600);
  await rooms.release(await take(due, 'a', at), { ...newRoom(due), dueAt: addSeconds(at, 10) });
  await rooms.release(await take(quiet, 'b', at), newRoom(quiet));
  await take(dead, 'c', at);
  expect(await rooms.overdue(addSeconds(at, 5), 20)).not.toContain(due);
  const found = await rooms.overdue(addSeconds(at, 300), 20);
  expect(found).toEqual(expect.arrayContaining([due, dead]));
  expect(found).not.toContain(quiet);
  expect(await overdue(database.connection, 'due', addSeconds(at, 300), 20)).toEqual([]);
});

it('knows the incident of a channel', async () => {
  const id = fresh();
  await rooms.nameChannel('C0INC7', id);
  expect(await rooms.incidentOfChannel('C0INC7')).toBe(id);
  expect(await rooms.incidentOfChannel('C0OTHER')).toBeUndefined();
});
