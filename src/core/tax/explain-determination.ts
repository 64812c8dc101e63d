// Whose taxes a cart owes, in words: the row of the determination table that decided, for each
// category of articles, and what became of the customer's VAT id.

import type { Cart } from '../cart.js';
import type { Explanation } from '../explanation.js';
import type { CompiledTaxes } from './compile-taxes.js';
import { taxContext } from './tax-context.js';
import { checkVatId } from './vat-id.js';

/** `categories`: of what brings no taxes of its own. */
export function explainDetermination(
  cart: Cart,
  categories: Iterable<string>,
  taxes: CompiledTaxes,
  explaining: Explanation[],
): void {
  const context = taxContext(cart, taxes);
  const ruled = new Map<string, { rule: string; categories: string[] }>();
  for (const category of new Set(categories)) {
    const ruling = context.ruleOf(category);
    if (!ruling) continue;
    const known = ruled.get(ruling.text);
    if (known) known.categories.push(category);
    else ruled.set(ruling.text, { rule: ruling.rule, categories: [category] });
  }
  const vatId = ruled.size === 0 ? '' : vatIdText(cart.customer?.vatId);
  for (const [way, { rule, categories: named }] of ruled) {
    const text = `${named.join(', ')}: ${way}, by the rule ${rule}${vatId}`;
    explaining.push({ subject: '/taxes', rule: 'whose-tax', text, amount: 0 });
  }
}

function vatIdText(vatId: string | undefined): string {
  if (vatId === undefined) return '';
  const checked = checkVatId(vatId);
  return checked.ok
    ? `; the VAT id ${checked.value.id} stands the test`
    : `; taxed as a consumer, since the VAT id ${checked.refusal}`;
}
