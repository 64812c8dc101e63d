/**
 * Reads a CSV file, gzipped, zipped or neither, as a stream and hands over one record at a time with
 * the number of the line that it begins on. Whatever goes wrong, here or in the receiver of a record,
 * ends in one error that names the file and the line.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, type Parser, parse } from 'csv-parse';
import { zipEntry } from './zip-entry.js';

/** An unclosed quote would otherwise gather the rest of the file into one record. */
export const RECORD_BYTES_MAX = 100_000;

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const ZIP_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
/** Inside of an archive; a README beside it is none. */
const TABLE = /^(?!__MACOSX\/).*\.(csv|txt)$/i;

const QUOTING_ERRORS: ReadonlySet<string> = new Set([
  'CSV_QUOTE_NOT_CLOSED',
  'CSV_INVALID_CLOSING_QUOTE',
  'INVALID_OPENING_QUOTE',
]);

/** Where the reader stands: shared with the parser's callback, read when an error is worded. */
interface Position {
  line: number;
}

export interface ReadingOptions {
  signal?: AbortSignal | undefined;
  /** Is told how many bytes of the file have been read since it was last told. */
  progress?: (bytes: number) => void;
  /**
   * Is shown each piece of what is read, unpacked, before a record of it is received, and `null` at
   * the end. What it throws ends the reading.
   */
  inspect?: (piece: Buffer | null) => void;
}

/** Calls `receive` for every record, the header included; empty lines are passed over. */
export async function readRecords(
  file: string,
  receive: (cells: readonly string[], line: number) => void,
  { signal, progress, inspect }: ReadingOptions = {},
): Promise<void> {
  const at: Position = { line: 0 };
  try {
    const streams = await unpacked(file, inspect);
    at.line = 1;
    if (progress) streams[0]?.on('data', (chunk: Buffer) => progress(chunk.length));
    const parser = recordParser(at, receive);
    // Records leave through the callback alone; the readable side has to flow for the end to come.
    parser.resume();
    await pipeline([...streams, parser], signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`${placeOf(file, at)}: ${reasonOf(error)}`, { cause: error });
  }
}

// By content, because a download is often renamed or unpacked without its name following.
export async function unpacked(
  file: string,
  inspect?: ReadingOptions['inspect'],
): Promise<NodeJS.ReadWriteStream[]> {
  const inspection = inspect ? [inspected(inspect)] : [];
  const start = await firstBytes(file, ZIP_MAGIC.length);
  if (start.equals(ZIP_MAGIC)) return [...(await zipEntry(file, TABLE)), ...inspection];
  const source = createReadStream(file) as unknown as NodeJS.ReadWriteStream;
  const isGzipped = start.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
  return [source, ...(isGzipped ? [createGunzip()] : []), ...inspection];
}

function inspected(inspect: (piece: Buffer | null) => void): Transform {
  const show = (piece: Buffer | null, done: TransformCallback) => {
    try {
      inspect(piece);
      done(null, piece ?? undefined);
    } catch (error) {
      done(error as Error);
    }
  };
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => show(piece, done),
    flush: (done) => show(null, done),
  });
}

async function firstBytes(file: string, count: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

// The records are taken in the parser's own callback, not from its readable side: an error drops
// what that side has buffered, and an earlier, plainer fault in the file would go unnamed.
function recordParser(
  at: Position,
  receive: (cells: readonly string[], line: number) => void,
): Parser {
  return parse({
    bom: true,
    raw: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: RECORD_BYTES_MAX,
    on_record: (taken: unknown) => {
      // The option's type leaves out the wrapping that `raw` brings.
      const { record, raw } = taken as { record: string[]; raw: string };
      if (!isEmptyLine(record)) receive(record, at.line);
      // Counted here because the parser's own count takes a CRLF inside quotes for two lines.
      // `raw` ends in the first byte of the line's own end, be that LF or CRLF.
      at.line += newlinesIn(raw.slice(0, -1)) + 1;
      return null;
    },
  });
}

function isEmptyLine(record: readonly string[]): boolean {
  return record.length === 1 && record[0]?.trim() === '';
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function placeOf(file: string, at: Position): string {
  return at.line === 0 ? file : `${file} line ${at.line}`;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof CsvError)) return error.message;
  if (QUOTING_ERRORS.has(error.code)) return 'the quoting is broken';
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return `a record is longer than ${RECORD_BYTES_MAX} bytes; is a quote left open?`;
  }
  return error.message;
}
