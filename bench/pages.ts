/**
 * `npm run bench:pages`: how smoothly `/ops` draws while orders come in, by the gaps between its
 * animation frames, and how many bytes of script each page loads (compressed by gzip).
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../test/support/real-browser.js';
import { type FrameFigures, framesOf, logFrames } from './lib/frames.js';
import { runLoad } from './lib/load.js';
import { machineFacts } from './lib/machine.js';
import { type Arm, type Bench, withServer } from './lib/measure.js';
import { positive, whole } from './lib/option-values.js';
import { DEFAULT_DIRECTORY, defaultOptions } from './lib/options.js';
import { printMachine } from './lib/print.js';
import type { RunningServer } from './lib/servers.js';
import { figure, table } from './lib/table.js';
import { Watchers } from './lib/watchers.js';
import { makeWorkDirectory, measureFsyncMs } from './lib/work-directory.js';
import { workloadOf } from './lib/workload.js';

const ASSETS = fileURLToPath(new URL('../web', import.meta.url));
const WARM_UP_MS = 2_000;

const { rates, seconds, json } = new Command('bench:pages')
  .option('--rates <n,n>', 'orders a second, one window each', ratesOf, [0, 30, 100, 500])
  .option('--seconds <n>', 'length of a window', positive, 8)
  .option('--json', 'print one JSON document', false)
  .parse()
  .opts<{ rates: number[]; seconds: number; json: boolean }>();

function ratesOf(value: string): number[] {
  return value.split(',').map((rate) => (rate === '0' ? 0 : whole(rate)));
}

interface Window {
  ordersPerSecond: number;
  changesPerSecond: number;
  frames: FrameFigures;
}

async function measureOps(bench: Bench, browser: Browser): Promise<Window[]> {
  const workload = workloadOf(bench.options);
  const arm: Arm = { name: 'engine', kind: 'engine', workload };
  return withServer(bench, arm, 1, async (server) => {
    const context = await visit(browser, `http://127.0.0.1:${server.port}`);
    const page = await context.newPage();
    await enter(page, bench.operatorKey);
    await logFrames(page);
    const windows: Window[] = [];
    for (const rate of rates) {
      windows.push(await window(bench, server, page, rate));
      bench.say(`${rate} orders/s: measured`);
    }
    await context.close();
    return windows;
  });
}

async function enter(page: Page, key: string): Promise<void> {
  await page.goto('/ops');
  await page.getByLabel('Operator key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Open operations' }).click();
  await page.getByRole('table', { name: 'Threads and queues' }).waitFor();
}

async function window(
  { options, operatorKey }: Bench,
  { port }: RunningServer,
  page: Page,
  rate: number,
): Promise<Window> {
  const watchers = new Watchers(port, operatorKey);
  await watchers.open(1);
  const ended = new AbortController();
  const measuredMs = seconds * 1_000;
  const begin = async () => {
    await framesOf(page);
    return { changes: watchers.changes, at: performance.now() };
  };
  let begun = begin();
  if (rate === 0) await sleep(measuredMs, undefined, { signal: ended.signal });
  else {
    const { connections } = options;
    const until = { kind: 'time', warmupMs: WARM_UP_MS, measuredMs } as const;
    const measuring = () => {
      begun = begin();
    };
    await runLoad(
      { port, connections, workload: workloadOf(options), rate, steady: true, until },
      { measuring },
    );
  }
  const { changes, at } = await begun;
  const frames = await framesOf(page);
  const elapsedMs = performance.now() - at;
  const changesPerSecond = ((watchers.changes - changes) * 1_000) / elapsedMs;
  await watchers.close();
  return { ordersPerSecond: rate, changesPerSecond, frames };
}

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

/** A page's own scripts with all that they import, and the texts of one language. */
function scriptSizes(): Record<string, number> {
  const manifest = JSON.parse(readFileSync(join(ASSETS, 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const sizeOf = (file: string) => readFileSync(join(ASSETS, `${file}.gz`)).length;
  const withImports = (name: string, seen: Set<string>): Set<string> => {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const imported of manifest[name]?.imports ?? []) withImports(imported, seen);
    return seen;
  };
  const pages = Object.keys(manifest).filter((name) => name.endsWith('.html'));
  return Object.fromEntries(
    pages.map((page) => {
      const chunks = withImports(page, withImports('texts/en.ts', new Set()));
      const files = [...chunks].map((name) => manifest[name]?.file ?? '');
      const scripts = files.filter((file) => file.endsWith('.js'));
      return [page, scripts.reduce((sum, file) => sum + sizeOf(file), 0)];
    }),
  );
}

const bench: Bench = {
  options: { ...defaultOptions(), connections: 20, products: 200 },
  workDir: makeWorkDirectory(DEFAULT_DIRECTORY),
  operatorKey: randomBytes(24).toString('base64url'),
  say: (line) => process.stderr.write(`${line}\n`),
};
const fsyncMs = measureFsyncMs(bench.workDir);
const browser = await openBrowser();
const windows = await measureOps(bench, browser).finally(() => browser.close());
const sizes = scriptSizes();
const machine = machineFacts();
if (json) process.stdout.write(`${JSON.stringify({ machine, windows, sizes }, null, 2)}\n`);
else {
  const frameRows = windows.map(({ ordersPerSecond, changesPerSecond, frames }) => [
    `${ordersPerSecond} orders/s`,
    figure(changesPerSecond),
    String(frames.frames),
    figure(frames.p50Ms),
    figure(frames.p99Ms),
    figure(frames.longestMs),
    String(frames.over100Ms),
  ]);
  const lines = [
    printMachine(machine, [fsyncMs]),
    '',
    table(
      ['/ops', 'changes/s', 'frames', 'gap p50 ms', 'p99 ms', 'longest ms', 'over 100 ms'],
      frameRows,
    ),
    '',
    table(
      ['script of', 'gzip bytes'],
      Object.entries(sizes).map(([page, bytes]) => [page, bytes.toLocaleString('en-US')]),
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
