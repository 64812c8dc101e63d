/**
 * `orderloom replay`: places every sale of a retailer's file on a running engine, takes cancelled
 * ones back, and reconciles what the engine answered with the file, to the penny.
 *
 *   read and check the whole file → goods, stock, customers → orders, many at once → refunds → report
 */
import { type Matched, matchCancellations, type Refund } from './cancellations.js';
import { Client, type Wait } from './client.js';
import { prepareShop } from './goods.js';
import { inParallel } from './in-parallel.js';
import { placeSale } from './orders.js';
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
  /** Called after each order and each refund, failed ones included. */
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

async function placeAndRefund(
  client: Client,
  read: SalesFile,
  customers: number,
  { file, progress }: ReplayOptions,
): Promise<ReplayReport> {
  const matched = matchCancellations(read.sales, read.cancellations);
  const total = read.sales.length + matched.refunds.length;
  let done = 0;
  const step = () => {
    done += 1;
    progress?.(done, total);
  };
  const tally = new Tally();
  const orderIds = new Map<Sale, string>();
  const startedAt = performance.now();
  await inParallel(read.sales, customers, async (sale) => {
    const outcome = await placeSale(client, sale);
    if (outcome.type === 'placed' && outcome.orderId) orderIds.set(sale, outcome.orderId);
    tally.add(sale, outcome);
    step();
  });
  const placedAt = performance.now();
  const refunds = await refundAll(client, matched, orderIds, customers, step);
  return tally.report(file, read, placedAt - startedAt, refunds.report(read, matched));
}

/** The refunds of one order one after another, in the file's order. */
async function refundAll(
  client: Client,
  { refunds }: Matched,
  orderIds: ReadonlyMap<Sale, string>,
  customers: number,
  step: () => void,
): Promise<RefundTally> {
  const tally = new RefundTally();
  const bySale = new Map<Sale, Refund[]>();
  for (const refund of refunds) {
    bySale.set(refund.sale, [...(bySale.get(refund.sale) ?? []), refund]);
  }
  await inParallel([...bySale], customers, async ([sale, own]) => {
    const orderId = orderIds.get(sale);
    for (const refund of own) {
      if (orderId === undefined) tally.skip(refund);
      else tally.add(refund, await refundSale(client, refund, orderId));
      step();
    }
  });
  return tally;
}
