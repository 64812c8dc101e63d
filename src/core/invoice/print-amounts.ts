// Amounts, prices and quantities as people read them on a document, by its language.

import { formatScaled } from '../decimal.js';
import { type Language, languageFile } from '../languages/language.js';
import { digitsOf } from '../money.js';

/** A proper minus sign: a hyphen is easily overlooked before a figure. */
const MINUS = '−';

/** Minor units → `1,234.50` or `1.234,50`, with the digits of the currency and without its code. */
export const printAmount = (amount: number, currency: string, language: Language): string =>
  printDecimal(formatScaled(amount, digitsOf(currency)), language);

/** `EUR 1,234.50` or `1.234,50 EUR`. */
export function printMoney(amount: number, currency: string, language: Language): string {
  const figure = printAmount(amount, currency, language);
  return languageFile(language).money.replace('{figure}', figure).replace('{currency}', currency);
}

/** A price finer than the minor unit keeps its decimals, and a round one shows the currency's. */
export function printPrice(
  unitPrice: number | string,
  currency: string,
  language: Language,
): string {
  if (typeof unitPrice === 'number') return printAmount(unitPrice, currency, language);
  const [whole = '0', decimals = ''] = unitPrice.split('.');
  const padded = decimals.padEnd(digitsOf(currency), '0');
  return printDecimal(padded === '' ? whole : `${whole}.${padded}`, language);
}

/** A plain decimal string such as `-1234.5` → `−1,234.5` or `−1.234,5`. */
export function printDecimal(text: string, language: Language): string {
  const { decimal, thousands } = languageFile(language);
  const isNegative = text.startsWith('-');
  const [whole = '0', decimals] = (isNegative ? text.slice(1) : text).split('.');
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(?:\d{3})+$)/g, thousands) : whole;
  const figure = decimals === undefined ? grouped : grouped + decimal + decimals;
  return isNegative ? MINUS + figure : figure;
}
