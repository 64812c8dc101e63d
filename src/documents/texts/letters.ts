// The words of e-mails and of the order's page in one language, beside those of its documents in
// `texts.ts`. Another language is another file; the compiler names what it lacks.

import type { Language } from '../../core/invoice.js';
import type { OrderState } from '../../core/order-states.js';
import { lettersDe } from './letters-de.js';
import { lettersEn } from './letters-en.js';

export interface Letters {
  /** An e-mail with the document of this kind. */
  confirmation: EmailTexts;
  creditNote: EmailTexts;
  /** Sent to whoever has forgotten their password. */
  passwordReset: ResetTexts;
  greeting: string;
  columns: { item: string; quantity: string; amount: string };
  /** Where not all of them are listed. */
  moreItems: string;
  viewOrder: string;
  /** Beside the link: how long it works. */
  linkExpires: string;
  /** Beside an amount. */
  prepaid: string;
  deliveredTo: string;
  billedTo: string;
  questions: string;
  page: PageTexts;
}

export interface EmailTexts {
  subject: string;
  heading: string;
  opening: string;
  attached: string;
}

export interface ResetTexts {
  subject: string;
  heading: string;
  opening: string;
  choose: string;
  expires: string;
  ignore: string;
}

export interface PageTexts {
  title: string;
  placedOn: string;
  states: Readonly<Record<OrderState, string>>;
  /** What is said of a state to somebody who waits for goods. */
  outlooks: Readonly<Record<OrderState, string>>;
  documents: string;
  invoicePdf: string;
  invoiceXml: string;
  creditNotePdf: string;
  /** What has gone back, beside its amount. */
  refunded: string;
  timeline: string;
  /** How the order began. */
  placed: string;
  /** What a task that is done has done, by its topic. */
  done: Readonly<Record<string, string>>;
  expired: { title: string; text: string };
  notFound: { title: string; text: string };
  failed: { title: string; text: string };
}

const all: Readonly<Record<Language, Letters>> = { en: lettersEn, de: lettersDe };

export const lettersOf = (language: Language): Letters => all[language];
