// What is to be paid: the total, rounded to the smallest coin where the shop takes cash.

import type { Cart } from './cart.js';
import { microsPerMinor } from './money.js';
import { mulDiv } from './rounding.js';
import type { Settings } from './settings.js';

/** Only the payable amount is rounded: taxes and totals stay as they are. */
export function payableOf(
  due: number,
  cart: Pick<Cart, 'currency' | 'country' | 'date'>,
  { cashStepMicros, cashRounding }: Pick<Settings, 'cashStepMicros' | 'cashRounding'>,
): { payable: number; rounding: number } {
  if (cashStepMicros === null || cashStepMicros === 'currency')
    return { payable: due, rounding: 0 };
  const step = cashStepMicros / microsPerMinor(cart.currency);
  const payable = mulDiv(due, 1, step, cashRounding) * step;
  return { payable, rounding: payable - due };
}
