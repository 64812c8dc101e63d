// The tax of a refund, rate by rate. The shares of its parts are rounded apart, and many of them may
// sum to some units more or less than the rate makes of their sum: of yen that is too much for a
// document of its own (EN 16931, BR-CO-17). So each rate gets its share of the order's tax as a whole,
// and the parts give and take units until they sum to that.

import { parsePercent } from './decimal.js';
import { digitsOf } from './money.js';
import type { OrderDocument } from './order.js';
import { addedUp } from './refund-progress.js';
import { type RateShare, rateShare, taxOfRate } from './refund-rate-share.js';
import {
  isDivided,
  netOf,
  type OrderParts,
  type Part,
  type TaxPart,
  withoutTaxes,
} from './refund-shares.js';
import { mulDiv } from './rounding.js';

/**
 * Where a unit is worth it: in currencies without decimals, of orders whose tax was rounded once for each
 * rate. In all others the shares of the parts stand as they are, which are near enough to their rates.
 */
export const taxesByRate = ({ settings }: OrderDocument, currency: string): boolean =>
  digitsOf(currency) === 0 && (settings?.taxRounding ?? 'rate') === 'rate';

/** `given`: what of the tax table went back before. What goes back now keeps its amounts. */
export function taxedByRate(
  order: OrderParts,
  given: readonly TaxPart[],
  parts: readonly Part[],
): Part[] {
  const evened = parts.map((part) => ({ ...part, taxes: part.taxes.map((tax) => ({ ...tax })) }));
  const full = order.rows.map(({ base, amount }, row) => ({ row, base, amount }));
  const left = withoutTaxes(full, [{ amount: 0, taxes: given }]);
  const shares = rateShares(order);
  for (const now of addedUp(parts)) {
    const rest = left.find(({ row }) => row === now.row) as TaxPart;
    const share = shares[now.row];
    if (!share) continue;
    const due = taxOfRate(share, pieceOf(now, order), {
      piece: pieceOf(rest, order),
      tax: rest.amount,
    });
    const bearing = evened.flatMap(({ taxes }) => {
      const own = taxes.find(({ row }) => row === now.row);
      return own ? [{ own, taxes }] : [];
    });
    // Earlier refunds may have moved units between lines: what is left of one is no guide then.
    if (given.length > 0) for (const each of bearing) taxAnew(each, order, share);
    move(bearing, due, order, share);
  }
  return evened;
}

/** What the tax is charged on, with the tax where prices contain it: no share of it changes that. */
const pieceOf = ({ base, amount }: TaxPart, { basis }: OrderParts): number =>
  basis === 'gross' ? base + amount : base;

/** Of each row that is a rate of its own: `null` of what is withheld, is nothing, or shares a base. */
function rateShares(order: OrderParts): (RateShare | null)[] {
  const shared = sharedRows(order);
  return order.rows.map(({ rate, isWithheld }, row) => {
    const ppm = parsePercent(rate);
    const isOwn = ppm.ok && ppm.value > 0 && !isWithheld && !shared.has(row);
    return isOwn ? rateShare(order.basis, ppm.value) : null;
  });
}

/** Where something owes two taxes at once, none of them can be told from its base alone. */
function sharedRows(order: OrderParts): Set<number> {
  const rows = new Set<number>();
  for (const part of [...order.lines, order.shipping, ...order.adjustments]) {
    const owed = part.taxes.filter(({ row }) => !order.rows[row]?.isWithheld);
    if (owed.length < 2 || isDivided(part, netOf(part, order))) continue;
    for (const { row } of owed) rows.add(row);
  }
  return rows;
}

/** A part's tax of one rate, among all of its taxes. */
interface Bearing {
  own: TaxPart;
  taxes: readonly TaxPart[];
}

function taxAnew(part: Bearing, order: OrderParts, { times, over }: RateShare): void {
  const { own } = part;
  give(part, mulDiv(pieceOf(own, order), times, over) - own.amount, order);
}

/** Unit by unit, each to or from the part whose tax is furthest from what its rate makes of it. */
function move(
  parts: readonly Bearing[],
  due: number,
  order: OrderParts,
  { times, over }: RateShare,
): void {
  const units = due - parts.reduce((sum, { own }) => sum + own.amount, 0);
  const sign = Math.sign(units);
  // Compared alone, never paid. No tax is below nothing or above what it is on while others can give.
  const lack = ({ own }: Bearing): number => {
    const piece = pieceOf(own, order);
    const after = own.amount + sign;
    const isWithin = after >= Math.min(0, piece) && after <= Math.max(0, piece);
    return isWithin ? sign * (piece * times - own.amount * over) : Number.NEGATIVE_INFINITY;
  };
  for (let left = Math.abs(units); left > 0; left -= 1) {
    let [most, lacking] = [parts[0] as Bearing, Number.NEGATIVE_INFINITY];
    for (const part of parts) {
      const lacks = lack(part);
      if (lacks > lacking) [most, lacking] = [part, lacks];
    }
    give(most, sign, order);
  }
}

/** Of prices that contain the tax, what is more of it is less of what every tax is charged on. */
function give({ own, taxes }: Bearing, units: number, { basis, rows }: OrderParts): void {
  own.amount += units;
  if (basis === 'net') return;
  for (const tax of taxes) if (tax === own || rows[tax.row]?.isWithheld) tax.base -= units;
}
