/**
 * A retailer's sales file as sales to place, and cancellations to take back: rows grouped by invoice,
 * lines that are no sale left out and counted by reason, sums exact. The whole file is checked before anything is returned,
 * so a fault on its last line places nothing.
 */

import { readRecords } from '../csv/csv-records.js';
import type { Cancellation, CancelledLine } from './cancellations.js';
import { type Row, type RowReader, rowReader } from './columns.js';
import { type Country, countryOf } from './countries.js';
import { quoted, roundToMinor } from './decimal.js';

export const LEFT_OUT_REASONS = [
  'cancellation',
  'adjustment',
  'quantity not positive',
  'price not positive',
] as const;

export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

export interface SaleLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceMicros: bigint;
}

export interface Sale {
  readonly invoice: string;
  /** Absent: sold to a guest. */
  readonly customerId: string | undefined;
  readonly country: Country;
  /** Where in the file it begins: earlier sales were earlier. */
  readonly row: number;
  readonly lines: readonly SaleLine[];
  /** Σ quantity × unit price, exact. */
  readonly sumMicros: bigint;
  /** The same with every line rounded to the penny, as an order's lines are. */
  readonly netMinor: number;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  /** The first price that the file sells it at. */
  readonly priceMicros: bigint;
  /** Σ quantity over every sale. */
  readonly demand: number;
}

export interface SalesFile {
  readonly rows: number;
  readonly sales: readonly Sale[];
  readonly cancellations: readonly Cancellation[];
  readonly products: readonly Product[];
  readonly customerIds: readonly string[];
  readonly leftOut: Readonly<Record<LeftOutReason, number>>;
  /** Invoices, cancellations among them, of which no line is a sale. */
  readonly invoicesWithoutSale: number;
  readonly sumMicros: bigint;
  readonly netMinor: number;
}

type Growing<T> = { -readonly [Key in keyof T]: T[Key] };
type GrowingSale = Omit<Growing<Sale>, 'lines' | 'netMinor'> & {
  lines: SaleLine[];
  netMinor: bigint;
};

const MINOR_MAX = BigInt(Number.MAX_SAFE_INTEGER);

const SKU = /^[\x20-\x7e]{1,64}$/;
const INVOICE = /^[\x21-\x7e]{1,64}$/;
const CUSTOMER_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Shapes in `SalesFile`; rejects with an error that names the file and the line. */
export async function readSales(file: string, signal?: AbortSignal): Promise<SalesFile> {
  const sales = new SalesCollector();
  let toRow: RowReader | undefined;
  const receive = (cells: readonly string[]) => {
    if (toRow === undefined) toRow = rowReader(cells);
    else sales.add(toRow(cells));
  };
  await readRecords(file, receive, { signal });
  if (toRow === undefined) throw new Error(`${file} line 1: the header is missing`);
  return sales.finish();
}

/** Takes rows in the file's order; an invoice's rows need not stand together. */
export class SalesCollector {
  #rows = 0;
  #sumMicros = 0n;
  #netMinor = 0n;
  readonly #invoices = new Set<string>();
  readonly #sales = new Map<string, GrowingSale>();
  readonly #cancellations = new Map<string, CancelledLine[]>();
  readonly #products = new Map<string, Growing<Product>>();
  readonly #leftOut: Record<LeftOutReason, number> = {
    cancellation: 0,
    adjustment: 0,
    'quantity not positive': 0,
    'price not positive': 0,
  };

  add(row: Row): void {
    check('InvoiceNo', row.invoice, INVOICE);
    this.#rows += 1;
    this.#invoices.add(row.invoice);
    const reason = leftOutReason(row);
    if (reason !== undefined) this.#leftOut[reason] += 1;
    else this.#sell(row);
    if (reason === 'cancellation') this.#cancel(row);
  }

  finish(): SalesFile {
    const sales = [...this.#sales.values()].map((sale) => ({
      ...sale,
      netMinor: Number(sale.netMinor),
    }));
    return {
      rows: this.#rows,
      sales,
      cancellations: [...this.#cancellations].map(([invoice, lines]) => ({ invoice, lines })),
      products: [...this.#products.values()],
      customerIds: distinct(sales.map((sale) => sale.customerId)),
      leftOut: { ...this.#leftOut },
      invoicesWithoutSale: this.#invoices.size - sales.length,
      sumMicros: this.#sumMicros,
      netMinor: Number(this.#netMinor),
    };
  }

  #cancel({ invoice, sku, customerId, quantity, unitPriceMicros }: Row): void {
    const lines = this.#cancellations.get(invoice) ?? [];
    this.#cancellations.set(invoice, lines);
    lines.push({ sku, customerId, quantity: -quantity, unitPriceMicros, row: this.#rows });
  }

  #sell(row: Row): void {
    check('StockCode', row.sku, SKU);
    if (row.customerId !== '') check('CustomerID', row.customerId, CUSTOMER_ID);
    const country = countryOf(row.country);
    if (country === undefined) throw new Error(`Country ${quoted(row.country)} is not known`);
    this.#addToSale(row, country);
    this.#addToProduct(row);
  }

  // An invoice has one buyer and one address: its first line that names them decides.
  #addToSale(row: Row, country: Country): void {
    const sale = this.#sales.get(row.invoice) ?? emptySale(row.invoice, country, this.#rows);
    this.#sales.set(row.invoice, sale);
    if (row.customerId !== '') sale.customerId ??= row.customerId;
    const { sku, quantity, unitPriceMicros } = row;
    sale.lines.push({ sku, quantity, unitPriceMicros });
    this.#addToSums(sale, BigInt(quantity) * unitPriceMicros);
  }

  #addToSums(sale: GrowingSale, lineMicros: bigint): void {
    const lineMinor = roundToMinor(lineMicros);
    sale.sumMicros += lineMicros;
    sale.netMinor += lineMinor;
    this.#sumMicros += lineMicros;
    this.#netMinor += lineMinor;
    // The orders' amounts are safe integers; a sum beyond them could not be compared.
    if (this.#netMinor > MINOR_MAX) throw new Error('the sum of the sales is too large');
  }

  #addToProduct(row: Row): void {
    const product = this.#products.get(row.sku);
    if (product === undefined) {
      const name = row.description === '' ? row.sku : row.description;
      const priceMicros = row.unitPriceMicros;
      this.#products.set(row.sku, { sku: row.sku, name, priceMicros, demand: row.quantity });
      return;
    }
    product.demand += row.quantity;
    if (product.name === product.sku && row.description !== '') product.name = row.description;
  }
}

function emptySale(invoice: string, country: Country, row: number): GrowingSale {
  return { invoice, customerId: undefined, country, row, lines: [], sumMicros: 0n, netMinor: 0n };
}

function leftOutReason(row: Row): LeftOutReason | undefined {
  if (row.invoice.startsWith('C')) return 'cancellation';
  if (!/^\d/.test(row.invoice)) return 'adjustment';
  if (row.quantity <= 0) return 'quantity not positive';
  if (row.unitPriceMicros <= 0n) return 'price not positive';
  return undefined;
}

function check(column: string, text: string, allowed: RegExp): void {
  if (text === '') throw new Error(`${column} is empty`);
  if (!allowed.test(text)) throw new Error(`${column} ${quoted(text)} cannot be used`);
}

function distinct(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}
