// The one file inside a ZIP archive, as a stream: tax tables are published that way. Reads the central
// directory at the end of the archive (PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16).

import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

interface Entry {
  name: string;
  isEncrypted: boolean;
  method: number;
  crc: number;
  packedSize: number;
  headerAt: number;
}

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_HEADER_SIZE = 30;
/** The end may be followed by a comment of so many bytes. */
const COMMENT_MAX = 0xffff;
/** Stands where a size has to be looked up elsewhere (ZIP64). */
const ZIP64 = 0xffff_ffff;
const DIRECTORY_MAX_BYTES = 1_000_000;
const STORED = 0;
const DEFLATED = 8;

/** The streams to be put one after another. @throws Error that says why there is not one such file. */
export async function zipEntry(file: string, named: RegExp): Promise<NodeJS.ReadWriteStream[]> {
  const handle = await open(file);
  try {
    const fitting = (await entriesOf(handle)).filter(({ name }) => named.test(name));
    const [entry] = fitting;
    if (!entry || fitting.length > 1) {
      const names = fitting.map(({ name }) => name).join(', ');
      throw new Error(
        `the archive holds ${fitting.length} such files, not one${names && `: ${names}`}`,
      );
    }
    const start = await dataOf(handle, entry);
    const packed = createReadStream(file, { start, end: start + entry.packedSize - 1 });
    const unpacking = entry.method === DEFLATED ? [createInflateRaw()] : [];
    return [packed as unknown as NodeJS.ReadWriteStream, ...unpacking, checking(entry)];
  } finally {
    await handle.close();
  }
}

async function entriesOf(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat();
  const tail = await bytes(handle, Math.max(0, size - DIRECTORY_END_SIZE - COMMENT_MAX), size);
  let at = tail.length - DIRECTORY_END_SIZE;
  while (at >= 0 && tail.readUInt32LE(at) !== DIRECTORY_END) at -= 1;
  if (at < 0) throw new Error('the archive has no end');
  const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (length > DIRECTORY_MAX_BYTES || offset === ZIP64) throw new Error('the archive is too large');
  const directory = await bytes(handle, offset, offset + length);
  const entries: Entry[] = [];
  for (let from = 0; from + ENTRY_SIZE <= directory.length; ) {
    if (directory.readUInt32LE(from) !== DIRECTORY_ENTRY) throw new Error('the archive is broken');
    entries.push(entryAt(directory, from));
    const lengths = [28, 30, 32].map((field) => directory.readUInt16LE(from + field));
    from += ENTRY_SIZE + lengths.reduce((sum, own) => sum + own, 0);
  }
  return entries;
}

function entryAt(directory: Buffer, at: number): Entry {
  const nameAt = at + ENTRY_SIZE;
  return {
    name: directory.toString('utf8', nameAt, nameAt + directory.readUInt16LE(at + 28)),
    isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packedSize: directory.readUInt32LE(at + 20),
    headerAt: directory.readUInt32LE(at + 42),
  };
}

/** Name and extra field of the local header may be longer than those of the directory. */
async function dataOf(handle: FileHandle, entry: Entry): Promise<number> {
  const { name, isEncrypted, method, packedSize, headerAt } = entry;
  if (isEncrypted) throw new Error(`${name} in the archive is encrypted`);
  if (packedSize === ZIP64 || headerAt === ZIP64) throw new Error('the archive is too large');
  if (packedSize === 0) throw new Error(`${name} in the archive is empty`);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`${name} in the archive is packed by a method (${method}) not known here`);
  }
  const header = await bytes(handle, headerAt, headerAt + LOCAL_HEADER_SIZE);
  if (header.length < LOCAL_HEADER_SIZE || header.readUInt32LE(0) !== LOCAL_HEADER) {
    throw new Error('the archive is broken');
  }
  return headerAt + LOCAL_HEADER_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function checking({ name, crc }: Entry): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush: (done) => done(sum === crc ? null : new Error(`${name} in the archive is damaged`)),
  });
}

async function bytes(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
}
