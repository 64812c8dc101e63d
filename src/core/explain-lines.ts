// What became of lines, charges and shipping once everything was taken off and shared.

import { formatPercent } from './decimal.js';
import type { Explanation } from './explanation.js';
import { formatMoney } from './money.js';
import type { PricedLine } from './pricing/priced-line.js';
import type { Taxable } from './tax/tax-rows.js';

/** What is left of each line that something was taken off. */
export function explainDiscountedLines(
  lines: readonly PricedLine[],
  currency: string,
  explaining: Explanation[],
): void {
  const money = (amount: number) => formatMoney({ amount, currency });
  for (const [index, { subtotal, remaining }] of lines.entries()) {
    if (subtotal === remaining) continue;
    const text = `${money(subtotal)} − ${money(subtotal - remaining)} = ${money(remaining)}`;
    explaining.push({ subject: `/lines/${index}`, rule: 'line-amount', text, amount: remaining });
  }
}

/** What is charged with the taxes of the lines, where those owe several: its part under each. */
export function explainSharing(
  subject: string,
  at: readonly number[],
  taxables: readonly Taxable[],
  currency: string,
  explaining: Explanation[],
): void {
  if (at.length < 2) return;
  let amount = 0;
  const parts = at.map((index) => {
    const taxable = taxables[index] as Taxable;
    amount += taxable.amount;
    return `${formatMoney({ amount: taxable.amount, currency })} ${taxesText(taxable)}`;
  });
  const text = `shared by what the lines of each tax cost, largest remainder first: ${parts.join(', ')}`;
  explaining.push({ subject, rule: 'tax-sharing', text, amount });
}

const taxesText = ({ taxes }: Taxable): string =>
  taxes.length === 0
    ? 'untaxed'
    : `under ${taxes.map(({ code, ppm }) => `${code} ${formatPercent(ppm)} %`).join(' and ')}`;
