// One line of the invoice as it is printed: its figures, and the lines of text that its name, its
// number and its own allowances and charges come to.

import {
  type Invoice,
  type InvoiceLine,
  printAmount,
  printDecimal,
  printPrice,
} from '../../core/invoice.js';
import { fill, type Texts } from '../texts/texts.js';
import { type Style, styles } from './paper.js';
import type { Sheets } from './sheets.js';

/** Ten thousand letters are printed to the last one; who sends more is told by an ellipsis. */
const NAME_LINES_MAX = 400;
const SKU_LINES_MAX = 3;
const REASON_LINES_MAX = 3;

export interface Figures {
  quantity: string;
  unitPrice: string;
  amount: string;
}

export interface RowLine {
  text: string;
  style: Style;
  /** Of an allowance or a charge, beside its first line. */
  figure: string | undefined;
}

export interface Row {
  figures: Figures;
  position: string;
  /** At least one. */
  lines: RowLine[];
  height: number;
}

export function figuresOf(line: InvoiceLine, invoice: Invoice, texts: Texts): Figures {
  const { currency, language } = invoice;
  const price = printPrice(line.unitPrice, currency, language);
  const quantity = printDecimal(String(line.priceQuantity), language);
  return {
    quantity: printDecimal(String(line.quantity), language),
    unitPrice: quantity === '1' ? price : fill(texts.table.pricePer, { price, quantity }),
    amount: printAmount(line.subtotal, currency, language),
  };
}

export function rowOf(
  sheets: Sheets,
  { invoice: { currency, language }, width }: { invoice: Invoice; width: number },
  line: InvoiceLine,
  figures: Figures,
  index: number,
): Row {
  const lines: RowLine[] = [
    ...linesOf(sheets.wrap(line.name, styles.body, width, NAME_LINES_MAX), styles.body),
    ...linesOf(sheets.wrap(line.sku, styles.small, width, SKU_LINES_MAX), styles.small),
  ];
  for (const { reason, amount } of adjustmentsOf(line)) {
    const figure = printAmount(amount, currency, language);
    const wrapped = sheets.wrap(reason, styles.small, width, REASON_LINES_MAX);
    for (const [place, text] of wrapped.entries())
      lines.push({ text, style: styles.small, figure: place === 0 ? figure : undefined });
  }
  const height = lines.reduce((sum, { style }) => sum + style.leading, 0);
  return { figures, position: String(index + 1), lines, height };
}

const linesOf = (texts: readonly string[], style: Style): RowLine[] =>
  texts.map((text) => ({ text, style, figure: undefined }));

/** Below zero where it is taken off. */
const adjustmentsOf = ({ allowances, charges }: InvoiceLine) => [
  ...allowances.map(({ reason, amount }) => ({ reason, amount: -amount })),
  ...charges,
];
