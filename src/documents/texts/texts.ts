// What documents do with the words of a language.

import type { Invoice } from '../../core/invoice.js';
import { printDecimal } from '../../core/invoice.js';
import { type Language, languageFile } from '../../core/languages/language.js';
import type { Letters } from '../../core/languages/letters.js';
import type { Texts } from '../../core/languages/texts.js';

export type { EmailTexts, Letters } from '../../core/languages/letters.js';
export type { PaymentTexts, Texts } from '../../core/languages/texts.js';

export const textsOf = (language: Language): Texts => languageFile(language).documents;

export const lettersOf = (language: Language): Letters => languageFile(language).letters;

/** Each value is put in as it is, also where it looks like a place itself. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

/** Names come from outside: `constructor` is no entry of a table. */
export const nameIn = (names: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(names, key) ? (names[key] as string) : key;

/** `2026-06-15` → `15 June 2026` or `15.06.2026`. */
export function printDate(date: string, texts: Texts): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return fill(texts.date, {
    year,
    month,
    day,
    dayOfMonth: String(Number(day)),
    monthName: texts.months[Number(month) - 1] ?? month,
  });
}

export const titleOf = ({ kind, number }: Invoice, texts: Texts): string =>
  `${texts.titles[kind]} ${number}`;

export const printRate = (rate: string, texts: Texts): string =>
  fill(texts.percent, { rate: printDecimal(rate, texts.language) });

/** Names of taxes are written as within a sentence; some begin a row. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the invoice's only tax is called, so that `VAT` stands where VAT is meant. */
export function taxNameOf({ taxes }: Pick<Invoice, 'taxes'>, texts: Texts): string {
  const [name, ...others] = new Set(taxes.map(({ code }) => code));
  if (name === undefined || others.length > 0 || Object.hasOwn(texts.exemptions, name))
    return texts.anyTax;
  return nameIn(texts.taxNames, name);
}
