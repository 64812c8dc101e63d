// A ZIP file that is written as its entries come, each at once, and that is either whole or not there:
// it gets its name when it is done.

import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  name: string;
  bytes: Buffer;
  at: Date;
  /** PDFs are compressed inside: to do it again costs time and gains nothing. */
  compress: boolean;
}

/** @throws what `entries` or the file system does; no file is left then. */
export async function writeZip(file: string, entries: AsyncIterable<ZipEntry>): Promise<void> {
  const part = `${file}.part`;
  const zip = new ZipFile();
  const broken = new AbortController();
  // Its errors are not those of its stream.
  zip.on('error', (error) => broken.abort(error));
  const { signal } = broken;
  const writing = pipeline(zip.outputStream, createWriteStream(part), { signal });
  try {
    await Promise.race([addAll(zip, entries), writing]);
    await writing;
    await rename(part, file);
  } catch (error) {
    broken.abort(error);
    await writing.catch(() => {});
    await rm(part, { force: true });
    throw signal.reason instanceof Error ? signal.reason : error;
  }
}

/** The archive keeps every entry to its end, for the directory: it must not keep the contents too. */
function givenOnce(content: Readable): (take: (error: unknown, content: Readable) => void) => void {
  let held: Readable | null = content;
  return (take) => {
    const given = held as Readable;
    held = null;
    take(null, given);
  };
}

/** The next entry is asked for when the last has gone out, so that at most one waits in memory. */
async function addAll(zip: ZipFile, entries: AsyncIterable<ZipEntry>): Promise<void> {
  for await (const { name, bytes, at, compress } of entries) {
    const content = Readable.from([bytes]);
    const options = { mtime: at, mode: 0o100644, compress, size: bytes.length };
    zip.addReadStreamLazy(name, options, givenOnce(content));
    await finished(content);
  }
  zip.end();
}
