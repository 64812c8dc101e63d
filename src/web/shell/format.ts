// Figures in the visitor's language and region. Amounts come as integers of minor units and leave as
// text: in between nothing is computed with them.

import { language } from './texts.js';

/** Some browsers name what is no language tag, such as `en-US@posix`. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

const browserLocales: readonly string[] = navigator.languages.filter(isTag);

/** The browser's own region where it speaks the page's language: `en-AU`, not just `en`. */
const locale: string =
  browserLocales.find((tag) => tag.toLowerCase().split('-')[0] === language) ??
  (language === 'en' ? 'en-GB' : language);

const cache = new Map<string, Intl.NumberFormat>();

function currencyFormat(currency: string, fraction?: number): Intl.NumberFormat {
  const key = `${currency}${fraction ?? ''}`;
  const known = cache.get(key);
  if (known) return known;
  const digits = fraction === undefined ? {} : { maximumFractionDigits: fraction };
  const made = new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits });
  cache.set(key, made);
  return made;
}

export const digitsOf = (currency: string): number =>
  currencyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** `2812, 'EUR'` → `€28.12`. */
export const money = (minor: number, currency: string): string =>
  signed(currencyFormat(currency).format(minor / 10 ** digitsOf(currency)));

/** With a minus that is as wide as a plus. */
const signed = (text: string): string => text.replace('-', '−');

/** A price in major units, which may be finer than the currency: `'0.0125', 'EUR'` → `€0.0125`. */
export function majorMoney(major: string, currency: string): string {
  const fraction = major.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  return currencyFormat(currency, Math.max(fraction, digitsOf(currency))).format(Number(major));
}

/** A unit price as the API writes it: minor units, or major ones as text where it is finer than those. */
export const unitMoney = (price: number | string, currency: string): string =>
  typeof price === 'number' ? money(price, currency) : majorMoney(price, currency);

export const number = (value: number): string => new Intl.NumberFormat(locale).format(value);

export const percent = (value: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(
    Number(value) / 100,
  );

const regionNames = new Intl.DisplayNames([locale], { type: 'region' });
const currencyNames = new Intl.DisplayNames([locale], { type: 'currency' });
export const countryName = (code: string): string => regionNames.of(code) ?? code;
export const currencyName = (code: string): string => currencyNames.of(code) ?? code;
export const languageName = (code: string): string =>
  new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;

export const dateTime = (at: string | number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
export const date = (at: string | number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(at));

/** In the language's own order of letters. */
export const collator = new Intl.Collator(locale);

/** Where the browser says it is: `de-AT` → `AT`; `null` where it does not say. */
export const browserCountry: string | null =
  browserLocales.map((tag) => new Intl.Locale(tag).region).find(Boolean) ?? null;
