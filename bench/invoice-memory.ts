/**
 * `npm run bench:memory`: resident memory of a thread that draws one invoice after another, all of
 * them different. It must find its size and keep it.
 */
import { Command } from 'commander';
import { renderHybridInvoice } from '../src/documents/desk.js';
import { demoCarts, demoInvoice, demoShop } from './lib/demo-orders.js';
import { positive } from './lib/option-values.js';
import { slope } from './lib/statistics.js';

const MEGABYTE = 1_000_000;
const SAMPLES = 20;

const { documents } = new Command('bench:memory')
  .option('--documents <n>', 'how many are drawn', positive, 20_000)
  .parse()
  .opts<{ documents: number }>();

const shop = demoShop();
const nextCart = demoCarts(shop, 5);
const made = Array.from({ length: 64 }, () => demoInvoice(shop, nextCart()));
const samples: { documents: number; megabytes: number }[] = [];

for (let number = 1; number <= documents; number += 1) {
  const invoice = made[number % made.length] as (typeof made)[number];
  const name = `Customer ${number}`;
  renderHybridInvoice({ ...invoice, number: `INV-${number}`, buyer: { ...invoice.buyer, name } });
  if (number % Math.ceil(documents / SAMPLES) !== 0) continue;
  const megabytes = process.memoryUsage().rss / MEGABYTE;
  samples.push({ documents: number, megabytes });
  process.stdout.write(`${number} documents: ${megabytes.toFixed(1)} MB\n`);
}

const later = samples.slice(SAMPLES / 2);
const bytes = slope(
  later.map((sample) => ({ x: sample.documents, y: sample.megabytes * MEGABYTE })),
);
process.stdout.write(`second half: ${bytes.toFixed(1)} bytes a document\n`);
