// Why each amount of a quote is what it is, so that a person can recompute it with pen and paper.

import type { Cart, TaxSource } from './cart.js';
import { formatMicros } from './decimal.js';
import { formatMoney } from './money.js';
import type { Quote } from './quote.js';

export interface Explanation {
  /** JSON pointer into the quote. */
  subject: string;
  rule: 'list-price' | 'recorded-price' | 'promotion' | 'shipping' | 'tax' | 'tax-source' | 'total';
  text: string;
  /** Minor units. */
  amount: number;
}

export function explain(cart: Cart, quote: Quote): Explanation[] {
  const money = (amount: number) => formatMoney({ amount, currency: quote.currency });
  return [
    ...quote.lines.map((_, index) => explainLine(cart, quote, index, money)),
    ...quote.discounts.map((discount, index) => ({
      subject: `/discounts/${index}`,
      rule: 'promotion' as const,
      text: `${discount.name}${discount.coupon ? ` (coupon ${discount.coupon})` : ''}: −${money(discount.amount)}, spread over its lines by what they still cost, largest remainder first`,
      amount: discount.amount,
    })),
    {
      subject: '/shipping',
      rule: 'shipping',
      text: `${quote.shipping.method}: ${money(quote.totals.shipping)} ${basisText(quote)}`,
      amount: quote.totals.shipping,
    },
    ...quote.taxes.map((tax, index) => ({
      subject: `/taxes/${index}`,
      rule: 'tax' as const,
      text: taxText(quote, index, money),
      amount: tax.amount,
    })),
    ...(quote.taxSource ? [explainTaxSource(quote.taxSource, quote.totals.tax)] : []),
    {
      subject: '/totals/total',
      rule: 'total',
      text: `net ${money(quote.totals.net)} + tax ${money(quote.totals.tax)} = ${money(quote.totals.total)}`,
      amount: quote.totals.total,
    },
  ];
}

const taxSourceTexts: Record<TaxSource, string> = {
  own: "the rates are the shop's own: the tax provider was not asked about this cart",
  provider: 'the rates are those of the tax provider; what they come to is computed here',
  fallback: "the tax provider gave no usable answer in time: the rates are the shop's own",
};

export const explainTaxSource = (source: TaxSource, amount: number): Explanation => ({
  subject: '/taxSource',
  rule: 'tax-source',
  text: taxSourceTexts[source],
  amount,
});

const basisText = ({ priceBasis }: Quote): string =>
  priceBasis === 'gross' ? 'including tax' : 'before tax';

function explainLine(
  cart: Cart,
  quote: Quote,
  index: number,
  money: (amount: number) => string,
): Explanation {
  const line = quote.lines[index] as Quote['lines'][number];
  const asked = cart.lines[index] as Cart['lines'][number];
  const recorded = asked.unitPriceMicros !== undefined;
  const micros = asked.unitPriceMicros ?? asked.product?.priceMicros ?? 0;
  const amount = (line.gross ?? line.net ?? 0) + line.discount;
  const source = recorded ? 'recorded price' : `${quote.currency} price list`;
  return {
    subject: `/lines/${index}`,
    rule: recorded ? 'recorded-price' : 'list-price',
    text: `${line.name}: ${line.quantity} × ${formatMicros(micros)} ${quote.currency} (${source}, ${basisText(quote)}) = ${money(amount)}; discounts −${money(line.discount)}`,
    amount,
  };
}

function taxText(quote: Quote, index: number, money: (amount: number) => string): string {
  const { code, jurisdiction, rate, base, amount } = quote.taxes[index] as Quote['taxes'][number];
  const how =
    quote.priceBasis === 'gross'
      ? `${money(base + amount)} × ${rate} ÷ (100 + ${rate})`
      : `${money(base)} × ${rate} ÷ 100`;
  return `${code} ${jurisdiction} ${rate} %: ${how} = ${money(amount)}, rounded once per rate`;
}
