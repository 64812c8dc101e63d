/**
 * The large database of the growth scenario. It is filled by placing orders over HTTP, like any
 * other orders, which takes minutes; a note beside the data lets a later run use it again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drained } from './background.js';
import { runLoad } from './load.js';
import { type Arm, type Bench, withServer } from './measure.js';
import type { RunningServer } from './servers.js';

const PROGRESS_EVERY = 20_000;
const NOTE = 'bench-preload.json';

interface PreloadNote {
  /** At least so many; measurements add more. */
  orders: number;
  products: number;
  /** The engine adopts the key of its first start: later runs have to come with the same one. */
  operatorKey: string;
}

/** Brings the arm's database to at least `--preload` orders, all their tasks done. */
export async function preload(bench: Bench, arm: Arm & { dataDir: string }): Promise<void> {
  const note = readNote(arm.dataDir) ?? firstNote(bench);
  if (note.products !== bench.options.products) {
    throw new Error(`${arm.dataDir} was filled with --products ${note.products}`);
  }
  bench.operatorKey = note.operatorKey;
  const missing = bench.options.preload - note.orders;
  if (missing <= 0) return;
  await withServer(bench, arm, 0, async (server) => {
    writeNote(arm.dataDir, note);
    await placeOrders(bench, arm, server, note);
    bench.say('waiting until the tasks of these orders are done');
    await drained(bench, arm, server);
  });
}

async function placeOrders(
  bench: Bench,
  arm: Arm & { dataDir: string },
  server: RunningServer,
  note: PreloadNote,
): Promise<void> {
  const already = note.orders;
  const startedAtMs = performance.now();
  const progress = (placed: number) => {
    note.orders = already + placed;
    writeNote(arm.dataDir, note);
    const rate = Math.round((placed * 1000) / (performance.now() - startedAtMs));
    bench.say(`preload: ${note.orders} of ${bench.options.preload} orders, ${rate} a second`);
  };
  const { connections, preload } = bench.options;
  const orders = preload - already;
  const until = { kind: 'orders', orders, progressEvery: PROGRESS_EVERY } as const;
  const plan = { port: server.port, connections, workload: arm.workload, until, rate: null };
  const load = await Promise.race([runLoad(plan, { progress }), server.died]);
  progress(load.orders);
}

function readNote(dataDir: string): PreloadNote | undefined {
  const path = join(dataDir, NOTE);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function firstNote(bench: Bench): PreloadNote {
  return { orders: 0, products: bench.options.products, operatorKey: bench.operatorKey };
}

function writeNote(dataDir: string, note: PreloadNote): void {
  writeFileSync(join(dataDir, NOTE), `${JSON.stringify(note)}\n`);
}
