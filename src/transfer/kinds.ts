// What the files of each kind look like, as data: columns, what a row must be like, its key, and what
// of it is staged for the ledger. NDJSON has the same members as the bodies of the API.

import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { countries } from '../core/countries.js';
import { currencyDigits } from '../core/currencies.js';
import { formatMicros, parseMicros } from '../core/decimal.js';
import { promotionFaults } from '../core/promotions/compile-promotions.js';
import { type ImportKind, transferLimits } from '../core/transfers.js';
import { fieldErrors } from '../http/field-errors.js';
import { CustomerRow, PriceRow, ProductRow, StockRow } from '../http/schemas/transfers.js';
import type { Column } from './cells.js';

export interface Fault {
  /** A JSON pointer into the record. */
  pointer: string;
  detail: string;
}

/** What only the shop's own data can say of a row. */
export interface Surroundings {
  taxCategories: ReadonlySet<string>;
  hasProduct(sku: string): boolean;
  stock(sku: string): { reserved: number } | undefined;
  /** Who signs in with the address. */
  holderOf(email: string): string | undefined;
  /** Runs what asks several times: for all of it the shop is looked up once. */
  together(work: () => void): void;
}

type Row = Record<string, unknown>;

export interface TransferKind {
  columns: readonly Column[];
  /** Told without what stands there: it is about a person, and faults are kept. */
  isPersonal: boolean;
  rowsMax: number;
  /** What is wrong with the row by itself: empty where it is right. */
  shapeFaults(row: Row): Fault[];
  /** What the shop has against a row of the right shape. */
  shopFaults(row: Row, shop: Surroundings): Fault[];
  key(row: Row): string;
  /** Of a right row: what the ledger applies. */
  staged(row: Row): unknown;
}

const shaped = (schema: TSchema) => {
  const compiled = Compile(schema);
  return (row: Row): Fault[] => (compiled.Check(row) ? [] : fieldErrors(compiled.Errors(row)));
};

/** Asked only of rows that have the shape. */
const against =
  <Shape>(faults: (row: Shape, shop: Surroundings) => Fault[]) =>
  (row: Row, shop: Surroundings): Fault[] =>
    faults(row as Shape, shop);

interface ProductShape {
  sku: string;
  taxCategory: string;
  prices: Record<string, string>;
}
interface PriceShape {
  sku: string;
  currency: string;
  price: string;
}
interface StockShape {
  sku: string;
  onHand: number;
}
interface CustomerShape {
  id: string;
  email: string;
  name: string;
  address?: { country: string };
}

const one = (pointer: string, detail: string): Fault[] => [{ pointer, detail }];
const currencyFault = (pointer: string, currency: string): Fault[] =>
  currencyDigits.has(currency)
    ? []
    : one(pointer, `"${currency}" is no ISO 4217 currency known here`);
const countryFault = (pointer: string, country: string): Fault[] =>
  countries.has(country) ? [] : one(pointer, 'is no country known here');
const skuFault = (sku: string, shop: Surroundings): Fault[] =>
  shop.hasProduct(sku) ? [] : one('/sku', 'there is no such article');

/** The schema's pattern lets only such texts through. */
function micros(text: string): number {
  const parsed = parseMicros(text);
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}

const products: TransferKind = {
  columns: [
    { name: 'sku', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'category', type: 'text' },
    { name: 'taxCategory', type: 'text' },
    { name: 'tags', type: 'list' },
    { name: 'prices', type: 'prices' },
  ],
  isPersonal: false,
  rowsMax: transferLimits.rows,
  shapeFaults: shaped(ProductRow),
  shopFaults: against<ProductShape>(({ taxCategory, prices }, shop) => [
    ...(shop.taxCategories.has(taxCategory)
      ? []
      : one('/taxCategory', `is none of ${[...shop.taxCategories].join(', ')}`)),
    ...Object.keys(prices).flatMap((currency) => currencyFault('/prices', currency)),
  ]),
  key: ({ sku }) => String(sku),
  staged: ({ prices, ...row }) => ({
    ...row,
    prices: Object.fromEntries(
      Object.entries(prices as ProductShape['prices']).map(([currency, price]) => [
        currency,
        micros(price),
      ]),
    ),
  }),
};

const prices: TransferKind = {
  columns: [
    { name: 'sku', type: 'text' },
    { name: 'currency', type: 'text' },
    { name: 'price', type: 'text' },
  ],
  isPersonal: false,
  rowsMax: transferLimits.rows,
  shapeFaults: shaped(PriceRow),
  shopFaults: against<PriceShape>(({ sku, currency }, shop) => [
    ...skuFault(sku, shop),
    ...currencyFault('/currency', currency),
  ]),
  key: ({ sku, currency }) => `${sku}\n${currency}`,
  staged: ({ sku, currency, price }) => ({ sku, currency, micros: micros(String(price)) }),
};

const stock: TransferKind = {
  columns: [
    { name: 'sku', type: 'text' },
    { name: 'onHand', type: 'integer' },
    { name: 'reason', type: 'text' },
  ],
  isPersonal: false,
  rowsMax: transferLimits.rows,
  shapeFaults: shaped(StockRow),
  shopFaults: against<StockShape>(({ sku, onHand }, shop) => {
    const level = shop.stock(sku);
    if (!level) return one('/sku', 'there is no such article');
    return onHand < level.reserved ? one('/onHand', `orders hold ${level.reserved} pieces`) : [];
  }),
  key: ({ sku }) => String(sku),
  staged: (row) => row,
};

const address = ['name', 'line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const;
const customers: TransferKind = {
  columns: [
    { name: 'id', type: 'text' },
    { name: 'email', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'groups', type: 'list' },
    ...address.map((part): Column => ({ name: `address.${part}`, type: 'text' })),
  ],
  isPersonal: true,
  rowsMax: transferLimits.rows,
  shapeFaults: shaped(CustomerRow),
  shopFaults: against<CustomerShape>(({ id, email, address }, shop) => {
    const holder = shop.holderOf(email);
    const isFree = holder === undefined || holder === id;
    return [
      ...(isFree ? [] : one('/email', 'another customer signs in with this address')),
      ...(address ? countryFault('/address/country', address.country) : []),
    ];
  }),
  key: ({ id }) => String(id),
  staged: ({ id, email, name, ...profile }) => ({ id, email, name, profile }),
};

const promotions: TransferKind = {
  columns: [
    { name: 'id', type: 'text' },
    { name: 'definition', type: 'json' },
  ],
  isPersonal: false,
  rowsMax: transferLimits.promotions,
  shapeFaults: (row) => promotionFaults(row, ''),
  // They are compared with each other, and with those that there are, when all of them are read.
  shopFaults: () => [],
  key: ({ id }) => String(id),
  staged: (row) => ({ promotion: row }),
};

export const kinds: Readonly<Record<ImportKind, TransferKind>> = {
  products,
  prices,
  stock,
  promotions,
  customers,
};

/** CSV has a promotion's definition in one cell; everywhere else the record is the promotion. */
export const fromCsv = (kind: ImportKind, record: Row): Row =>
  kind === 'promotions' ? { ...(record.definition as Row | undefined), id: record.id } : record;

export const toCsv = (kind: ImportKind, { id, ...definition }: Row): Row =>
  kind === 'promotions' ? { id, definition } : { id, ...definition };

export const printedPrices = (prices: Record<string, number>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(prices).map(([currency, price]) => [currency, formatMicros(price)]),
  );
