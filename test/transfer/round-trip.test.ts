// What was written into a file and is read again is what it was: for every kind and both formats.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { promotionFaults } from '../../src/core/promotions/compile-promotions.js';
import { type FileFormat, fileFormats, type ImportKind } from '../../src/core/transfers.js';
import { checkFile } from '../../src/transfer/check-file.js';
import { kinds, type Surroundings } from '../../src/transfer/kinds.js';
import { type ExportSource, writeFile } from '../../src/transfer/write-file.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));
let files = 0;

const surroundings: Surroundings = {
  taxCategories: new Set(['standard', 'books']),
  hasProduct: () => true,
  stock: () => ({ reserved: 0 }),
  holderOf: () => undefined,
  together: (work) => work(),
};

type Row = Record<string, unknown>;

/** Writes the rows, reads them again, and answers what would be applied, by key. */
async function throughFile(kind: ImportKind, format: FileFormat, rows: Row[]): Promise<Row[]> {
  files += 1;
  const file = join(folder, `${files}.${format}`);
  const each = () => rows as never;
  const source: ExportSource = {
    products: each,
    stock: each,
    promotions: each,
    customers: each,
    orders: () => [],
  };
  writeFile({ file, format, kind, from: null, to: null }, source);
  const staged: { line: number; row: Row }[] = [];
  const checked = await checkFile(
    { file, format, kind, mode: 'file' },
    {
      shop: surroundings,
      stage: (_key, line, payload) => {
        staged.push({ line, row: JSON.parse(payload) as Row });
        return null;
      },
      makeWay: () => {},
      progress: () => {},
    },
  );
  expect(checked.faults).toEqual([]);
  return staged.sort((one, other) => one.line - other.line).map(({ row }) => row);
}

/** Hostile on purpose: quotes, commas, semicolons, formulas, apostrophes, other scripts. */
const text = fc
  .string({
    unit: fc.constantFrom(...'ab =+-@\'";,\\|{}[]:.0123äßΩ漢🙂'),
    minLength: 1,
    maxLength: 12,
  })
  .filter((value) => value.trim() !== '');
const sku = fc.string({
  unit: fc.constantFrom(...'ABC-+=@\'";,\\019'),
  minLength: 1,
  maxLength: 12,
});
const price = fc.integer({ min: 0, max: 999_999_999 });
const prices = fc.dictionary(fc.constantFrom('EUR', 'USD', 'JPY'), price);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const address = fc.record(
  {
    name: text,
    line1: text,
    line2: text,
    city: text,
    region: text,
    postalCode: text,
    country: fc.constantFrom('DE', 'US'),
  },
  { requiredKeys: ['name', 'line1', 'city', 'postalCode', 'country'] },
);
const email = fc.integer({ min: 0 }).map((number) => `=c${number}@example.com`);

const unique = <Value>(rows: fc.Arbitrary<Value>, key: (row: Value) => unknown) =>
  fc.uniqueArray(rows, { selector: key, maxLength: 20 });

const withoutUndefined = (row: Row): Row => JSON.parse(JSON.stringify(row)) as Row;

/** What a shop holds of each kind, and what applying its file has to put there. */
const shops: [ImportKind, fc.Arbitrary<Row[]>, (rows: Row[]) => Row[]][] = [
  [
    'products',
    unique(
      fc.record({
        sku,
        name: text,
        category: text,
        taxCategory: fc.constantFrom('standard', 'books'),
        tags: optional(fc.uniqueArray(text, { minLength: 1, maxLength: 4 })),
        prices,
      }),
      (row) => row.sku,
    ) as fc.Arbitrary<Row[]>,
    (rows) => rows,
  ],
  [
    'prices',
    unique(fc.record({ sku, prices }), (row) => row.sku) as fc.Arbitrary<Row[]>,
    (rows) =>
      rows.flatMap((row) =>
        Object.entries(row.prices as Record<string, number>).map(([currency, micros]) => ({
          sku: row.sku,
          currency,
          micros,
        })),
      ),
  ],
  [
    'stock',
    unique(fc.record({ sku, onHand: fc.nat() }), (row) => row.sku) as fc.Arbitrary<Row[]>,
    (rows) => rows,
  ],
  [
    'customers',
    unique(
      fc.record({
        id: text,
        email,
        name: text,
        groups: optional(fc.uniqueArray(text, { minLength: 1, maxLength: 4 })),
        address: optional(address),
      }),
      (row) => row.id,
    ) as fc.Arbitrary<Row[]>,
    (rows) =>
      rows.map(({ id, email: mail, name, ...profile }) => ({ id, email: mail, name, profile })),
  ],
  [
    'promotions',
    unique(
      fc
        .record({
          id: fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/),
          name: text,
          priority: fc.nat(1_000),
          since: fc.constantFrom('2025-01-01', '2026-01-01'),
          until: fc.constantFrom('2026-12-31', '2027-12-31'),
          action: fc.constant({ type: 'percentage', percent: '10' }),
          target: fc.constant({ type: 'order' }),
        })
        .filter((row) => promotionFaults(row, '').length === 0),
      (row) => row.id,
    ) as fc.Arbitrary<Row[]>,
    (rows) => rows.map((promotion) => ({ promotion })),
  ],
];

describe('a file that was exported and is imported', () => {
  for (const [kind, rows, applied] of shops) {
    test.each(fileFormats)(`puts ${kind} back as they were: %s`, async (format) => {
      await fc.assert(
        fc.asyncProperty(rows, async (shop) => {
          const sorted = [...shop];
          expect(await throughFile(kind, format, sorted)).toEqual(
            applied(sorted).map(withoutUndefined),
          );
        }),
        { numRuns: 60 },
      );
    });
  }

  test('has a column for every member that a row may have', () => {
    const members = (kind: ImportKind) => kinds[kind].columns.map(({ name }) => name);

    expect(members('products')).toEqual([
      'sku',
      'name',
      'category',
      'taxCategory',
      'tags',
      'prices',
    ]);
    expect(members('stock')).toEqual(['sku', 'onHand', 'reason']);
  });

  test('of stock is wrong where orders hold more than it says', () => {
    const held = { ...surroundings, stock: () => ({ reserved: 3 }) };

    expect(kinds.stock.shopFaults({ sku: 'A', onHand: 2 }, held)).toEqual([
      { pointer: '/onHand', detail: 'orders hold 3 pieces' },
    ]);
    expect(kinds.stock.shopFaults({ sku: 'A', onHand: 3 }, held)).toEqual([]);
  });

  test('is read however its lines end, and with a byte order mark', async () => {
    const file = join(folder, 'windows.csv');
    writeFileSync(file, '\uFEFFsku,onHand\r\nA,1\r\n\r\nB,2');
    const staged: string[] = [];
    await checkFile(
      { file, format: 'csv', kind: 'stock', mode: 'file' },
      {
        shop: surroundings,
        stage: (key) => {
          staged.push(key);
          return null;
        },
        makeWay: () => {},
        progress: () => {},
      },
    );
    expect(staged).toEqual(['A', 'B']);
  });
});
