// Taxes and totals in words and figures: what a person needs to compute each row again.

import type { TaxSource } from '../cart.js';
import { formatMicros, MICROS, parsePercent } from '../decimal.js';
import type { Explanation } from '../explanation.js';
import { formatMoney } from '../money.js';
import type { RoundingMode } from '../settings.js';
import type { QuoteParts, Totals } from '../totals.js';
import type { TaxAmount } from './tax-amount.js';
import type { Coefficient } from './tax-coefficients.js';
import type { TaxRow } from './tax-rows.js';

const ties: Readonly<Record<RoundingMode, string>> = {
  'half-away': 'ties away from zero',
  'half-even': 'ties to the even one',
  'half-down': 'ties towards zero',
  'half-up': 'ties upwards',
  down: 'the rest cut off',
  up: 'any rest rounded up',
};

const sources: Record<TaxSource, string> = {
  own: "the rates are the shop's own: the tax provider was not asked about this cart",
  provider: 'the rates are those of the tax provider; what they come to is computed here',
  fallback: "the tax provider gave no usable answer in time: the rates are the shop's own",
};

export function explainTaxes(parts: QuoteParts, totals: Totals, explaining: Explanation[]): void {
  const { cart, taxed } = parts;
  for (const [index, row] of taxed.rows.entries()) {
    const text = taxText(row, taxed.workings[index] as TaxRow, parts);
    explaining.push({ subject: `/taxes/${index}`, rule: 'tax', text, amount: row.amount });
  }
  if (cart.taxSource) {
    const why = sources[cart.taxSource];
    explaining.push({ subject: '/taxSource', rule: 'tax-source', text: why, amount: totals.tax });
  }
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  explainSums(parts, totals, money, explaining);
  const text = `net ${money(totals.net)} + tax ${money(totals.tax)} = ${money(totals.total)}`;
  explaining.push({ subject: '/totals/total', rule: 'total', text, amount: totals.total });
  explainPayable(totals, money, explaining);
}

function explainSums(
  { lines, taxed }: QuoteParts,
  { subtotal, discount, net, tax }: Totals,
  money: (amount: number) => string,
  explaining: Explanation[],
): void {
  const add = (name: string, amounts: readonly number[], amount: number) => {
    const text = `${amounts.map(money).join(' + ') || money(0)} = ${money(amount)}`;
    explaining.push({ subject: `/totals/${name}`, rule: 'sum', text, amount });
  };
  add(
    'subtotal',
    lines.map((line) => line.subtotal),
    subtotal,
  );
  if (discount !== 0)
    add(
      'discount',
      lines.map((line) => line.subtotal - line.remaining),
      discount,
    );
  add('net', taxed.nets, net);
  add(
    'tax',
    taxed.rows.flatMap((row) => (row.isWithheld ? [] : [row.amount])),
    tax,
  );
}

function explainPayable(
  { total, withheld = 0, prepaid = 0, rounding = 0, payable }: Totals,
  money: (amount: number) => string,
  explaining: Explanation[],
): void {
  if (withheld === 0 && prepaid === 0 && rounding === 0) return;
  const text = [
    `total ${money(total)}`,
    ...(withheld === 0 ? [] : [`− withheld ${money(withheld)}`]),
    ...(prepaid === 0 ? [] : [`− paid already ${money(prepaid)}`]),
    ...(rounding === 0
      ? []
      : [`${rounding < 0 ? '−' : '+'} ${money(Math.abs(rounding))} to reach the smallest coin`]),
    `= ${money(payable)}`,
  ].join(' ');
  explaining.push({ subject: '/totals/payable', rule: 'payable', text, amount: payable });
}

function taxText(row: TaxAmount, working: TaxRow, parts: QuoteParts): string {
  const { cart, settings } = parts;
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  const name = `${row.code} ${row.jurisdiction} ${row.rate} %${row.isWithheld ? ' withheld' : row.isAdded ? ' on top' : ''}`;
  if (row.rate === '0') {
    return `${name}: nothing on ${money(row.base)}${row.reason ? ` (${row.reason})` : ''}`;
  }
  const roundsNet = settings.grossSplit === 'net' && parts.basis === 'gross' && !working.isOutside;
  const how =
    roundsNet && settings.taxRounding !== 'end'
      ? netFirst(row, working, parts)
      : taxFirst(row, working, parts);
  return `${name}: ${how}, ${ties[settings.rounding]}${sharesText(working, money)}`;
}

/** What each line bears of a row that was rounded for all of them. */
function sharesText({ amounts, members }: TaxRow, money: (amount: number) => string): string {
  if (amounts.length < 2) return '';
  const isInTurn = members.every(
    (member, nth) => nth === 0 || member > (members[nth - 1] as number),
  );
  const turn = isInTurn ? '' : ` (in the order ${members.map((member) => member + 1).join(', ')})`;
  return `; of it the lines${turn} bear ${amounts.map(money).join(', ')}: each what it adds to the rounded tax of those before it`;
}

/** `a × rate` of all members together, or of each, as the rounding has it. */
function taxFirst(row: TaxAmount, working: TaxRow, parts: QuoteParts): string {
  const { cart, settings, taxed, basis } = parts;
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  const terms = termsOf(row, working, parts);
  const { taxRounding } = working.isOutside && settings.taxRounding === 'end' ? RATE : settings;
  if (taxRounding === 'end') {
    const sum = together(terms).map(({ amount, part }) => `${money(amount)} × ${part.text}`);
    const all = taxed.workings.reduce((total, one) => total + (one.isOutside ? 0 : one.total), 0);
    const point =
      settings.grossSplit === 'net' && basis === 'gross'
        ? 'their rest of the price rounded once, which leaves'
        : 'rounded once to';
    return `${sum.join(' + ')} = ${money(row.amount)}, all taxes summed exactly, ${point} ${money(all)}, and shared by largest remainder`;
  }
  if (taxRounding === 'rate') {
    const sum = together(terms).map(({ amount, part }) => `${money(amount)} × ${part.text}`);
    return `${sum.join(' + ')} = ${money(row.amount)}, rounded once per rate${stepText(parts)}`;
  }
  const each = terms.map(({ amount, part, quantityMicros, tax }) =>
    taxRounding === 'line'
      ? `${money(amount)} × ${part.text} = ${money(tax)}`
      : `${formatMicros(quantityMicros)} × (${money(amount)} ÷ ${formatMicros(quantityMicros)} × ${part.text}) = ${money(tax)}`,
  );
  const point = taxRounding === 'line' ? 'rounded for each line' : 'the tax of each unit rounded';
  return `${each.join('; ')}; in all ${money(row.amount)}, ${point}${stepText(parts)}`;
}

const RATE = { taxRounding: 'rate' } as const;

function stepText({ settings: { taxStepMicros }, cart }: QuoteParts): string {
  return taxStepMicros === null
    ? ''
    : ` to steps of ${formatMicros(taxStepMicros)} ${cart.currency}`;
}

const netPoints = { rate: 'once per rate', line: 'for each line', unit: 'for each unit', end: '' };

/** `33.33 × 100 ÷ (100 + 5)` of each or all members, where no other tax is inside their prices. */
function netFirst(
  { rate }: TaxAmount,
  { members, coefficients, amounts, total }: TaxRow,
  { cart, taxables, taxed, settings: { taxRounding } }: QuoteParts,
): string {
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  const sum = (list: readonly number[]) => list.reduce((all, amount) => all + amount, 0);
  const gross = members.map((member) => taxables[member]?.amount ?? 0);
  const nets = members.map((member) => taxed.nets[member] ?? 0);
  const text = (price: number, net: number, tax: number): string =>
    `${money(price)} × 100 ÷ (100 + ${rate}) = ${money(net)} net, ${money(tax)} tax`;
  const point = netPoints[taxRounding];
  if (!coefficients.every((coefficient) => isAlone(rate, coefficient))) {
    return `the net amount inside ${money(sum(gross))} is ${money(sum(nets))}, rounded ${point}, and the rest is tax, shared by rate, of this one ${money(total)}`;
  }
  const each =
    taxRounding === 'rate'
      ? [text(sum(gross), sum(nets), total)]
      : gross.map((price, i) => text(price, nets[i] as number, amounts[i] as number));
  return `${each.join('; ')}, the net amount rounded ${point}`;
}

interface Term {
  amount: number;
  part: { key: string; text: string };
  quantityMicros: number;
  tax: number;
}

function termsOf(row: TaxAmount, working: TaxRow, parts: QuoteParts): Term[] {
  const { basis, taxables } = parts;
  // A net amount with the taxes below it, or a price with the taxes inside it.
  const isOnBase = basis === 'net' || working.isOutside;
  return working.members.map((member, i) => {
    const { amount, quantityMicros } = taxables[member] as {
      amount: number;
      quantityMicros: number;
    };
    return {
      amount: isOnBase ? (working.bases[i] as number) : amount,
      part: isOnBase
        ? percentOf(row.rate)
        : partOf(row.rate, working.coefficients[i] as Coefficient),
      quantityMicros,
      tax: working.amounts[i] as number,
    };
  });
}

const percentOf = (rate: string) => ({ key: '', text: `${rate} ÷ 100` });

/** `19 ÷ (100 + 19)` where the tax is alone in the price, else the reduced fraction. */
function partOf(rate: string, coefficient: Coefficient) {
  const { numerator, denominator } = coefficient;
  const text = isAlone(rate, coefficient)
    ? `${rate} ÷ (100 + ${rate})`
    : `${numerator} ÷ ${denominator}`;
  return { key: `${numerator}/${denominator}`, text };
}

function isAlone(rate: string, { numerator, denominator }: Coefficient): boolean {
  const parsed = parsePercent(rate);
  const ppm = parsed.ok ? parsed.value : 0;
  return numerator * (MICROS + ppm) === denominator * ppm;
}

function together(terms: readonly Term[]): Term[] {
  const sums = new Map<string, Term>();
  for (const term of terms) {
    const known = sums.get(term.part.key);
    if (known) known.amount += term.amount;
    else sums.set(term.part.key, { ...term });
  }
  return [...sums.values()];
}
