// Who issued what. A shop moves, is renamed, gets other exchange rates: what was issued before says what
// it said then, also where it is written anew, as e-invoices are. So the seller is dated data.

import type { Seller } from '../invoice.js';

/** The seller from this time on, in milliseconds since the epoch. */
export interface DatedSeller {
  since: number;
  seller: Seller;
}

/** The seller of everything before this time that no earlier one has. */
export interface FormerSeller {
  until: number;
  seller: Seller;
}

/** Whether `present` is another one than the last that is known. */
export const isNewSeller = (known: readonly DatedSeller[], present: Seller): boolean =>
  !isSame(known.at(-1)?.seller, present);

/** Of those that are known, by their times, the ones whose time is over now that there is `present`. */
export function formerSellers(
  known: readonly DatedSeller[],
  present: Seller | null,
  now: number,
): FormerSeller[] {
  return known.flatMap(({ seller }, index) => {
    const next = known[index + 1];
    if (next) return [{ until: next.since, seller }];
    return isSame(seller, present) ? [] : [{ until: now, seller }];
  });
}

export function sellerAt(
  at: number,
  present: Seller | null,
  former: readonly FormerSeller[],
): Seller | null {
  return former.find(({ until }) => at < until)?.seller ?? present;
}

const isSame = (one: Seller | undefined, other: Seller | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
