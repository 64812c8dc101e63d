// Carts and rules for the tests of the core: small, valid, and changed where a test needs it.

import type { Cart, CartLine, CartProduct } from '../../src/core/cart.js';
import { compileRules } from '../../src/core/compile-rules.js';
import { MICROS, parseMicros } from '../../src/core/decimal.js';
import { type Quote, quote } from '../../src/core/quote.js';
import type { QuoteRefusal } from '../../src/core/refusals.js';
import type { Promotion, Rules } from '../../src/core/rules.js';
import type { TaxJurisdiction, TaxRate, TaxRules } from '../../src/core/tax/tax-rules.js';

export function micros(text: string): number {
  const parsed = parseMicros(text);
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}

/** A line at a list price in major units; `null` stands for an article without a price. */
export function line(
  sku: string,
  price: string | null,
  quantity: number | string = 1,
  product: Partial<CartProduct> = {},
): CartLine {
  const priceMicros = price === null ? null : micros(price);
  return {
    sku,
    quantityMicros: typeof quantity === 'number' ? quantity * MICROS : micros(quantity),
    product: { name: sku, category: 'Kitchen', taxCategory: 'standard', priceMicros, ...product },
  };
}

export const cartOf = (changes: Partial<Cart> = {}): Cart => ({
  currency: 'EUR',
  country: 'DE',
  date: '2026-06-15',
  shippingMethod: 'pickup',
  coupons: [],
  lines: [line('MUG-BLUE', '12.90', 2)],
  ...changes,
});

/** A row and the file that it stands in; `*` is what goods owe that leave for anywhere else. */
export type PlacedTaxRate = TaxRate & { jurisdiction: string };

export const taxRate = (changes: Partial<PlacedTaxRate> = {}): PlacedTaxRate => ({
  jurisdiction: 'DE',
  code: 'VAT',
  category: 'standard',
  rate: '19',
  since: '2021-01-01',
  until: null,
  source: 'test',
  ...changes,
});

/** Ten per cent off the whole order under the coupon TEN, unless changed. */
export const promotion = (changes: Partial<Promotion> = {}): Promotion => ({
  id: 'ten',
  name: 'Ten per cent off',
  coupon: 'TEN',
  priority: 100,
  action: { type: 'percentage', percent: '10' },
  target: { type: 'order' },
  since: '2026-01-01',
  until: null,
  ...changes,
});

/** A promotion that needs no coupon. */
export function automatic(changes: Partial<Promotion> = {}): Promotion {
  const { coupon: _, ...rest } = promotion(changes);
  return rest;
}

const prices = (eur: string, jpy: string) => ({ EUR: eur, USD: eur, JPY: jpy });

/** Destination's taxes where there are any, no tax elsewhere: the least that a shop can do with. */
export function taxesWith(rates: PlacedTaxRate[]): TaxRules {
  const jurisdictions: Record<string, TaxJurisdiction> = {};
  for (const { jurisdiction, ...rate } of rates) {
    if (jurisdiction === '*') continue;
    jurisdictions[jurisdiction] ??= { jurisdiction, name: jurisdiction, rates: [] };
    jurisdictions[jurisdiction].rates.push(rate);
  }
  const dates = { since: '2000-01-01', until: null, source: 'test' };
  const to = Object.keys(jurisdictions);
  const reason = 'Export';
  return {
    jurisdictions,
    categories: {},
    determination: {
      areas: {},
      rows: [
        {
          id: 'taxed',
          when: to.length > 0 ? { to } : {},
          outcome: { rates: 'destination' },
          ...dates,
        },
        { id: 'export', when: {}, outcome: { code: 'EXPORT', treatment: 'G', reason }, ...dates },
      ],
    },
  };
}

const rates = [
  taxRate(),
  taxRate({ category: 'books', rate: '7' }),
  taxRate({ jurisdiction: 'JP', code: 'CT', rate: '10' }),
];

export const rulesOf = ({
  taxRates = rates,
  ...changes
}: Partial<Rules> & { taxRates?: PlacedTaxRate[] } = {}): Rules => ({
  version: 'test',
  priceLists: { EUR: { basis: 'gross' }, JPY: { basis: 'gross' }, USD: { basis: 'net' } },
  shippingMethods: [
    { id: 'pickup', name: 'Pickup', taxCategory: 'standard', prices: prices('0.00', '0') },
    { id: 'standard', name: 'Standard', taxCategory: 'standard', prices: prices('4.90', '800') },
  ],
  promotions: [],
  taxes: taxesWith(taxRates),
  ...changes,
});

/** The quote, where one is expected. */
export function quoted(cart: Cart, rules: Rules = rulesOf()): Quote {
  const result = quote(cart, compileRules(rules));
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** The refusal, where one is expected. */
export function refusal(cart: Cart, rules: Rules = rulesOf()): QuoteRefusal {
  const result = quote(cart, compileRules(rules));
  if (result.ok) throw new Error(`quoted: ${JSON.stringify(result.value.totals)}`);
  return result.refusal;
}
