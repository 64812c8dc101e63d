// Discounts and charges on the whole document. One with a tax of its own stands beside the lines
// (EN 16931, BG-20 and BG-21); a discount without one is spread over them, and a charge without one
// shares their taxes.

import { spread } from './allocate.js';
import type { Cart, DocumentAdjustment, TaxComponent } from './cart.js';
import { formatPercent } from './decimal.js';
import { shareText } from './explain-spread.js';
import type { Explaining } from './explanation.js';
import { formatMoney } from './money.js';
import type { PricedLine } from './pricing/priced-line.js';
import type { AppliedDiscount } from './promotions/applied-discount.js';
import { mulDiv } from './rounding.js';
import type { RoundingMode, Settings } from './settings.js';

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

interface Given {
  cart: Cart;
  lines: readonly PricedLine[];
  discounts: AppliedDiscount[];
  settings: Settings;
  explaining: Explaining;
}

/** Percentages are of what promotions have left of the lines. Spread discounts join `discounts`. */
export function documentAmounts(given: Given): DocumentAmounts {
  const { cart, lines, settings, explaining } = given;
  if (!cart.discounts && !cart.charges) return NONE;
  const base = lines.reduce((sum, { remaining }) => sum + remaining, 0);
  const amountOf = ({ ppm, amountMinor = 0 }: DocumentAdjustment, mode: RoundingMode): number =>
    ppm === undefined ? amountMinor : mulDiv(base, ppm, 1_000_000, mode);
  const allowances: DocumentAmount[] = [];
  for (const discount of cart.discounts ?? []) {
    const amount = amountOf(discount, settings.discountRounding);
    if (hasOwnTax(discount)) allowances.push(standing(discount, amount));
    else spreadDiscount(discount, amount, base, given);
  }
  const charges = (cart.charges ?? []).map((charge) =>
    standing(charge, amountOf(charge, settings.rounding)),
  );
  if (explaining) {
    const own = (cart.discounts ?? []).filter(hasOwnTax);
    explainStanding('allowance', own, allowances, base, given, explaining);
    explainStanding('charge', cart.charges ?? [], charges, base, given, explaining);
  }
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

/**
 * Taken off the lines that cost something, never below their floors. A part of goods that come back
 * is below zero: it lowers what is given for them.
 */
function spreadDiscount(
  discount: DocumentAdjustment,
  wanted: number,
  base: number,
  { cart, lines, discounts, settings, explaining }: Given,
): void {
  const sign = wanted < 0 ? -1 : 1;
  const weights = lines.map(({ remaining }) => Math.max(0, sign * remaining));
  const caps =
    sign === 1 ? lines.map(({ remaining, floor }) => Math.max(0, remaining - floor)) : weights;
  const most = caps.reduce((sum, cap) => sum + cap, 0);
  const size = Math.min(sign * wanted, most);
  if (size === 0) return;
  const { discountSpread: method } = settings;
  const shares = spread(size, weights, caps, method);
  for (const [index, line] of lines.entries()) line.remaining -= sign * (shares[index] as number);
  const amount = sign * size;
  discounts.push({ name: discount.reason, amount });
  if (!explaining) return;
  const { currency } = cart;
  const text = `${discountText(discount, wanted, amount, base, currency)}, spread over the lines by what they cost`;
  const subject = `/discounts/${discounts.length - 1}`;
  explaining.push({ subject, rule: 'document-discount', text, amount });
  for (const [index, share] of shares.entries()) {
    if (share === 0) continue;
    const how = shareText({ amount: size, weights, caps, shares, method, currency }, index);
    explaining.push({
      subject: `/lines/${index}`,
      rule: 'document-discount',
      text: `${discount.reason}: ${sign === -1 ? 'given back less, ' : ''}${how}`,
      amount: sign * share,
    });
  }
}

function discountText(
  { reason, ppm }: DocumentAdjustment,
  wanted: number,
  amount: number,
  base: number,
  currency: string,
): string {
  const money = (minor: number) => formatMoney({ amount: minor, currency });
  const limit = amount === wanted ? '' : `, of which the lines can bear ${money(amount)}`;
  return `${reason}: ${percentText(ppm, base, money)}${money(wanted)}${limit}`;
}

const percentText = (ppm: number | undefined, base: number, money: (minor: number) => string) =>
  ppm === undefined ? '' : `${formatPercent(ppm)} % of the lines’ ${money(base)} = `;

function explainStanding(
  rule: 'allowance' | 'charge',
  given: readonly DocumentAdjustment[],
  amounts: readonly DocumentAmount[],
  base: number,
  { cart }: Given,
  explaining: NonNullable<Explaining>,
): void {
  const money = (amount: number) => formatMoney({ amount, currency: cart.currency });
  for (const [index, { reason, amount }] of amounts.entries()) {
    const asked = given[index] as DocumentAdjustment;
    const taxed = hasOwnTax(asked) ? 'taxed by itself' : 'taxed as the lines, by what they cost';
    const text = `${reason}: ${percentText(asked.ppm, base, money)}${money(amount)}, ${taxed}`;
    explaining.push({ subject: `/${rule}s/${index}`, rule, text, amount });
  }
}
