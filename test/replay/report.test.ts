import { expect, test } from 'vitest';
import { printReport, type ReplayReport } from '../../src/replay/report.js';

const report: ReplayReport = {
  file: '2010-12.csv.gz',
  rows: 42_481,
  sales: { count: 1_559, sum: '823746.14', netMinor: 82_374_614 },
  leftOut: {
    cancellation: 728,
    adjustment: 0,
    'quantity not positive': 70,
    'price not positive': 203,
  },
  invoicesWithoutSale: 466,
  countryNotKnown: 0,
  products: 2_788,
  customers: 885,
  placed: { count: 1_559, netMinor: 82_374_614 },
  replayed: 0,
  failures: [],
  difference: { count: 0, netMinor: 0, sales: [] },
  refunds: {
    count: 326,
    lines: 728,
    linesMatched: 299,
    unmatched: {
      'customer not named': 38,
      'never sold to this customer': 316,
      'sold to this customer only later': 69,
      'more than is left of any sale': 6,
      'nothing to take back': 0,
    },
    expected: { count: 155, netMinor: 815_020 },
    refunded: { count: 155, netMinor: 815_020 },
    replayed: 0,
    failures: [],
    mismatches: [],
    otherPrice: { count: 14, differenceMinor: 2_828 },
    ok: true,
  },
  documents: { invoices: 1_559, creditNotes: 155, failures: [] },
  ok: true,
  durationMs: 2_500,
  ordersPerSecond: 623.6,
};

function printed(changes: Partial<ReplayReport> = {}): string {
  let text = '';
  printReport({ ...report, ...changes }, (part) => {
    text += part;
  });
  return text;
}

test('a replay without a difference says so', () => {
  expect(printed()).toBe(`Replay of 2010-12.csv.gz
  rows read           42,481
  sales                1,559  823,746.14 GBP
  lines left out         728  cancellation
  lines left out           0  adjustment
  lines left out          70  quantity not positive
  lines left out         203  price not positive
  invoices               466  without a line to sell
  products             2,788
  customers              885
  placed               1,559  823,746.14 GBP net
  replayed                 0  answered again, not done again
  failed                   0
  cancellations          326  728 lines
    not found             38  customer not named
    not found            316  never sold to this customer
    not found             69  sold to this customer only later
    not found              6  more than is left of any sale
    found                299  lines
  refunded               155  8,150.20 GBP net
    of these              14  28.28 GBP less than the file says: other prices
  issued               1,559  invoices
  issued                 155  credit notes
  seconds                2.5  623.6 orders/s

no difference
`);
});

test('a difference is told with its offenders', () => {
  const text = printed({
    ok: false,
    failures: [
      { invoice: '536365', status: 402, problem: { type: 'payment-declined' } },
      { invoice: '536366', status: null, problem: { detail: 'no answer: \u001b[31m' } },
    ],
    difference: {
      count: 2,
      netMinor: 123_456,
      sales: [{ invoice: '536367', expectedMinor: 100_000, netMinor: 99_999 }],
    },
  });

  expect(text).toContain(`
difference: 2 sales not placed, 1,234.56 GBP, 1 placed at another amount
  536365  402  {"type":"payment-declined"}
  536366  –  {"detail":"no answer: \\u001b[31m"}
  536367  file 1,000.00, order 999.99
`);
});

test('at most twenty offenders are listed', () => {
  const failures = Array.from({ length: 25 }, (_, index) => ({
    invoice: `${index}`,
    status: 500,
    problem: 'x'.repeat(10_000),
  }));
  const lines = printed({ ok: false, failures }).trimEnd().split('\n');

  expect(lines.filter((line) => line.includes('  500  '))).toHaveLength(20);
  expect(lines.at(-1)).toBe('  … and 5 more');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
});

test('prices finer than a penny and unknown countries are told', () => {
  const sales = { count: 2, sum: '1035.765', netMinor: 103_577 };
  const text = printed({ sales, countryNotKnown: 1 });

  expect(text).toContain('1,035.765 GBP, 1,035.77 with each line rounded to the penny\n');
  expect(text).toContain('  sales                    1  country not known, taken as GB\n');
});

test('refunds that are missing or of another amount are told with their numbers', () => {
  const text = printed({
    ok: false,
    refunds: {
      ...report.refunds,
      ok: false,
      refunded: { count: 154, netMinor: 814_000 },
      failures: [{ invoice: 'C7', status: 409, problem: { type: 'refund-exceeds' } }],
      mismatches: [{ invoice: 'C8', expectedMinor: 510, netMinor: 511 }],
    },
  });
  expect(text).toContain('1 not refunded, 10.20 GBP');
  expect(text).toContain('  C7  409  {"type":"refund-exceeds"}\n');
  expect(text).toContain('  C8  file 5.10, refund 5.11\n');
});
