// What is to be paid: the total, rounded to the smallest coin where the shop takes cash.

import type { Cart } from './cart.js';
import { cashStepOf } from './cash-steps.js';
import { cashRound } from './money.js';
import type { Settings } from './settings.js';

/** Only the payable amount is rounded: taxes and totals stay as they are. */
export function payableOf(
  due: number,
  cart: Pick<Cart, 'currency' | 'country' | 'date'>,
  { cashStepMicros, cashRounding }: Pick<Settings, 'cashStepMicros' | 'cashRounding'>,
): { payable: number; rounding: number } {
  const step =
    cashStepMicros === 'currency'
      ? cashStepOf(cart.currency, cart.country, cart.date)
      : cashStepMicros;
  if (step === null) return { payable: due, rounding: 0 };
  const payable = cashRound(due, step, cart.currency, cashRounding);
  return { payable, rounding: payable - due };
}
