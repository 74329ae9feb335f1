import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly body: Buffer;
}

/** 1 January 1980, midnight: the same bytes in give the same bytes out, so that only what changed is deployed. */
const DOS_DATE = 0x21;
const VERSION = 20;
const DEFLATED = 8;
const IS_UTF8 = 0x800;
/** A plain file that everybody may read, as Unix writes it: Lambda runs as another user. */
const MODE = (0o100644 << 16) >>> 0;

const common = (entry: ZipEntry, packed: Buffer): Buffer => {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(IS_UTF8, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(DOS_DATE, 8);
  fields.writeUInt32LE(crc32(entry.body), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(entry.body.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(entry.name), 22);
  return fields;
};

const localHeader = (entry: ZipEntry, packed: Buffer): Buffer =>
  Buffer.concat([Buffer.from('PK\x03\x04'), common(entry, packed), Buffer.from(entry.name)]);

const directoryHeader = (entry: ZipEntry, packed: Buffer, offset: number): Buffer => {
  const madeBy = Buffer.from([VERSION, 3]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(MODE, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common(entry, packed), rest, Buffer.from(entry.name)]);
};

/** A zip of a few small files. Terraform's own archiver is a provider more to fetch and trust. */
export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.body, { level: 9 });
    const header = localHeader(entry, packed);
    directory.push(directoryHeader(entry, packed, offset));
    files.push(header, packed);
    offset += header.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
};
