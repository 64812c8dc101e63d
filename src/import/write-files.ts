// Several files, all or none: written beside their places first, moved there when all of them are
// complete and on the disk.

import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface WrittenFile {
  path: string;
  /** Pieces of the text, made as they are written. */
  text: Iterable<string>;
}

/** @throws Error what the disk says; nothing is left behind then. */
export async function writeFiles(files: readonly WrittenFile[]): Promise<void> {
  const partial = ({ path }: WrittenFile): string => `${path}.${process.pid}.partial`;
  try {
    for (const file of files) {
      await mkdir(dirname(file.path), { recursive: true });
      await pipeline(Readable.from(chunked(file.text)), createWriteStream(partial(file)));
      await synced(partial(file));
    }
    for (const file of files) await rename(partial(file), file.path);
    for (const folder of new Set(files.map(({ path }) => dirname(path)))) await synced(folder);
  } finally {
    for (const file of files) await rm(partial(file), { force: true });
  }
}

const CHUNK_CHARACTERS = 65_536;

/** A row is too small to be a chunk of its own. */
function* chunked(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** On the disk, not only in the hands of the operating system. */
async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const jurisdictionFile = (folder: string, jurisdiction: string): string =>
  join(folder, `${jurisdiction}.json`);
