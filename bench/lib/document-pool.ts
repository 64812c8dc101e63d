/** The engine's own pool of invoice threads, for measurements: of a few orders over and over, without a ledger. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Documents } from '../../src/compute/documents.js';
import { openDocumentDesk } from '../../src/document-desk.js';
import { openArchiveReader, prepareArchive } from '../../src/store/sqlite/document-archive.js';
import { demoCarts, demoOrder, demoShop } from './demo-orders.js';
import type { RepeatedOrders } from './repeated-orders.js';

const DIFFERENT_ORDERS = 16;
const QUEUE_MAX = 4_096;
const sender = { name: 'Benchmark', address: 'orders@shop.example' };

const REPEATED_ORDERS = new URL('./repeated-orders.js', import.meta.url).href;
const UNFILED_DOCUMENTS = fileURLToPath(new URL('./unfiled-documents.js', import.meta.url));

export interface DocumentPool {
  workDir: string;
  /** Of each order. */
  lines: number;
  threads: number;
  /** Or rendered only. */
  isFiled: boolean;
}

export function openDocumentPool({ workDir, lines, threads, isFiled }: DocumentPool) {
  const folder = mkdtempSync(join(workDir, 'documents-'));
  const file = join(folder, 'documents.db');
  prepareArchive(file);
  const shop = demoShop();
  const nextCart = demoCarts(shop, lines);
  const orders = Array.from({ length: DIFFERENT_ORDERS }, () =>
    JSON.stringify(demoOrder(shop, nextCart())),
  );
  const desk = {
    file,
    orders: { module: REPEATED_ORDERS, options: { orders } satisfies RepeatedOrders },
    seller: shop.seller,
    timeZone: 'UTC',
    sender,
  };
  const pool = new Documents({
    threads,
    queueMax: QUEUE_MAX,
    desk,
    ...(isFiled ? {} : { worker: UNFILED_DOCUMENTS }),
    archive: openArchiveReader(file),
    inline: () => openDocumentDesk(desk),
  });
  const close = async () => {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { pool, close };
}
