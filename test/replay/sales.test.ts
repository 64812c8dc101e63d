import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/replay/columns.js';
import { countryOf } from '../../src/replay/countries.js';
import { parseMicros } from '../../src/replay/decimal.js';
import { readSales, SalesCollector } from '../../src/replay/sales.js';
import { csv, HEADER, row, SalesDirectory, SMALL_FILE } from './sales-csv.js';

let directory: SalesDirectory;
beforeAll(async () => {
  directory = await SalesDirectory.create();
});
afterAll(() => directory.remove());

describe('a sales file', () => {
  test('becomes sales by invoice, wherever its rows stand', async () => {
    const { sales, sumMicros, netMinor } = await readSales(await directory.write(SMALL_FILE));

    expect(
      sales.map(({ invoice, customerId, country }) => [invoice, customerId, country.code]),
    ).toEqual([
      ['536365', '17850', 'GB'],
      ['536366', undefined, 'IE'],
    ]);
    expect(sales[0]).toMatchObject({
      lines: [
        { sku: '85123A', quantity: 6, unitPriceMicros: 2_550_000n },
        { sku: '71053', quantity: 6, unitPriceMicros: 3_390_000n },
      ],
      sumMicros: 35_640_000n,
      netMinor: 3_564,
    });
    expect(sumMicros).toBe(35_765_000n);
    expect(netMinor).toBe(3_577);
  });

  test('counts the lines that are no sale by reason, and the invoices without one', async () => {
    const read = await readSales(await directory.write(SMALL_FILE));

    expect(read.rows).toBe(7);
    expect(read.leftOut).toEqual({
      cancellation: 1,
      adjustment: 1,
      'quantity not positive': 1,
      'price not positive': 1,
    });
    expect(read.invoicesWithoutSale).toBe(3);
  });

  test('names its articles, their first price and the demand for them', async () => {
    const second = row({ invoice: '536370', sku: '85123A', quantity: 4, price: '9.99' });
    const { products, customerIds } = await readSales(
      await directory.write(`${SMALL_FILE}\n${second}`),
    );

    expect(products).toEqual([
      {
        sku: '85123A',
        name: 'WHITE HANGING HEART T-LIGHT HOLDER',
        priceMicros: 2_550_000n,
        demand: 10,
      },
      { sku: 'BANK CHARGES', name: 'BANK CHARGES', priceMicros: 125_000n, demand: 1 },
      { sku: '71053', name: 'WHITE METAL "LANTERN", LARGE', priceMicros: 3_390_000n, demand: 6 },
    ]);
    expect(customerIds).toEqual(['17850']);
  });

  test('reads the same when gzipped, with a byte order mark, CRLF or empty lines', async () => {
    const plain = await readSales(await directory.write(SMALL_FILE));

    expect(await readSales(await directory.writeZipped(SMALL_FILE))).toEqual(plain);
    expect(await readSales(await directory.write(`\ufeff${SMALL_FILE}`))).toEqual(plain);
    const crlf = SMALL_FILE.replaceAll('\n', '\r\n\r\n');
    expect(await readSales(await directory.write(crlf))).toEqual(plain);
  });

  test('may have its columns in any order and others between them', async () => {
    const reordered = [
      'Country,Channel, UnitPrice ,Quantity,StockCode,InvoiceNo,CustomerID,InvoiceDate,Description',
      'France,web,1.25,2,S1,536370,12583.0,2010-12-01,CLOCK',
    ].join('\n');
    const { sales } = await readSales(await directory.write(reordered));

    expect(sales).toHaveLength(1);
    expect(sales[0]).toMatchObject({ invoice: '536370', customerId: '12583', netMinor: 250 });
    expect(sales[0]?.country).toEqual({ name: 'France', code: 'FR', known: true });
  });
});

describe('a faulty file is refused by name and line', () => {
  const good = row({ invoice: '536365' });

  test.each([
    [
      'a price that is no number',
      csv(good, row({ invoice: '2', price: 'abc' })),
      3,
      'UnitPrice "abc" is not a number',
    ],
    [
      'a quantity that is no number',
      csv(row({ invoice: '2', quantity: 'x' })),
      2,
      'Quantity "x" is not a number',
    ],
    [
      'a broken quantity',
      csv(row({ invoice: '2', quantity: '1.5' })),
      2,
      'Quantity "1.5" is not a whole number',
    ],
    [
      'a bad number in a line that is no sale',
      csv(row({ invoice: 'C2', price: '?' })),
      2,
      'UnitPrice "?" is not a number',
    ],
    [
      'a column too few',
      csv(good, good, '536366,S,x,1,2010-12-01,2.55,1'),
      4,
      '7 columns where the header has 8',
    ],
    ['a column too many', csv(`${good},x`), 2, '9 columns where the header has 8'],
    [
      'an unclosed quote',
      csv(good, '536366,S,"x,1,2010-12-01,2.55,1,Spain', good),
      3,
      'the quoting is broken',
    ],
    [
      'text after a quote',
      csv('536366,S,"x"y,1,2010-12-01,2.55,1,Spain', good),
      2,
      'the quoting is broken',
    ],
    [
      'a quote inside a bare value',
      csv(good, '536366,S,x"y,1,2010-12-01,2.55,1,Spain'),
      3,
      'the quoting is broken',
    ],
    [
      'an endless record',
      csv(good, `536366,S,"${'x\n'.repeat(100_000)}`),
      3,
      'a record is longer than',
    ],
    [
      'an unknown country',
      csv(good, row({ invoice: '2', country: 'Atlantis' })),
      3,
      'Country "Atlantis" is not known',
    ],
    ['no invoice number', csv(row({ invoice: '' })), 2, 'InvoiceNo is empty'],
    ['no stock code', csv(row({ invoice: '2', sku: ' ' })), 2, 'StockCode is empty'],
    [
      'a stock code beyond ASCII',
      csv(row({ invoice: '2', sku: 'TÉ' })),
      2,
      'StockCode "TÉ" cannot be used',
    ],
    [
      'a customer that fits no address',
      csv(row({ invoice: '2', customer: 'a@b' })),
      2,
      'CustomerID "a@b" cannot be used',
    ],
    ['a missing column', good, 1, 'the header has no column InvoiceNo'],
    [
      'a column twice',
      csv(good).replace('Country', 'Country,Country'),
      1,
      'the header has the column Country twice',
    ],
    ['an empty file', '', 1, 'the header is missing'],
    [
      'a sum beyond safe integers',
      csv(...Array(2).fill(row({ invoice: '2', quantity: 999_999_999, price: '50000' }))),
      3,
      'the sum of the sales is too large',
    ],
  ])('%s', async (_name, content, line, reason) => {
    const file = await directory.write(content);
    await expect(readSales(file)).rejects.toThrow(`${file} line ${line}: ${reason}`);
  });

  test('lines are counted rightly past quoted line breaks and empty lines', async () => {
    const broken = row({ invoice: '536366', price: 'abc' });
    const quoted = '536365,S,"two\r\nlines",1,2010-12-01,2.55,1,Spain';
    const file = await directory.write([HEADER, quoted, '', broken].join('\r\n'));
    await expect(readSales(file)).rejects.toThrow(`${file} line 5: UnitPrice "abc"`);
  });

  test('the first fault is named, though a graver one follows', async () => {
    const file = await directory.write(csv(row({ invoice: '1', price: 'abc' }), '"', good));
    await expect(readSales(file)).rejects.toThrow('line 2: UnitPrice "abc" is not a number');
  });

  test('a file that is not there', async () => {
    await expect(readSales('nowhere.csv')).rejects.toThrow(/^nowhere\.csv: ENOENT/);
  });

  test('a gzip that breaks off', async () => {
    const file = await directory.write(Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    await expect(readSales(file)).rejects.toThrow(`${file} line 1: unexpected end of file`);
  });
});

test('places that are no country are taken as home, and known as such', () => {
  expect(countryOf('Unspecified')).toEqual({ name: 'Unspecified', code: 'GB', known: false });
  expect(countryOf('European Community')?.known).toBe(false);
  expect(countryOf('RSA')?.code).toBe('ZA');
  expect(countryOf('Channel Islands')?.code).toBe('JE');
  expect(countryOf('toString')).toBeUndefined();
});

describe('properties', () => {
  // Prices as digits, so that the expected sum is plain integer arithmetic on what was written.
  const saleRow = fc.record({
    invoice: fc.constantFrom('1', '2', '3', 'C4', 'A5', '6'),
    quantity: fc.integer({ min: -5, max: 100_000 }),
    priceMicros: fc.bigInt({ min: -1n, max: 99_999_999_999n }),
  });

  test('grouping loses and adds nothing: the sales sum to the lines that were kept', () => {
    fc.assert(
      fc.property(fc.array(saleRow, { maxLength: 60 }), (rows) => {
        const sales = new SalesCollector();
        for (const one of rows) sales.add(asRow(one));
        const read = sales.finish();

        const kept = rows.filter(
          (one) => /^\d/.test(one.invoice) && one.quantity > 0 && one.priceMicros > 0n,
        );
        const sum = kept.reduce((all, one) => all + BigInt(one.quantity) * one.priceMicros, 0n);
        const leftOut = Object.values(read.leftOut).reduce((all, count) => all + count, 0);
        const lines = read.sales.flatMap((sale) => sale.lines);

        expect(read.sumMicros).toBe(sum);
        expect(read.sales.reduce((all, sale) => all + sale.sumMicros, 0n)).toBe(sum);
        expect(read.sales.reduce((all, sale) => all + sale.netMinor, 0)).toBe(read.netMinor);
        expect(lines.length + leftOut).toBe(read.rows);
        expect(read.sales.length + read.invoicesWithoutSale).toBe(
          new Set(rows.map((one) => one.invoice)).size,
        );
        expect(read.products.reduce((all, product) => all + product.demand, 0)).toBe(
          lines.reduce((all, line) => all + line.quantity, 0),
        );
      }),
    );
  });

  test('a file of prices in pence reads to the same sum as its digits', async () => {
    const pence = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(pence, async (prices) => {
        const rows = prices.map((price, index) =>
          row({ invoice: String(index % 4), price: (price / 100).toFixed(2), quantity: 3 }),
        );
        const { netMinor } = await readSales(await directory.write(csv(...rows)));
        expect(netMinor).toBe(prices.reduce((sum, price) => sum + 3 * price, 0));
      }),
      { numRuns: 25 },
    );
  });

  function asRow(one: { invoice: string; quantity: number; priceMicros: bigint }): Row {
    const { invoice, quantity, priceMicros } = one;
    return {
      invoice,
      sku: 'S1',
      description: 'CLOCK',
      quantity,
      unitPriceMicros: priceMicros,
      customerId: '',
      country: 'United Kingdom',
    };
  }
});

test('the cents of a float never enter: ten dimes are a pound', async () => {
  const dimes = Array.from({ length: 10 }, (_, index) =>
    row({ invoice: String(index), price: '0.1' }),
  );
  const { sumMicros } = await readSales(await directory.write(csv(...dimes)));
  expect(sumMicros).toBe(parseMicros('UnitPrice', '1'));
});
