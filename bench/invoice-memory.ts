/**
 * `npm run bench:memory`: resident memory of a process that makes one invoice after another: drawn by
 * its one thread, all of them different, and then read, rendered and filed by invoice threads. It must
 * find its size and keep it.
 */
import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { renderHybridInvoice } from '../src/documents/desk.js';
import { demoCarts, demoInvoice, demoShop } from './lib/demo-orders.js';
import { openDocumentPool } from './lib/document-pool.js';
import { inFlight } from './lib/in-flight.js';
import { positive } from './lib/option-values.js';
import { DEFAULT_DIRECTORY } from './lib/options.js';
import { slope } from './lib/statistics.js';
import { makeWorkDirectory } from './lib/work-directory.js';

const MEGABYTE = 1_000_000;
const SAMPLES = 20;
const LINES = 5;
/** Enough for two threads to hold two batches each. */
const IN_FLIGHT = 64;

const { documents, threads, dir } = new Command('bench:memory')
  .option('--documents <n>', 'how many are drawn, and how many are filed', positive, 20_000)
  .option('--threads <n>', 'that file them', positive, 2)
  .option('--dir <path>', 'where they are filed', DEFAULT_DIRECTORY)
  .parse()
  .opts<{ documents: number; threads: number; dir: string }>();

const shop = demoShop();
const nextCart = demoCarts(shop, LINES);
const made = Array.from({ length: 64 }, () => demoInvoice(shop, nextCart()));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const afterDrawing = sampler('drawn by one thread');
for (let number = 1; number <= documents; number += 1) {
  const invoice = made[number % made.length] as (typeof made)[number];
  const name = `Customer ${number}`;
  renderHybridInvoice({ ...invoice, number: `INV-${number}`, buyer: { ...invoice.buyer, name } });
  afterDrawing.made(number);
}
afterDrawing.end();

const workDir = makeWorkDirectory(dir);
const { pool, close } = openDocumentPool({ workDir, lines: LINES, threads, isFiled: true });
const afterFiling = sampler(`filed by ${threads}`);
let filed = 0;
await inFlight(IN_FLIGHT, documents, async () => {
  const issued = await pool.issue({ orderId: randomUUID(), refund: null, kind: 'invoice-pdf' });
  if (!issued.ok) throw new Error(`an invoice was refused: ${issued.refusal.detail}`);
  filed += 1;
  afterFiling.made(filed);
});
await close();
afterFiling.end();

/** Says every so many documents how large the process is, and at the end whether it still grew. */
function sampler(how: string) {
  const samples: { x: number; y: number }[] = [];
  const every = Math.ceil(documents / SAMPLES);
  return {
    made: (count: number): void => {
      if (count % every !== 0) return;
      const bytes = process.memoryUsage().rss;
      samples.push({ x: count, y: bytes });
      say(`${count} documents ${how}: ${(bytes / MEGABYTE).toFixed(1)} MB`);
    },
    end: (): void => {
      const later = samples.slice(samples.length / 2);
      say(`second half, ${how}: ${slope(later).toFixed(1)} bytes a document`);
    },
  };
}
