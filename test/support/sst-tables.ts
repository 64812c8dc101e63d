/** Rate and boundary tables as the Streamlined Sales Tax Governing Board publishes them, made up. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

export const FOREVER = '29991231';

export interface RateCells {
  state?: string;
  type: string;
  code: string;
  /** General, and food where that is another; interstate is the same unless it is given. */
  rate: string;
  food?: string;
  interstate?: string;
  from?: string;
  to?: string;
}

export function rateRow(cells: RateCells): string {
  const { state = '55', type, code, rate, food = rate, interstate = rate } = cells;
  const { from = '20090101', to = FOREVER } = cells;
  const foodInterstate = food === rate ? interstate : food;
  return [state, type, code, rate, interstate, food, foodInterstate, from, to].join(',');
}

export interface BoundaryCells {
  record?: string;
  state?: string;
  /** Empty where the state does not tax. */
  indicator?: string;
  from?: string;
  to?: string;
  low: string;
  lowExtension?: string;
  high?: string;
  highExtension?: string;
  county?: string;
  place?: string;
  specials?: { code: string; type: string }[];
}

export const COLUMNS = 89;

export function boundaryRow(cells: BoundaryCells): string {
  const { record = 'Z', state = '55', indicator = state, from = '20090101', to = FOREVER } = cells;
  const { low, lowExtension = '', high = low, highExtension = lowExtension } = cells;
  const row = Array<string>(COLUMNS).fill('');
  const put = (at: number, ...texts: string[]) => row.splice(at, texts.length, ...texts);
  put(0, record, from, to);
  put(17, low, lowExtension, high, highExtension);
  put(22, state, indicator, cells.county ?? '', cells.place ?? '');
  for (const [index, { code, type }] of (cells.specials ?? []).entries()) {
    put(29 + 3 * index, 'ST', code, type);
  }
  return row.join(',');
}

/** An address in Madison, with commas and all. */
export const addressRow = (zip: string): string => {
  const row = boundaryRow({ record: 'A', low: '', county: '025', place: '48000' }).split(',');
  row.splice(3, 5, '101', '199', 'O', 'N', '"MAIN, OLD"');
  row[15] = zip;
  return row.join(',');
};

export function table(folder: string, name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${rows.join('\r\n')}\r\n`);
  return path;
}

/** A ZIP archive of some files. */
export function zipped(
  path: string,
  files: Record<string, string | Buffer>,
  { isStored = false, damage = false } = {},
): string {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content);
    const data = isStored ? raw : deflateRawSync(raw);
    const crc = damage ? crc32(raw) ^ 1 : crc32(raw);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    // The fields that both have, two bytes later in the directory.
    for (const [header, at] of [
      [local, 0],
      [entry, 2],
    ] as const) {
      header.writeUInt16LE(isStored ? 0 : 8, at + 8);
      header.writeUInt32LE(crc >>> 0, at + 14);
      header.writeUInt32LE(data.length, at + 18);
      header.writeUInt32LE(raw.length, at + 22);
      header.writeUInt16LE(Buffer.byteLength(name), at + 26);
    }
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), data);
    directory.push(entry, Buffer.from(name));
    offset += local.length + Buffer.byteLength(name) + data.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(path, Buffer.concat([...locals, listed, end]));
  return path;
}
