// The tax of an invoice in the currency that its seller declares it in (Directive 2006/112/EC,
// article 230; EN 16931, BT-6 and BT-111).

import { parseMicros } from '../decimal.js';
import { euCurrency } from '../eu-members.js';
import type { InvoiceAccounting, Seller } from '../invoice.js';
import { microsPerMinor } from '../money.js';
import { divideBig } from '../rounding.js';

/** Dated data: the row of the latest day up to the invoice's holds. */
export interface ExchangeRate {
  /** What is exchanged … */
  currency: string;
  /** … from this day on, `YYYY-MM-DD` … */
  since: string;
  /** … for so much of the accounting currency a major unit; a decimal string. */
  rate: string;
}

/** The seller's table lacks a rate: the invoice would lack what the law asks. */
export class ExchangeRateError extends Error {}

/**
 * `null` where the invoice is in the accounting currency, or the seller names none.
 * @throws ExchangeRateError
 */
export function accountingOf(
  { accounting }: Seller,
  currency: string,
  tax: number,
  date: string,
): InvoiceAccounting | null {
  if (!accounting || accounting.currency === currency) return null;
  const rate = rateOn(accounting.rates, currency, date);
  if (rate === null)
    throw new ExchangeRateError(
      `the seller has no exchange rate from ${currency} to ${accounting.currency} on ${date}`,
    );
  return {
    currency: accounting.currency,
    rate,
    tax: exchange(tax, currency, accounting.currency, rate),
  };
}

/**
 * What invoices in the shop's currencies will lack: their VAT in the currency of the seller's country,
 * which the law of the EU wants, or a rate, without which none is issued. `null` where nothing is lacking.
 */
export function accountingGap(
  { accounting, country }: Pick<Seller, 'accounting' | 'country'>,
  currencies: readonly string[],
  date: string,
): string | null {
  const own = accounting?.currency ?? euCurrency(country);
  if (own === null) return null;
  const lacking = currencies.filter(
    (currency) => currency !== own && !(accounting && rateOn(accounting.rates, currency, date)),
  );
  if (lacking.length === 0) return null;
  const names = lacking.join(', ');
  return accounting
    ? `the seller has no exchange rates to ${own} (SELLER_FILE, accounting): no invoice in ${names} can be issued`
    : `the seller has no accounting currency (SELLER_FILE, accounting): invoices in ${names} lack their VAT in ${own}`;
}

function rateOn(rates: readonly ExchangeRate[], currency: string, date: string): string | null {
  let found: ExchangeRate | null = null;
  for (const row of rates) {
    if (row.currency !== currency || row.since > date) continue;
    if (found === null || row.since > found.since) found = row;
  }
  return found === null ? null : found.rate;
}

/** @throws RangeError where the amount is out of range, Error where the rate is no decimal. */
export function exchange(amount: number, from: string, to: string, rate: string): number {
  const micros = parseMicros(rate);
  if (!micros.ok) throw new Error(`exchange rate: ${micros.refusal}`);
  const numerator = BigInt(amount) * BigInt(micros.value) * BigInt(microsPerMinor(from));
  return divideBig(numerator, BigInt(microsPerMinor(to)) * 1_000_000n, 'half-away');
}
