// `orderloom backup DIR` and `restore DIR`: the shop's data as it is at one instant, beside a running
// shop, with a manifest of what it must be.

import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  cpSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import { readConfig } from '../config.js';
import { ledgerFile, simulatedPaymentsFile } from '../main.js';
import { documentsFile } from '../open-documents.js';
import { copyDatabases } from '../store/sqlite/backup.js';
import { lockDataFolder } from '../store/sqlite/instance-lock.js';
import { migrations } from '../store/sqlite/migrations.js';
import { type Verified, verifyLedger } from '../store/sqlite/verify.js';
import { ExpectedError } from './expected-error.js';

const MANIFEST = 'manifest.json';
/** What a shop keeps beside its databases, and would miss: its own tax data. */
const FOLDERS = ['tax'] as const;
const WAREHOUSE_FILE = 'simulated-warehouse.db';

interface Manifest {
  format: 1;
  orderloom: string;
  schema: number;
  at: string;
  orders: number;
  files: { name: string; bytes: number; sha256: string }[];
}

export async function backup(
  folder: string,
  { json = false }: { json?: boolean },
  version: string,
): Promise<void> {
  const dataDir = resolve(readConfig().DATA_DIR);
  const target = resolve(folder);
  if (!existsSync(ledgerFile(dataDir))) throw new ExpectedError(`${dataDir} holds no shop`);
  if (!isFree(target))
    throw new ExpectedError(`${target} is not empty: a backup gets its own folder`);
  // Under another name until it is whole, so that half of one is never taken for a backup.
  const partial = `${target}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    const at = new Date().toISOString();
    await copyAll(dataDir, partial);
    const verified = verifyIn(partial);
    const files = await listed(partial);
    const { orders } = verified;
    const schema = migrations.length;
    const manifest: Manifest = { format: 1, orderloom: version, schema, at, orders, files };
    writeFileSync(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
      flush: true,
    });
    if (existsSync(target)) rmSync(target, { recursive: true });
    renameSync(partial, target);
    synced(dirname(target));
    report(target, manifest, verified, json);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function copyAll(dataDir: string, target: string): Promise<void> {
  const bar = new SingleBar({ format: '{bar} {percentage} %  {name}' });
  const from = [
    ledgerFile(dataDir),
    simulatedPaymentsFile(dataDir),
    documentsFile(dataDir),
    join(dataDir, WAREHOUSE_FILE),
  ] as const;
  const copyOf = (file: string) => ({ from: file, to: join(target, relative(dataDir, file)) });
  const [ledger, ...others] = from;
  bar.start(1, 0, { name: '' });
  try {
    await copyDatabases([copyOf(ledger), ...others.map(copyOf)], (pages, total) => {
      bar.setTotal(total);
      bar.update(pages);
    });
  } finally {
    bar.stop();
  }
  for (const name of FOLDERS) {
    const own = join(dataDir, name);
    if (existsSync(own)) cpSync(own, join(target, name), { recursive: true });
  }
}

export async function restore(folder: string, { json = false }: { json?: boolean }): Promise<void> {
  const source = resolve(folder);
  const dataDir = resolve(readConfig().DATA_DIR);
  const manifest = await checkedManifest(source);
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockDataFolder(dataDir);
  try {
    if (existsSync(ledgerFile(dataDir))) {
      throw new ExpectedError(`${dataDir} holds a shop already; restore into an empty folder`);
    }
    const left = leftBehind(dataDir, manifest);
    if (left !== undefined) {
      throw new ExpectedError(
        `${join(dataDir, left)} is left of another shop; restore into an empty folder`,
      );
    }
    // The ledger last: without it there is no shop, so that half of a restore is none.
    for (const { name } of [...manifest.files].sort(ledgerLast)) {
      const to = join(dataDir, name);
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(join(source, name), to);
      synced(to);
    }
    synced(dataDir);
    report(dataDir, manifest, verifyIn(dataDir), json);
  } finally {
    unlock();
  }
}

/**
 * A log that another database has left is applied to the one that comes to stand beside it, and ruins it;
 * and other carts and payments are none of this shop's. What the backup has itself is written over, so
 * that a restore which was cut off can be repeated.
 */
function leftBehind(dataDir: string, { files }: Manifest): string | undefined {
  const own = new Set(files.map(({ name }) => name));
  const isOfDatabase = /\.db(-wal|-shm|-journal)?$/;
  return readdirSync(dataDir).find((name) => isOfDatabase.test(name) && !own.has(name));
}

const ledgerLast = (one: { name: string }, other: { name: string }): number =>
  Number(one.name === LEDGER) - Number(other.name === LEDGER);
const LEDGER = relative('/', ledgerFile('/'));

/** @throws ExpectedError that names the first file that is not as the manifest says. */
async function checkedManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) throw new ExpectedError(`${folder} is no backup: it has no ${MANIFEST}`);
  const manifest = parsed(file);
  if (manifest.schema > migrations.length) {
    throw new ExpectedError(`the backup is of a newer Orderloom (${manifest.orderloom})`);
  }
  for (const { name, bytes, sha256 } of manifest.files) {
    const path = join(folder, name);
    if (relative(folder, path).startsWith('..')) throw new ExpectedError(`${name} lies outside`);
    if (!existsSync(path)) throw new ExpectedError(`${path} is missing`);
    if (statSync(path).size !== bytes || (await sha256Of(path)) !== sha256) {
      throw new ExpectedError(`${path} is not as it was when the backup was made`);
    }
  }
  return manifest;
}

function parsed(file: string): Manifest {
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    if (manifest.format === 1 && manifest.files.some(({ name }) => name === LEDGER))
      return manifest;
  } catch {
    // Said below.
  }
  throw new ExpectedError(`${file} is no manifest of a backup`);
}

/** Every file of the folder, each on the disk. */
async function listed(folder: string): Promise<Manifest['files']> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files: Manifest['files'] = [];
  for (const name of names) {
    const path = join(folder, name);
    const { size } = statSync(path);
    if (statSync(path).isDirectory()) continue;
    synced(path);
    files.push({ name, bytes: size, sha256: await sha256Of(path) });
  }
  return files;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const verifyIn = (folder: string): Verified =>
  verifyLedger(ledgerFile(folder), simulatedPaymentsFile(folder), documentsFile(folder));

const isFree = (folder: string): boolean =>
  !existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0);

function synced(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A copy of books that do not agree is a copy all the same; that they do not must not go unseen. */
function report(folder: string, manifest: Manifest, verified: Verified, isJson: boolean): void {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const { orders, offences } = verified;
  if (offences.length > 0) process.exitCode = 1;
  if (isJson) {
    process.stdout.write(
      `${JSON.stringify({ folder, at: manifest.at, orders, bytes, offences }, null, 2)}\n`,
    );
    return;
  }
  const verdict = offences.map(
    ({ invariant, offender, detail }) => `WRONG ${invariant}: ${offender}: ${detail}`,
  );
  process.stdout.write(
    [
      `${folder}: ${orders} orders, ${manifest.files.length} files, ${bytes} bytes, as of ${manifest.at}`,
      ...(verdict.length === 0 ? ['every invariant holds'] : verdict),
      '',
    ].join('\n'),
  );
}
