// Order, invoice and credit note numbers: gapless running numbers per series. An order and its invoice
// share one; credit notes have series of their own.

const NUMBER_DIGITS = 6;

const padded = (running: number): string => String(running).padStart(NUMBER_DIGITS, '0');

export const orderNumber = (series: string, running: number): string =>
  `${series}-${padded(running)}`;

export const invoiceNumber = (series: string, running: number): string =>
  `INV-${series}-${padded(running)}`;

/** What tells the series of credit notes from that of orders. */
export const CREDIT_NOTE_PREFIX = 'CN-';

export const creditNoteSeries = (series: string): string => CREDIT_NOTE_PREFIX + series;

/** `series` is the credit notes' own: `CN-2026`. */
export const creditNoteNumber = (series: string, running: number): string =>
  `${series}-${padded(running)}`;
