// Tables → a TrueType file: its directory, its checksums, every table on a multiple of four bytes
// (OpenType 1.9, "Organization of an OpenType font").

export interface FontTable {
  tag: string;
  bytes: Buffer;
}

const CHECKSUM_MAGIC = 0xb1b0afba;
const CHECKSUM_OFFSET = 8;
const DIRECTORY_ENTRY_BYTES = 16;

export const padded = (length: number): number => (length + 3) & ~3;

/** The directory, then the tables; `head` holds what the whole file's checksum lacks of a constant. */
export function fontFile(tables: readonly FontTable[]): Buffer {
  const directoryBytes = 12 + DIRECTORY_ENTRY_BYTES * tables.length;
  const length = tables.reduce((sum, { bytes }) => sum + padded(bytes.length), directoryBytes);
  const file = Buffer.alloc(length);
  writeHeader(file, tables.length);
  let position = directoryBytes;
  let headAt = 0;
  for (const [index, { tag, bytes }] of tables.entries()) {
    bytes.copy(file, position);
    if (tag === 'head') {
      headAt = position;
      file.writeUInt32BE(0, headAt + CHECKSUM_OFFSET);
    }
    const entry = 12 + DIRECTORY_ENTRY_BYTES * index;
    file.write(tag, entry, 'latin1');
    file.writeUInt32BE(checksum(file, position, position + padded(bytes.length)), entry + 4);
    file.writeUInt32BE(position, entry + 8);
    file.writeUInt32BE(bytes.length, entry + 12);
    position += padded(bytes.length);
  }
  file.writeUInt32BE((CHECKSUM_MAGIC - checksum(file, 0, length)) >>> 0, headAt + CHECKSUM_OFFSET);
  return file;
}

function writeHeader(file: Buffer, tables: number): void {
  const power = 2 ** Math.floor(Math.log2(tables));
  file.writeUInt32BE(0x00010000, 0);
  file.writeUInt16BE(tables, 4);
  file.writeUInt16BE(16 * power, 6);
  file.writeUInt16BE(Math.log2(power), 8);
  file.writeUInt16BE(16 * (tables - power), 10);
}

function checksum(bytes: Buffer, from: number, to: number): number {
  let sum = 0;
  for (let position = from; position < to; position += 4)
    sum = (sum + bytes.readUInt32BE(position)) >>> 0;
  return sum;
}
