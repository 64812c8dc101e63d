// Discounts and charges on the whole document. One with a tax of its own stands beside the lines
// (EN 16931, BG-20 and BG-21); a discount without one is spread over them, and a charge without one
// shares their taxes.

import { spread } from './allocate.js';
import type { Cart, DocumentAdjustment, TaxComponent } from './cart.js';
import { formatPercent } from './decimal.js';
import type { Explaining } from './explanation.js';
import { formatMoney } from './money.js';
import type { PricedLine } from './pricing/priced-line.js';
import type { AppliedDiscount } from './promotions/applied-discount.js';
import { mulDiv } from './rounding.js';
import type { Settings } from './settings.js';

export interface DocumentAmount {
  reason: string;
  /** Minor units, on the document's price basis. */
  amount: number;
  taxCategory?: string;
  /** The taxes it was given with, instead of its category's. */
  taxes?: TaxComponent[];
}

export interface DocumentAmounts {
  allowances: DocumentAmount[];
  charges: DocumentAmount[];
}

const NONE: DocumentAmounts = { allowances: [], charges: [] };

/** Percentages are of what promotions have left of the lines. Spread discounts join `discounts`. */
export function documentAmounts(
  cart: Cart,
  lines: readonly PricedLine[],
  discounts: AppliedDiscount[],
  settings: Settings,
  explaining: Explaining,
): DocumentAmounts {
  if (!cart.discounts && !cart.charges) return NONE;
  const base = lines.reduce((sum, { remaining }) => sum + remaining, 0);
  const amountOf = (given: DocumentAdjustment, kind: 'discount' | 'charge'): number => {
    if (given.ppm === undefined) return given.amountMinor ?? 0;
    const mode = kind === 'discount' ? settings.discountRounding : settings.rounding;
    return mulDiv(base, given.ppm, 1_000_000, mode);
  };
  const allowances: DocumentAmount[] = [];
  for (const given of cart.discounts ?? []) {
    const amount = amountOf(given, 'discount');
    if (hasOwnTax(given)) allowances.push(standing(given, amount));
    else spreadDiscount(given, amount, lines, discounts, settings);
  }
  const charges = (cart.charges ?? []).map((given) => standing(given, amountOf(given, 'charge')));
  if (explaining) explain(cart, base, { allowances, charges }, discounts, explaining);
  return { allowances, charges };
}

const hasOwnTax = ({ taxCategory, taxes }: DocumentAdjustment): boolean =>
  taxCategory !== undefined || taxes !== undefined;

const standing = ({ reason, taxCategory, taxes }: DocumentAdjustment, amount: number) => ({
  reason,
  amount,
  ...(taxCategory === undefined ? {} : { taxCategory }),
  ...(taxes === undefined ? {} : { taxes }),
});

function spreadDiscount(
  { reason }: DocumentAdjustment,
  wanted: number,
  lines: readonly PricedLine[],
  discounts: AppliedDiscount[],
  settings: Settings,
): void {
  const caps = lines.map(({ remaining, floor }) => remaining - floor);
  const amount = Math.min(
    wanted,
    caps.reduce((sum, cap) => sum + cap, 0),
  );
  if (amount < 0) throw new RangeError(`${reason}: lines that give money back bear no discount`);
  if (amount === 0) return;
  const weights = lines.map(({ remaining }) => Math.max(0, remaining));
  const shares = spread(amount, weights, caps, settings.discountSpread);
  for (const [index, line] of lines.entries()) line.remaining -= shares[index] as number;
  discounts.push({ name: reason, amount });
}

function explain(
  cart: Cart,
  base: number,
  { allowances, charges }: DocumentAmounts,
  discounts: readonly AppliedDiscount[],
  explaining: NonNullable<Explaining>,
): void {
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  const how = (given: DocumentAdjustment | undefined) =>
    given?.ppm === undefined ? '' : ` (${formatPercent(given.ppm)} % of the lines’ ${money(base)})`;
  const ownTaxed = (cart.discounts ?? []).filter(hasOwnTax);
  const spread = (cart.discounts ?? []).filter((given) => !hasOwnTax(given));
  const firstSpread = discounts.length - spread.length;
  for (const [index, given] of spread.entries()) {
    const amount = discounts[firstSpread + index]?.amount ?? 0;
    const text = `${given.reason}: −${money(amount)}${how(given)}, spread over the lines by what they cost`;
    explaining.push({
      subject: `/discounts/${firstSpread + index}`,
      rule: 'document-discount',
      text,
      amount,
    });
  }
  for (const [index, { reason, amount }] of allowances.entries()) {
    const text = `${reason}: −${money(amount)}${how(ownTaxed[index])}, taxed by itself`;
    explaining.push({ subject: `/allowances/${index}`, rule: 'allowance', text, amount });
  }
  for (const [index, { reason, amount }] of charges.entries()) {
    const given = cart.charges?.[index];
    const taxed =
      given && hasOwnTax(given) ? 'taxed by itself' : 'taxed as the lines, by what they cost';
    const text = `${reason}: ${money(amount)}${how(given)}, ${taxed}`;
    explaining.push({ subject: `/charges/${index}`, rule: 'charge', text, amount });
  }
}
