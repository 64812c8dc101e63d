/** Where the servers keep their databases, and how fast that disk is. */
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { onExit } from './cleanup.js';
import { quantile } from './statistics.js';

const FSYNCS = 200;
const FSYNC_BYTES = 4096;
const TMPFS_MAGIC = 0x01021994;

/** A fresh directory below `parent`, removed at the end. */
export function makeWorkDirectory(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, 'bench-'));
  onExit(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** On tmpfs a commit costs nothing, and figures measured there say nothing about durability. */
export function isInMemory(directory: string): boolean {
  return statfsSync(directory).type === TMPFS_MAGIC;
}

/** The median time of an append of 4 KB and its fdatasync, in milliseconds. */
export function measureFsyncMs(directory: string): number {
  const path = join(directory, 'fsync-probe');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(FSYNC_BYTES, 1);
  try {
    return quantile(
      Array.from({ length: FSYNCS }, () => timedFsync(file, block)),
      0.5,
    );
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

function timedFsync(file: number, block: Buffer): number {
  const startedAtMs = performance.now();
  writeSync(file, block);
  fdatasyncSync(file);
  return performance.now() - startedAtMs;
}
