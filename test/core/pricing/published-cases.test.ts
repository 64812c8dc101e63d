// Prices that others have published, with their figures: each case names where they stand.

import { describe, expect, test } from 'vitest';
import type { CartLine } from '../../../src/core/cart.js';
import type { ListedPrice } from '../../../src/core/rules.js';
import { line } from '../carts.js';
import { mugs, pieces, pricedLine, priceList, tiers } from './price-cases.js';

interface PublishedCase {
  source: string;
  steps: [from: string, price: string][];
  volume?: [quantity: number, total: string][];
  graduated?: [quantity: number, total: string][];
}

const cases: PublishedCase[] = [
  {
    source: 'Stripe, https://docs.stripe.com/subscriptions/pricing-models/tiered-pricing',
    steps: [
      ['1', '7'],
      ['6', '6.5'],
      ['11', '6'],
    ],
    volume: [
      [1, '7.00'],
      [5, '35.00'],
      [6, '39.00'],
      [20, '120.00'],
      [25, '150.00'],
    ],
    graduated: [[5, '35.00']],
  },
  {
    source:
      'Oracle ATG Commerce, https://docs.oracle.com/cd/F25148_01/Platform.11-3-2/ATGCommStoreGuide/html/s0407settingbulkandtieredpricing01.html',
    steps: [
      ['1', '20'],
      ['11', '17'],
      ['21', '15'],
    ],
    volume: [
      [7, '140.00'],
      [14, '238.00'],
      [23, '345.00'],
    ],
    graduated: [
      [7, '140.00'],
      [15, '285.00'],
      [23, '415.00'],
    ],
  },
  {
    // The page gives 25 at 1.80, and 10 at 2.00, 10 at 1.90 and 5 at 1.80.
    source:
      'Oracle CX Commerce, https://docs.oracle.com/en/cloud/saas/cx-commerce/21c/uoccs/understand-volume-pricing.html',
    steps: [
      ['1', '2.00'],
      ['11', '1.90'],
      ['21', '1.80'],
      ['51', '1.70'],
    ],
    volume: [[25, '45.00']],
    graduated: [[25, '48.00']],
  },
  {
    source:
      'Oracle Banking, https://docs.oracle.com/en/industries/financial-services/banking-liquidity-management/14.8.2.0.0/oblug/examples-tier-based-amount.html',
    steps: [
      ['0', '1'],
      ['250', '2'],
      ['500', '3'],
    ],
    volume: [[1_000, '3000.00']],
    graduated: [[1_000, '2250.00']],
  },
  {
    source: 'Recurly, https://docs.recurly.com/recurly-subscriptions/docs/quantity-based-pricing',
    steps: [
      ['1', '1.00'],
      ['101', '0.50'],
    ],
    graduated: [[150, '125.00']],
  },
  {
    source: 'Zuplo, https://zuplo.com/docs/articles/monetization/pricing-models',
    steps: [
      ['1', '0.10'],
      ['1001', '0.05'],
      ['10001', '0.01'],
    ],
    volume: [[15_000, '150.00']],
    graduated: [[15_000, '600.00']],
  },
  {
    source: 'Autumn, https://docs.useautumn.com/documentation/modelling-pricing/graduated-pricing',
    steps: [
      ['1', '0.01'],
      ['1001', '0.008'],
      ['10001', '0.005'],
    ],
    graduated: [[15_000, '107.00']],
  },
  {
    // Its fixed fee of 10 apart: 65,000 calls at 0.0006.
    source: 'Lago, https://getlago.com/docs/guide/plans/charges/charge-models/volume',
    steps: [
      ['1', '0.0010'],
      ['10001', '0.0008'],
      ['50001', '0.0006'],
      ['100001', '0.0004'],
    ],
    volume: [[65_000, '39.00']],
  },
];

const totalOf = (price: ListedPrice, quantity: number): string => {
  const list = priceList({ currency: 'USD', basis: 'net', prices: { MUG: price } });
  const cart = mugs(1, { currency: 'USD', lines: [line('MUG', null, quantity)] });
  return (pricedLine(cart, [list]).extended / 100).toFixed(2);
};

describe.each(cases)('as published by $source', ({ steps, volume = [], graduated = [] }) => {
  for (const [mode, expected] of Object.entries({ volume, graduated }))
    for (const [quantity, total] of expected)
      test(`${quantity} at ${mode} tiers cost ${total}`, () => {
        expect(totalOf(tiers(mode as 'volume' | 'graduated', ...steps), quantity)).toBe(total);
      });
});

/** Lines as the standard's own examples write them: a recorded price, its quantity, what is taken off and added. */
const documents: [source: string, lines: [Partial<CartLine>, string][]][] = [
  [
    'Peppol BIS Billing 3.0, https://github.com/OpenPEPPOL/peppol-bis-invoice-3 rules/examples/Allowance-example.xml',
    [
      [
        {
          ...{ quantityMicros: pieces(10), unitPriceMicros: 410_000_000 },
          charges: [{ reason: 'Cleaning', amountMinor: 100 }],
          allowances: [{ reason: 'Discount', amountMinor: 10_100 }],
        },
        '4000.00',
      ],
      [
        {
          ...{ quantityMicros: pieces(10), unitPriceMicros: 200_000_000 },
          priceQuantityMicros: pieces(2),
        },
        '1000.00',
      ],
    ],
  ],
  [
    'Peppol BIS Billing 3.0, rules/examples/base-example.xml',
    [
      [{ quantityMicros: pieces(7), unitPriceMicros: 400_000_000 }, '2800.00'],
      [{ quantityMicros: pieces(-3), unitPriceMicros: 500_000_000 }, '-1500.00'],
    ],
  ],
  [
    'EN 16931, https://github.com/ConnectingEurope/eInvoicing-EN16931 ubl/examples/sample-discount-price.xml',
    [[{ quantityMicros: pieces(100), unitPriceMicros: 121_200 }, '12.12']],
  ],
  [
    'EN 16931, ubl/examples/ubl-tc434-example5.xml: ten per cent off and ten per cent on',
    [
      [
        {
          ...{ quantityMicros: pieces(1_000), unitPriceMicros: 1_000_000 },
          allowances: [{ reason: 'Loyal customer', ppm: 100_000 }],
          charges: [{ reason: 'Packaging', ppm: 100_000 }],
        },
        '1000.00',
      ],
    ],
  ],
  [
    'GOBL, https://github.com/invopop/gobl examples/es/out/invoice-es-rounding.json',
    [
      [
        {
          ...{ quantityMicros: pieces(20), unitPriceMicros: 12_360_000 },
          allowances: [{ reason: 'Special discount', ppm: 125_000 }],
        },
        '216.30',
      ],
    ],
  ],
];

test.each(documents)('lines add up as published by %s', (_, lines) => {
  for (const [changes, total] of lines) {
    const cart = mugs(1, { lines: [{ ...line('MUG', null), ...changes }], priceBasis: 'net' });
    expect((pricedLine(cart).subtotal / 100).toFixed(2)).toBe(total);
  }
});
