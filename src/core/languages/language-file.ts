// Everything that is said in one language. Another language is another such file and its name in
// `all.ts`; the compiler names what it lacks.

import type { Letters } from './letters.js';
import type { Texts } from './texts.js';

export interface LanguageFile {
  /** BCP 47, such as `de`. */
  code: string;
  /** Whose customers are written to in it. */
  countries: readonly string[];
  /** Between the digits of a figure. */
  decimal: string;
  thousands: string;
  /** `{figure}` and `{currency}` are filled in. */
  money: string;
  eInvoice: EInvoiceTexts;
  documents: Texts;
  letters: Letters;
}

/** What an e-invoice says in words of its own. */
export interface EInvoiceTexts {
  discount: string;
  shipping: string;
  due: string;
  /** `{amount}` is filled in. */
  withheld: string;
  /** Why no VAT is charged, where no rule says it. */
  notSubject: string;
}
