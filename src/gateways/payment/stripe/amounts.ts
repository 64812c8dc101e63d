// Stripe's own minor units, where they are not those of ISO 4217: what it calls zero-decimal,
// three-decimal and special. https://docs.stripe.com/currencies (zero-decimal, special cases)

import { currencyDigits } from '../../../core/currencies.js';

interface StripeUnit {
  /** Decimals of the amounts that Stripe takes. */
  digits: number;
  /** Amounts must be a multiple of this, in Stripe's unit. */
  step: number;
}

const units: Readonly<Record<string, StripeUnit>> = {
  // Without decimals at Stripe, with two in ISO 4217.
  MGA: { digits: 0, step: 1 },
  // Without decimals in ISO 4217; Stripe keeps two, of which both must be zero.
  ISK: { digits: 2, step: 100 },
  UGX: { digits: 2, step: 100 },
  // Three decimals, of which the card networks want the last to be zero.
  BHD: { digits: 3, step: 10 },
  JOD: { digits: 3, step: 10 },
  KWD: { digits: 3, step: 10 },
  OMR: { digits: 3, step: 10 },
  TND: { digits: 3, step: 10 },
  // HUF and TWD are without decimals for Stripe's payouts alone: charges have two, as in ISO 4217.
};

/**
 * Minor units of ISO 4217 → Stripe's; `null` where Stripe cannot charge exactly that much. It is not
 * rounded: what is charged is what the invoice says. A shop that sells in such a currency rounds the
 * payable amount (cash rounding), and then every amount fits.
 */
export function stripeAmount(amount: number, currency: string): number | null {
  const iso = currencyDigits.get(currency) ?? 2;
  const { digits, step } = units[currency] ?? { digits: iso, step: 1 };
  const scaled = digits >= iso ? amount * 10 ** (digits - iso) : amount / 10 ** (iso - digits);
  return Number.isSafeInteger(scaled) && scaled % step === 0 ? scaled : null;
}
