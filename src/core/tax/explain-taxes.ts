// Taxes and totals in words and figures.

import type { TaxSource } from '../cart.js';
import type { Explanation } from '../explanation.js';
import { formatMoney } from '../money.js';
import type { QuoteParts, Totals } from '../quote.js';
import type { TaxAmount } from './tax-amount.js';

const modes = {
  'half-away': 'ties away from zero',
  'half-even': 'ties to the even',
  'half-down': 'ties towards zero',
  'half-up': 'ties upwards',
  down: 'cut off',
  up: 'rounded away from zero',
} as const;

const points = {
  rate: 'rounded once per rate',
  line: 'rounded for each line and summed',
  unit: 'rounded for each unit, times the quantity, and summed',
  end: 'all taxes summed exactly and rounded once, this row by largest remainder',
} as const;

const sources: Record<TaxSource, string> = {
  own: "the rates are the shop's own: the tax provider was not asked about this cart",
  provider: 'the rates are those of the tax provider; what they come to is computed here',
  fallback: "the tax provider gave no usable answer in time: the rates are the shop's own",
};

export function explainTaxes(parts: QuoteParts, totals: Totals, explaining: Explanation[]): void {
  const { cart, taxed } = parts;
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  for (const [index, row] of taxed.rows.entries()) {
    const text = taxText(row, index, parts, money);
    explaining.push({ subject: `/taxes/${index}`, rule: 'tax', text, amount: row.amount });
  }
  if (cart.taxSource) {
    const text = sources[cart.taxSource];
    explaining.push({ subject: '/taxSource', rule: 'tax-source', text, amount: totals.tax });
  }
  explaining.push({
    subject: '/totals/total',
    rule: 'total',
    text: `net ${money(totals.net)} + tax ${money(totals.tax)} = ${money(totals.total)}`,
    amount: totals.total,
  });
  const { withheld = 0, prepaid = 0, rounding = 0, payable } = totals;
  if (withheld === 0 && prepaid === 0 && rounding === 0) return;
  const text = [
    `total ${money(totals.total)}`,
    ...(withheld === 0 ? [] : [`− withheld ${money(withheld)}`]),
    ...(prepaid === 0 ? [] : [`− paid already ${money(prepaid)}`]),
    ...(rounding === 0
      ? []
      : [`${rounding < 0 ? '−' : '+'} rounding to the smallest coin ${money(Math.abs(rounding))}`]),
    `= ${money(payable)}`,
  ].join(' ');
  explaining.push({ subject: '/totals/payable', rule: 'payable', text, amount: payable });
}

function taxText(
  row: TaxAmount,
  index: number,
  { basis, settings, taxed }: QuoteParts,
  money: (amount: number) => string,
): string {
  const { code, jurisdiction, rate, base, amount, reason, isWithheld } = row;
  const name = `${code} ${jurisdiction} ${rate} %`;
  if (amount === 0 && rate === '0')
    return `${name}: no tax on ${money(base)}${reason ? `: ${reason}` : ''}`;
  const isAlone = taxed.shares.every(
    (own) => own.length <= 1 || own.every((share) => share.row !== index),
  );
  const how = `${points[settings.taxRounding]}, ${modes[settings.rounding]}`;
  if (basis === 'net' || isWithheld || !isAlone) {
    return `${name}${isWithheld ? ' withheld' : ''}: ${money(base)} × ${rate} ÷ 100 = ${money(amount)}, ${how}`;
  }
  if (settings.grossSplit === 'net') {
    return `${name}: ${money(base + amount)} × 100 ÷ (100 + ${rate}) = ${money(base)} net, the tax is the rest, ${money(amount)}, ${how}`;
  }
  return `${name}: ${money(base + amount)} × ${rate} ÷ (100 + ${rate}) = ${money(amount)}, ${how}`;
}
