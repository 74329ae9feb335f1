import type { LookupAddress } from 'node:dns';
import { expect, it } from 'vitest';
import { isPublic, NotPublic, publicLookup } from './public-lookup.ts';

const of = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });
const OUTSIDE = ['93.184.216.34', '1.1.1.1', '2606:2800:220:1:248:1893:25c8:1946'];
const INSIDE = [
  ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1'],
  ...['255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1'],
  ...['2002:7f00:1::', '2001:db8::1', 'ff02::1'],
];

const look = (addresses: readonly string[], all: boolean) =>
  new Promise((resolve) => {
    const names = publicLookup((_host, _options, done) => done(null, addresses.map(of)));
    names('hooks.example.com', { all }, (error, found, family) => resolve(error ?? (family ? [found, family] : found)));
  });

it.each(OUTSIDE)('knows %s as public', (address) => {
  expect(isPublic(of(address))).toBe(true);
});

it.each(INSIDE)('knows %s as not public', async (address) => {
  expect(isPublic(of(address))).toBe(false);
  expect(await look([address], true)).toBeInstanceOf(NotPublic);
});

it('gives what was looked at, and nothing if one of it is not public', async () => {
  expect(await look(OUTSIDE, true)).toEqual(OUTSIDE.map(of));
  expect(await look(OUTSIDE, false)).toEqual(['93.184.216.34', 4]);
  expect(await look(['93.184.216.34', '127.0.0.1'], true)).toBeInstanceOf(NotPublic);
  expect(await look([], true)).toBeInstanceOf(Error);
});
