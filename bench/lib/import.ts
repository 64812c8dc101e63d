/**
 * A large file of stock levels that comes in beside the orders: what it costs them, and how much
 * memory the shop needs for it.
 */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { asked, place, underLoad, type Window } from './background.js';
import { type Arm, type Bench, withServer } from './measure.js';
import type { RunningServer } from './servers.js';
import { measureFsyncMs } from './work-directory.js';
import { workloadOf } from './workload.js';

const POLL_MS = 100;
const WARM_UP_ORDERS = 300;
const LINES_A_CHUNK = 5_000;

export interface ImportResult {
  fsyncP50Ms: number;
  rows: number;
  /** How long the file took with no order beside it, and the most memory of the process meanwhile. */
  alone: { seconds: number; residentMb: { before: number; peak: number } };
  rounds: ImportRound[];
  after: Window;
}

/** Another file each time, measured while it is checked and while it is applied. */
export interface ImportRound {
  without: Window;
  checking: WindowBeside;
  applying: WindowBeside;
}

/** It may have ended before its window did: then `state` is no longer what the window is for. */
export interface WindowBeside {
  window: Window;
  state: string;
  /** Of the file, that were read or applied in this window. */
  rowsPerSecond: number;
}

interface ImportView {
  state: string;
  rows: number;
  applied: number;
  bytes: number;
  bytesRead: number;
}

export async function measureImport(bench: Bench): Promise<ImportResult> {
  const { importRows: rows, rounds } = bench.options;
  const workload = workloadOf(bench.options);
  const arm: Arm = { name: 'engine', kind: 'engine', workload };
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  return withServer(bench, arm, 1, async (server) => {
    const products = 'sku,name,category,taxCategory,prices\n';
    const product = (sku: string) => `${sku},Article ${sku},Tools,standard,EUR=12.90\n`;
    bench.say(`bringing ${rows} articles in`);
    await ended(bench, server, await begin(bench, server, 'products', products, rows, product));
    const alone = await importAlone(bench, server, rows);
    bench.say(`alone: ${Math.round(alone.seconds)} s, ${alone.residentMb.peak} MB`);
    await place(bench, server, workload, WARM_UP_ORDERS);
    const result: ImportRound[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const without = await underLoad(bench, server, workload, { rate: null });
      const path = await beginStock(bench, server, rows, 200 + round);
      const checking = await beside(bench, server, path, (view) =>
        view.bytes === 0 ? 0 : (view.bytesRead / view.bytes) * rows,
      );
      await until(bench, server, path, ({ state }) => state !== 'checking');
      const applying = await beside(bench, server, path, ({ applied }) => applied);
      await ended(bench, server, path);
      result.push({ without, checking, applying });
      bench.say(`round ${round} of ${rounds}: ${checking.state}, ${applying.state}`);
    }
    const after = await underLoad(bench, server, workload, { rate: null });
    return { fsyncP50Ms, rows, alone, rounds: result, after };
  });
}

async function beside(
  bench: Bench,
  server: RunningServer,
  path: string,
  rowsOf: (view: ImportView) => number,
): Promise<WindowBeside> {
  const before = rowsOf(await viewOf(bench, server, path));
  const startedAt = performance.now();
  const window = await underLoad(bench, server, workloadOf(bench.options), { rate: null });
  const seconds = (performance.now() - startedAt) / 1000;
  const view = await viewOf(bench, server, path);
  return { window, state: view.state, rowsPerSecond: (rowsOf(view) - before) / seconds };
}

async function importAlone(bench: Bench, server: RunningServer, rows: number) {
  server.reset();
  const before = (await server.report()).rssBytes;
  const startedAt = performance.now();
  await ended(bench, server, await beginStock(bench, server, rows, 100));
  const seconds = (performance.now() - startedAt) / 1000;
  const peak = (await server.report()).rssPeakBytes;
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  return { seconds, residentMb: { before: megabytes(before), peak: megabytes(peak) } };
}

/** Another level in each file, so that each row is a change. */
const beginStock = (bench: Bench, server: RunningServer, rows: number, level: number) =>
  begin(bench, server, 'stock', 'sku,onHand\n', rows, (sku) => `${sku},${level}\n`);

async function begin(
  bench: Bench,
  server: RunningServer,
  kind: string,
  header: string,
  rows: number,
  line: (sku: string) => string,
): Promise<string> {
  const path = `/v1/admin/imports/${kind}`;
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.operatorKey}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(chunks(header, rows, line))) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  if (answer.status !== 202) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return String(answer.headers.get('location'));
}

/** In no order, as files of another system are. */
function* chunks(header: string, rows: number, line: (sku: string) => string) {
  let text = header;
  for (let row = 0; row < rows; row += 1) {
    text += line(`IMPORT-${String((row * 7_919) % rows).padStart(8, '0')}`);
    if (row % LINES_A_CHUNK !== LINES_A_CHUNK - 1) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

async function ended(bench: Bench, server: RunningServer, path: string): Promise<void> {
  const over = ({ state }: ImportView) => state !== 'checking' && state !== 'applying';
  const { state } = await until(bench, server, path, over);
  if (state !== 'applied') throw new Error(`${path} is ${state}`);
}

async function until(
  bench: Bench,
  server: RunningServer,
  path: string,
  isSo: (view: ImportView) => boolean,
): Promise<ImportView> {
  for (;;) {
    const view = await viewOf(bench, server, path);
    if (isSo(view)) return view;
    await sleep(POLL_MS);
  }
}

const viewOf = (bench: Bench, server: RunningServer, path: string) =>
  asked<ImportView>(bench, server, path);
