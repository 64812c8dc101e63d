import type { Explanation } from './explanation.js';
import { formatMoney } from './money.js';
import type { PricedLine } from './pricing/priced-line.js';

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
