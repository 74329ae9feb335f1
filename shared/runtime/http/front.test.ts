import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cameThroughTheFront, notThroughTheFront } from './front.ts';

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const [OLD, NEW] = ['the-old-secret', 'the-new-secret'];
const came = (secret?: string): boolean => cameThroughTheFront(secret === undefined ? {} : { 'x-pd-origin': secret });

beforeEach(() => {
  process.env['PD_ORIGIN_HASHES'] = [OLD, NEW].map(hashOf).join();
});
afterEach(() => {
  delete process.env['PD_ORIGIN_HASHES'];
});

it('lets in what CloudFront hands on, with the secret of before and the next one', () => {
  expect([came(OLD), came(NEW)]).toEqual([true, true]);
});

it.each([undefined, '', 'another', `${OLD} `, hashOf(OLD), `${OLD},${NEW}`])('refuses %j', (secret) => {
  expect(came(secret)).toBe(false);
});

it('lets nobody in by a hash that is none', () => {
  process.env['PD_ORIGIN_HASHES'] = 'nonsense,';
  expect([came(), came('nonsense'), came('')]).toEqual([false, false, false]);
});

it('asks nothing where there is no CloudFront', () => {
  delete process.env['PD_ORIGIN_HASHES'];
  expect(came()).toBe(true);
});

it('says what to do instead', () => {
  expect(notThroughTheFront()).toMatchObject({ statusCode: 403, body: expect.stringContaining('public address') });
});
