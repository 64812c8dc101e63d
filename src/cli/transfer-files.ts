// `orderloom import` and `orderloom export`: see shop-door.ts for how the shop is reached.

import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { ExportKind, FileFormat, ImportKind, RowFault } from '../core/transfers.js';
import { ExpectedError } from './expected-error.js';
import { type ShopDoor, withShopDoor } from './shop-door.js';

export interface ImportFlags {
  format?: FileFormat;
  dryRun?: boolean;
  perRow?: boolean;
  json?: boolean;
}

interface ImportState {
  id: string;
  state: string;
  rows: number;
  applied: number;
  bytes: number;
  bytesRead: number;
  errors: RowFault[];
  errorCount: number;
  exceptions: { key: string; detail: string }[];
}

const LOOK_EVERY_MS = 200;
/** While the shop does not answer: a minute in all. */
const SILENT_LOOK_EVERY_MS = 1_000;
const SILENT_LOOKS_MAX = 60;
const types: Record<FileFormat, string> = { csv: 'text/csv', ndjson: 'application/x-ndjson' };
const inProgress = new Set(['checking', 'applying']);

export async function importFile(
  kind: ImportKind,
  file: string,
  flags: ImportFlags,
  version: string,
): Promise<void> {
  const { format = formatOf(file), dryRun = false, perRow = false, json = false } = flags;
  statSync(file);
  const query = `?dryRun=${dryRun}&mode=${perRow ? 'row' : 'file'}`;
  const done = await withShopDoor(version, async (door) => {
    const path = `/v1/admin/imports/${kind}`;
    const begun = await door.send<ImportState>(path + query, types[format], createReadStream(file));
    return followed(door, `${path}/${begun.id}`);
  });
  const isDone = done.state === 'applied' || done.state === 'checked';
  if (!isDone || done.errorCount > 0) process.exitCode = 1;
  process.stdout.write(json ? `${JSON.stringify(done, null, 2)}\n` : summaryOf(done));
}

async function followed(door: ShopDoor, path: string): Promise<ImportState> {
  const bar = new SingleBar({ format: '{bar} {percentage} %  {state}  {duration_formatted}' });
  bar.start(1, 0, { state: 'checking' });
  try {
    for (;;) {
      const now = await patiently(path, () => door.call<ImportState>('GET', path));
      const isApplying = now.state === 'applying';
      bar.setTotal(Math.max(1, isApplying ? now.rows : now.bytes));
      bar.update(isApplying ? now.applied : now.bytesRead, { state: now.state });
      if (!inProgress.has(now.state)) return now;
      await pause(LOOK_EVERY_MS);
    }
  } finally {
    bar.stop();
  }
}

/** What has begun to be applied goes on when the shop is back, so it is worth waiting for that. */
async function patiently(path: string, ask: () => Promise<ImportState>): Promise<ImportState> {
  for (let looks = 1; ; looks += 1) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ExpectedError) throw error;
      if (looks === SILENT_LOOKS_MAX) throw new ExpectedError(silent(path), { cause: error });
      await pause(SILENT_LOOK_EVERY_MS);
    }
  }
}

const silent = (path: string): string =>
  'the shop no longer answers. Its next start goes on with what it had begun to apply, and tells ' +
  `of the others that they were interrupted: GET ${path}`;

function summaryOf({ state, rows, applied, errors, errorCount, exceptions }: ImportState): string {
  const verdicts: Record<string, string> = {
    applied: `${counted(applied, 'row')} applied`,
    checked: `${counted(rows, 'row')} ${rows === 1 ? 'is' : 'are'} right; a dry run: nothing was applied`,
    refused: 'refused: nothing was applied',
    interrupted: 'interrupted: nothing was applied',
  };
  const lines = errors.map(
    ({ line, column, value, reason }) =>
      `  line ${line}${column && `, ${shown(column)}`}${value && ` "${shown(value)}"`}: ${reason}`,
  );
  const more = errorCount - errors.length;
  return [
    verdicts[state] ?? state,
    ...(errorCount > 0 ? [counted(errorCount, 'error')] : []),
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...exceptions.map(({ key, detail }) => `  ${key}: ${detail}`),
    '',
  ].join('\n');
}

const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : `${noun}s`}`;

/** What a file holds is not to steer the terminal. */
const shown = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\ufffd');

export interface ExportFlags {
  format?: FileFormat;
  from?: string;
  to?: string;
}

export async function exportFile(
  kind: ExportKind,
  file: string,
  { format, from, to }: ExportFlags,
  version: string,
): Promise<void> {
  const isStandardOutput = file === '-';
  const query = new URLSearchParams({
    format: format ?? (isStandardOutput ? 'csv' : formatOf(file)),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  if (kind !== 'orders' && (from ?? to) !== undefined) {
    throw new ExpectedError('--from and --to are for orders');
  }
  const path = kind === 'orders' ? '/v1/admin/orders/export' : `/v1/admin/exports/${kind}`;
  await withShopDoor(version, async (door) => {
    const body = await door.fetch(`${path}?${query}`);
    if (isStandardOutput) return pipeline(body, process.stdout, { end: false });
    // Whoever finds the file finds it whole.
    const partial = `${file}.partial-${process.pid}`;
    try {
      await pipeline(body, createWriteStream(partial, { mode: 0o600 }));
      await rename(partial, file);
    } finally {
      await rm(partial, { force: true });
    }
  });
}

/** By the name, without an ending of compression. */
function formatOf(file: string): FileFormat {
  const name = file.replace(/\.(gz|zip)$/i, '');
  const ending = extname(name).slice(1).toLowerCase();
  if (ending === 'csv') return 'csv';
  if (ending === 'ndjson' || ending === 'jsonl') return 'ndjson';
  throw new ExpectedError(`${file} ends neither in .csv nor in .ndjson: say which with --format`);
}
