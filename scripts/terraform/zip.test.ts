import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { zipOf } from './zip.ts';

const handler = { name: 'handler.js', body: Buffer.from('exports.handler = async () => "ä";\n') };

it('packs a file that unpacks to the same', () => {
  const zip = zipOf([handler]);
  const start = 30 + handler.name.length;
  const packedLength = zip.readUInt32LE(18);
  expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  expect(inflateRawSync(zip.subarray(start, start + packedLength)).toString()).toBe(handler.body.toString());
});

it('says at its end where the list of files is, and in it where each file is', () => {
  const zip = zipOf([handler, { name: 'second.js', body: Buffer.from('2') }]);
  const end = zip.subarray(-22);
  const list = zip.subarray(end.readUInt32LE(16), zip.length - 22);
  expect(end.readUInt16LE(10)).toBe(2);
  expect(list.length).toBe(end.readUInt32LE(12));
  const second = list.subarray(46 + handler.name.length);
  const offset = second.readUInt32LE(42);
  expect(zip.subarray(offset + 30, offset + 39).toString()).toBe('second.js');
});

it('gives the same bytes for the same files, whenever', () => {
  expect(zipOf([handler]).equals(zipOf([handler]))).toBe(true);
});
