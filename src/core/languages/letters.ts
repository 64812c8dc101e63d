// The words of e-mails and of the order's page in one language.

import type { OrderState } from '../order-states.js';

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
  /** Before the order has its number. */
  unnumbered: string;
  placedOn: string;
  states: Readonly<Record<OrderState, string>>;
  /** What is said of a state to somebody who waits for goods. */
  outlooks: Readonly<Record<OrderState, string>>;
  /** Where the customer has to do something before the payment goes on. */
  payment: { title: string; text: string; go: string };
  documents: string;
  invoicePdf: string;
  invoiceXml: string;
  creditNotePdf: string;
  /** What has gone back, beside its amount. */
  refunded: string;
  /** The same while the money is not back yet. */
  refunding: string;
  timeline: string;
  /** How the order began. */
  placed: string;
  /** What a task that is done has done, by its topic. */
  done: Readonly<Record<string, string>>;
  expired: { title: string; text: string };
  notFound: { title: string; text: string };
  failed: { title: string; text: string };
  bank: BankTexts;
}

/** What the simulated bank asks, in place of 3-D Secure. */
export interface BankTexts {
  name: string;
  question: string;
  text: string;
  approve: string;
  decline: string;
  closed: { title: string; text: string };
}
