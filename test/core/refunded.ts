// Orders to be given back, and what all of their refunds come to.

import fc from 'fast-check';
import type { Cart, TaxComponent } from '../../src/core/cart.js';
import type { OrderDocument } from '../../src/core/order.js';
import type { Quote } from '../../src/core/quote.js';
import {
  everythingLeft,
  type RefundAmounts,
  type RefundExceeds,
  type RefundedTax,
  type RefundRequest,
  refundOf,
} from '../../src/core/refund.js';
import { type Settings, settingChoices } from '../../src/core/settings.js';
import type { Totals } from '../../src/core/totals.js';
import { pricingCase } from './arbitraries.js';
import { quoted } from './carts.js';

export const address = {
  name: 'Example Customer',
  line1: 'Invalidenstr. 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

export function documentOf(quote: Quote): OrderDocument {
  const { currency: _, explanation: __, ...rest } = quote;
  return {
    customer: { email: 'customer@example.com', name: 'Example Customer' },
    shippingAddress: address,
    ...rest,
  };
}

/** The refund, where one is expected. */
export function refunded(
  document: OrderDocument,
  already: readonly RefundAmounts[],
  request: Partial<RefundRequest>,
): RefundAmounts {
  const refund = refundOf({ document, currency: 'EUR' }, already, { lines: [], ...request });
  if (!refund.ok) throw new Error(`refused: ${JSON.stringify(refund.refusal)}`);
  return refund.value;
}

export function exceeding(
  document: OrderDocument,
  already: readonly RefundAmounts[],
  request: Partial<RefundRequest>,
): RefundExceeds['items'] {
  const refund = refundOf({ document, currency: 'EUR' }, already, { lines: [], ...request });
  if (refund.ok) throw new Error(`refunded: ${JSON.stringify(refund.value.totals)}`);
  return refund.refusal.items;
}

const tax = (code: string, ppm: number, more: Partial<TaxComponent> = {}): TaxComponent => ({
  code,
  jurisdiction: 'DE',
  ppm,
  ...more,
});

const lineTaxes: TaxComponent[][] = [
  [tax('GST', 50_000), tax('QST', 99_750)],
  [tax('GST', 50_000), tax('LUX', 120_000, { compoundOn: ['GST'] })],
  [tax('VAT', 210_000), tax('IRPF', 150_000, { isWithheld: true })],
  [tax('VAT', 0, { treatment: 'E', reason: 'Exempt' })],
  [tax('VAT', 0, { treatment: 'AE', reason: 'Reverse charge' })],
];

const choice = <Name extends keyof typeof settingChoices>(name: Name) =>
  fc.constantFrom(...(settingChoices[name] as unknown as readonly Settings[Name][]));

const settings: fc.Arbitrary<Partial<Settings>> = fc.record({
  taxRounding: choice('taxRounding'),
  rounding: choice('rounding'),
  grossSplit: choice('grossSplit'),
  discountSpread: choice('discountSpread'),
  shippingTax: choice('shippingTax'),
  shippingDiscount: choice('shippingDiscount'),
  cashStepMicros: fc.constantFrom(null, null, 50_000),
});

const adjustments = fc.option(
  fc.array(
    fc.record({
      reason: fc.constantFrom('Delay', 'Packaging'),
      amountMinor: fc.integer({ min: 1, max: 30 }),
      taxCategory: fc.constantFrom('standard', 'books'),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  { nil: undefined, freq: 4 },
);

/** Under any settings, at gross and net prices, with one tax a line or several. */
export const anyOrder: fc.Arbitrary<OrderDocument> = fc
  .record({
    priced: pricingCase(),
    settings: fc.oneof(fc.constant({}), settings),
    taxes: fc.array(fc.option(fc.constantFrom(...lineTaxes)), { minLength: 12, maxLength: 12 }),
    hasOwnTaxes: fc.boolean(),
    quantities: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 12, maxLength: 12 }),
    charges: adjustments,
    discounts: adjustments,
  })
  .map(({ priced: { cart, rules }, settings, taxes, hasOwnTaxes, quantities, ...more }) => {
    const lines = cart.lines.map((line, index) => {
      const own = hasOwnTaxes ? taxes[index] : null;
      const quantityMicros = (quantities[index] as number) * 1_000_000;
      return { ...line, sku: `SKU-${index % 4}`, quantityMicros, ...(own ? { taxes: own } : {}) };
    });
    const { charges, discounts } = more;
    // An allowance that is larger than its goods would be a document that pays the customer.
    const isDear = lines.reduce((sum, line) => sum + worth(line), 0) > 200;
    const own = isDear ? { charges, discounts } : {};
    return documentOf(quoted({ ...cart, ...own, lines, settings } as Cart, rules));
  })
  .filter(({ lines, totals }) => {
    const goods = lines.reduce((sum, line) => sum + amount(line), 0);
    return totals.total >= 0 && totals.payable >= 0 && (totals.allowance ?? 0) <= goods;
  });

const worth = ({ product, quantityMicros }: Cart['lines'][number]): number =>
  ((product?.priceMicros ?? 0) / 10_000) * (quantityMicros / 1_000_000);

/** Random wishes: what exceeds what is left is cut to it. */
export interface Wish {
  picks: { line: number; quantity: number }[];
  /** Per cent of the shipping that is left. */
  shipping: number;
  /** Per cent of what is left of the goods; 0 for none. */
  goodwill: number;
}

export const wishes = (goodwill: fc.Arbitrary<number>): fc.Arbitrary<Wish[]> =>
  fc.array(
    fc.record({
      picks: fc.array(
        fc.record({ line: fc.nat({ max: 11 }), quantity: fc.integer({ min: 1, max: 7 }) }),
        { maxLength: 4 },
      ),
      shipping: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100 })),
      goodwill,
    }),
    { maxLength: 6 },
  );

function amount({ gross, net }: { gross?: number; net?: number }): number {
  return gross ?? net ?? 0;
}

/** Gives back what is wished, wish by wish, and then everything that is left. */
export function refundAll(
  document: OrderDocument,
  wished: readonly Wish[],
  currency = 'EUR',
): RefundAmounts[] {
  const refunds: RefundAmounts[] = [];
  const ask = (request: RefundRequest): void => {
    const refund = refundOf({ document, currency }, refunds, request);
    if (refund.ok) refunds.push(refund.value);
  };
  for (const wish of wished) ask(requestOf(document, refunds, wish));
  ask(everythingLeft(document, refunds));
  return refunds;
}

function requestOf(
  document: OrderDocument,
  refunds: readonly RefundAmounts[],
  { picks, shipping, goodwill }: Wish,
): RefundRequest {
  const left = new Map<string, number>();
  for (const { sku, quantity } of everythingLeft(document, refunds).lines) {
    left.set(sku, (left.get(sku) ?? 0) + quantity);
  }
  const lines: { sku: string; quantity: number }[] = [];
  for (const { line, quantity } of picks) {
    const { sku } = document.lines[line % document.lines.length] as { sku: string };
    const some = Math.min(quantity, left.get(sku) ?? 0);
    if (some > 0) lines.push({ sku, quantity: some });
    left.set(sku, (left.get(sku) ?? 0) - some);
  }
  const shipped = refunds.reduce((sum, refund) => sum + amount(refund.shipping ?? {}), 0);
  const off = refunds.reduce((sum, refund) => sum + amount(refund.goodwill ?? {}), 0);
  const part = Math.floor(((amount(document.shipping) - shipped) * shipping) / 100);
  const back = refunds.reduce(
    (sum, { lines }) => sum + lines.reduce((s, l) => s + amount(l), 0),
    0,
  );
  const goods = document.lines.reduce((sum, line) => sum + amount(line), 0) - back - off;
  const given = Math.floor((goods * goodwill) / 400);
  return {
    lines,
    ...(part > 0 ? { shipping: part } : {}),
    ...(given > 0 ? { goodwill: { amount: given, reason: 'Late' } } : {}),
  };
}

/** A tax table as one record, so that two of them compare whatever their order. */
export function tableOf(taxes: readonly RefundedTax[]): Record<string, [number, number]> {
  const table: Record<string, [number, number]> = {};
  for (const { base, amount, ...row } of taxes) {
    const key = JSON.stringify(Object.entries(row).sort());
    const [bases, amounts] = table[key] ?? [0, 0];
    table[key] = [bases + base, amounts + amount];
  }
  return Object.fromEntries(
    Object.entries(table).filter(([, [base, amount]]) => base !== 0 || amount !== 0),
  );
}

export function totalsOf(refunds: readonly RefundAmounts[]): Partial<Record<keyof Totals, number>> {
  const sums: Partial<Record<keyof Totals, number>> = {};
  for (const { totals } of refunds) {
    for (const [name, figure] of Object.entries(totals) as [keyof Totals, number][]) {
      sums[name] = (sums[name] ?? 0) + figure;
    }
  }
  return nonZero(sums);
}

export const nonZero = (totals: Partial<Record<keyof Totals, number>>) =>
  Object.fromEntries(Object.entries(totals).filter(([, figure]) => figure !== 0));
