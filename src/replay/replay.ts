/**
 * `orderloom replay`: places every sale of a retailer's file on a running engine, takes cancelled
 * ones back, and reconciles what the engine answered with the file, to the penny.
 *
 *   read and check the whole file → goods, stock, customers → orders, many at once → refunds
 *   → invoices and credit notes → report
 */
import { type Matched, matchCancellations, type Refund } from './cancellations.js';
import { Client, type Wait } from './client.js';
import { type DocumentReport, fetchDocument, invoicePath } from './documents.js';
import { prepareShop } from './goods.js';
import { inParallel } from './in-parallel.js';
import { type Failure, placeSale } from './orders.js';
import { RefundTally } from './refund-report.js';
import { refundSale } from './refunds.js';
import { type ReplayReport, Tally } from './report.js';
import { readSales, type Sale, type SalesFile } from './sales.js';

export type { Wait } from './client.js';
export type { Failure } from './orders.js';
export { type Mismatch, printReport, type ReplayReport } from './report.js';

const CUSTOMERS_DEFAULT = 64;
const CUSTOMERS_MAX = 1_024;

export interface ReplayOptions {
  /** CSV, gzipped or not. */
  readonly file: string;
  /** Where the engine answers: "http://127.0.0.1:3000". */
  readonly url: string;
  readonly operatorKey: string;
  /** How many buy at the same time, each over a connection of its own: 1 to 1,024, else 64. */
  readonly customers?: number | undefined;
  /** Called after each order, refund and document, failed ones included. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How to let time pass between two attempts; a test lets none pass. */
  readonly wait?: Wait | undefined;
}

/**
 * Rejects when the file is faulty (naming the line; nothing is placed), when the shop cannot be
 * prepared, or with the signal's reason. An order that fails is in the report, and the rest go on.
 */
export async function replay(options: ReplayOptions): Promise<ReplayReport> {
  const { file, signal, customers = CUSTOMERS_DEFAULT } = options;
  checkCustomers(customers);
  const read = await readSales(file, signal);
  const client = new Client({ ...options, connections: customers });
  try {
    await prepareShop(client, read, customers);
    return await placeAndRefund(client, read, customers, options);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await client.close();
  }
}

function checkCustomers(customers: number): void {
  if (Number.isInteger(customers) && customers >= 1 && customers <= CUSTOMERS_MAX) return;
  throw new RangeError(`customers must be a whole number from 1 to ${CUSTOMERS_MAX}`);
}

/** A document to be asked for, of the sale or cancellation with this number. */
interface Expected {
  invoice: string;
  path: string | null;
}

class Replaying {
  readonly #client: Client;
  readonly #workers: number;
  readonly #step: () => void;
  readonly tally = new Tally();
  readonly refunds = new RefundTally();
  readonly #orderIds = new Map<Sale, string>();
  readonly #creditNotes: Expected[] = [];

  constructor(client: Client, workers: number, step: () => void) {
    this.#client = client;
    this.#workers = workers;
    this.#step = step;
  }

  async place(sales: readonly Sale[]): Promise<void> {
    await inParallel(sales, this.#workers, async (sale) => {
      const outcome = await placeSale(this.#client, sale);
      if (outcome.type === 'placed' && outcome.orderId) this.#orderIds.set(sale, outcome.orderId);
      this.tally.add(sale, outcome);
      this.#step();
    });
  }

  /** The refunds of one order one after another, in the file's order. */
  async refund({ refunds }: Matched): Promise<void> {
    const bySale = new Map<Sale, Refund[]>();
    for (const refund of refunds) {
      bySale.set(refund.sale, [...(bySale.get(refund.sale) ?? []), refund]);
    }
    await inParallel([...bySale.values()], this.#workers, async (own) => {
      for (const refund of own) {
        await this.#refundOne(refund);
        this.#step();
      }
    });
  }

  /** Each invoice and credit note that there has to be now. */
  async documents(): Promise<DocumentReport> {
    const invoices: Expected[] = [...this.#orderIds].map(([{ invoice }, orderId]) => ({
      invoice,
      path: invoicePath(orderId),
    }));
    const failures: Failure[] = [];
    const issued = async (expected: readonly Expected[]): Promise<number> => {
      const before = failures.length;
      await inParallel(expected, this.#workers, async ({ invoice, path }) => {
        const failure =
          path === null
            ? { invoice, status: null, problem: 'the answer names no document' }
            : await fetchDocument(this.#client, invoice, path);
        if (failure) failures.push(failure);
        this.#step();
      });
      return expected.length - (failures.length - before);
    };
    return {
      invoices: await issued(invoices),
      creditNotes: await issued(this.#creditNotes),
      failures,
    };
  }

  async #refundOne(refund: Refund): Promise<void> {
    const orderId = this.#orderIds.get(refund.sale);
    if (orderId === undefined) return this.refunds.skip(refund);
    const outcome = await refundSale(this.#client, refund, orderId);
    this.refunds.add(refund, outcome);
    if (outcome.type === 'failed') return;
    this.#creditNotes.push({ invoice: refund.invoice, path: outcome.creditNote });
  }
}

async function placeAndRefund(
  client: Client,
  read: SalesFile,
  customers: number,
  { file, progress }: ReplayOptions,
): Promise<ReplayReport> {
  const matched = matchCancellations(read.sales, read.cancellations);
  const total = 2 * (read.sales.length + matched.refunds.length);
  let done = 0;
  const replaying = new Replaying(client, customers, () => {
    done += 1;
    progress?.(done, total);
  });
  const startedAt = performance.now();
  await replaying.place(read.sales);
  const durationMs = performance.now() - startedAt;
  await replaying.refund(matched);
  const documents = await replaying.documents();
  const refunds = replaying.refunds.report(read, matched);
  return replaying.tally.report({ file, read, durationMs, refunds, documents });
}
