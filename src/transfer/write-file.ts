// Writes what the shop knows into a file, in a thread of its own and of one moment: the reader's
// snapshot lasts as long as the writing, not as long as somebody takes to download the file.

import { closeSync, openSync, writeSync } from 'node:fs';
import type { OrderFacts } from '../core/order.js';
import { orderView } from '../core/order.js';
import type { ExportKind, FileFormat } from '../core/transfers.js';
import { csvLine } from '../csv/write-csv.js';
import { type Column, cellsOf } from './cells.js';
import { kinds, printedPrices, toCsv } from './kinds.js';

type Row = Record<string, unknown>;

export interface ExportJob {
  file: string;
  format: FileFormat;
  kind: ExportKind;
  /** Orders created from then on and before that; milliseconds. */
  from: number | null;
  to: number | null;
}

/** Everything there is, in the order of its keys, and of one snapshot. */
export interface ExportSource {
  products(): Iterable<Row & { prices: Record<string, number> }>;
  stock(): Iterable<Row>;
  promotions(): Iterable<Row>;
  customers(): Iterable<Row>;
  orders(from: number | null, to: number | null): Iterable<OrderFacts>;
}

const BUFFER_BYTES = 64 * 1024;

/** Answers how many rows there are. */
export function writeFile(job: ExportJob, source: ExportSource): number {
  const out = openSync(job.file, 'wx', 0o600);
  try {
    return writeRows(job, source, (text) => void writeSync(out, text));
  } finally {
    closeSync(out);
  }
}

function writeRows(job: ExportJob, source: ExportSource, write: (text: string) => void): number {
  const { kind, format } = job;
  const columns = kind === 'orders' ? orderColumns : kinds[kind].columns;
  let pending = format === 'csv' ? csvLine(columns.map(({ name }) => name)) : '';
  let rows = 0;
  for (const row of rowsOf(job, source)) {
    pending += format === 'csv' ? csvRow(kind, columns, row) : `${JSON.stringify(row)}\n`;
    rows += 1;
    if (pending.length < BUFFER_BYTES) continue;
    write(pending);
    pending = '';
  }
  write(pending);
  return rows;
}

function csvRow(kind: ExportKind, columns: readonly Column[], row: Row): string {
  return csvLine(cellsOf(columns, kind === 'orders' ? orderRow(row) : toCsv(kind, row)));
}

function* rowsOf({ kind, from, to }: ExportJob, source: ExportSource): Iterable<Row> {
  if (kind === 'orders') for (const order of source.orders(from, to)) yield orderView(order);
  else if (kind === 'prices') for (const row of source.products()) yield* pricesOf(row);
  else if (kind === 'products') {
    for (const row of source.products()) yield { ...row, prices: printedPrices(row.prices) };
  } else yield* source[kind]();
}

function* pricesOf({ sku, prices }: Row & { prices: Record<string, number> }): Iterable<Row> {
  for (const [currency, price] of Object.entries(printedPrices(prices))) {
    yield { sku, currency, price };
  }
}

const orderColumns: readonly Column[] = [
  ...['number', 'id', 'state', 'createdAt', 'currency', 'customer', 'email', 'country'].map(
    (name): Column => ({ name, type: 'text' }),
  ),
  ...['subtotal', 'discount', 'shipping', 'net', 'tax', 'total'].map(
    (name): Column => ({ name, type: 'integer' }),
  ),
  ...['paymentMethod', 'paymentState', 'invoice', 'lines'].map(
    (name): Column => ({ name, type: 'text' }),
  ),
];

/** Amounts are minor units, as everywhere else. */
function orderRow(row: Row): Row {
  const order = row as ReturnType<typeof orderView>;
  const { number, id, state, createdAt, currency, customer, payment, invoice } = order;
  const { subtotal, discount, shipping, net, tax, total } = order.totals;
  return {
    ...{ number, id, state, createdAt, currency },
    customer: customer.name,
    email: customer.email,
    country: order.shippingAddress.country,
    ...{ subtotal, discount, shipping, net, tax, total },
    paymentMethod: payment.method,
    paymentState: payment.state,
    invoice: invoice?.number,
    lines: order.lines.map(({ sku, quantity }) => `${quantity} ${sku}`).join('; '),
  };
}
