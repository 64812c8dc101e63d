// The table of what was sold. It breaks between rows; each page repeats its head and says what the
// pages before it come to, so that every page can be added up by itself.

import type { Invoice } from '../../core/invoice.js';
import { printAmount } from '../../core/invoice.js';
import { fill, type Texts, taxNameOf } from '../texts/texts.js';
import { type Figures, figuresOf, type Row, type RowLine, rowOf } from './line-row.js';
import { colors, margins, styles } from './paper.js';
import type { Sheets } from './sheets.js';

const GAP = 14;
const INSET = 4;
const POSITION_WIDTH = 30;
const HEAD_HEIGHT = 18;
const CARRY_HEIGHT = 20;
const ROW_PADDING = 4;
/** A row that is higher than this breaks over pages itself. */
const ROW_HEIGHT_MAX = margins.bottom - margins.top - HEAD_HEIGHT - 2 * CARRY_HEIGHT;
/** As much of such a row stays together at its beginning. */
const ROW_START = 6 * styles.body.leading;
/** A digit of Noto Sans, as a part of the type size: all are of one width, separators narrower. */
const DIGIT_WIDTH = 0.572;

interface Columns {
  nameWidth: number;
  /** Right edges. */
  quantity: number;
  unitPrice: number;
  amount: number;
}

/** @param closingHeight of what must stand on one page with the last line */
export function drawLineTable(
  sheets: Sheets,
  invoice: Invoice,
  texts: Texts,
  closingHeight: number,
): void {
  if (invoice.lines.length === 0) return;
  const figures = invoice.lines.map((line) => figuresOf(line, invoice, texts));
  const columns = columnsOf(sheets, figures, invoice, texts);
  let carried = 0;
  const turnPage = (): void => {
    const amount = printAmount(carried, invoice.currency, invoice.language);
    drawCarry(sheets, texts.table.carriedForward, amount);
    sheets.startPage();
    drawHead(sheets, columns, texts);
    drawCarry(sheets, texts.table.broughtForward, amount);
  };
  drawBasis(sheets, invoice, texts);
  drawHead(sheets, columns, texts);
  for (const [index, line] of invoice.lines.entries()) {
    const row = rowOf(
      sheets,
      { invoice, width: columns.nameWidth },
      line,
      figures[index] as Figures,
      index,
    );
    const isLast = index === invoice.lines.length - 1;
    const height = Math.min(row.height + 2 * ROW_PADDING, ROW_HEIGHT_MAX);
    const isLong = height === ROW_HEIGHT_MAX;
    const needed = isLong ? ROW_START : height;
    if (!sheets.fits(needed + (isLast && !isLong ? closingHeight : CARRY_HEIGHT)) && index > 0)
      turnPage();
    // Its figures stand where it begins: the page on which it ends adds nothing to them.
    carried += line.subtotal;
    drawRow(sheets, columns, row, turnPage);
  }
}

/** The columns of figures are as wide as their longest; the name has what is left. */
function columnsOf(
  sheets: Sheets,
  figures: readonly Figures[],
  { totals, currency, language }: Invoice,
  { table }: Texts,
): Columns {
  const widthOf = (column: keyof Figures, longest = 0): number => {
    const digits = figures.reduce((most, row) => Math.max(most, row[column].length), longest);
    const head = sheets.widthOf(table[column], styles.columnHead);
    return Math.max(head, digits * DIGIT_WIDTH * styles.body.size) + GAP;
  };
  const amount = margins.right - INSET;
  const carried = printAmount(totals.subtotal, currency, language).length;
  const unitPrice = amount - widthOf('amount', carried);
  const quantity = unitPrice - widthOf('unitPrice');
  const nameWidth = quantity - widthOf('quantity') - margins.left - POSITION_WIDTH;
  return { nameWidth, quantity, unitPrice, amount };
}

function drawBasis(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const withTax = invoice.priceBasis === 'gross' ? texts.pricesWithTax : texts.pricesWithoutTax;
  const text = invoice.totals.tax === 0 ? texts.prices : withTax;
  const values = { currency: invoice.currency, tax: taxNameOf(invoice, texts) };
  sheets.write(fill(text, values), margins.left, sheets.y, styles.soft);
  sheets.y += styles.soft.leading + 8;
}

function drawHead(sheets: Sheets, columns: Columns, { table }: Texts): void {
  const { left, right } = margins;
  sheets.page.rectangle(left, sheets.y, right - left, HEAD_HEIGHT, colors.tint);
  const top = sheets.y + (HEAD_HEIGHT - styles.columnHead.leading) / 2;
  sheets.write(table.position, left + INSET, top, styles.columnHead);
  sheets.write(table.item, left + POSITION_WIDTH, top, styles.columnHead);
  sheets.writeRight(table.quantity, columns.quantity, top, styles.columnHead);
  sheets.writeRight(table.unitPrice, columns.unitPrice, top, styles.columnHead);
  sheets.writeRight(table.amount, columns.amount, top, styles.columnHead);
  sheets.y += HEAD_HEIGHT;
}

function drawCarry(sheets: Sheets, label: string, amount: string): void {
  const top = sheets.y + ROW_PADDING;
  sheets.write(label, margins.left + POSITION_WIDTH, top, styles.strong);
  sheets.writeRight(amount, margins.right - INSET, top, styles.strong);
  sheets.y += CARRY_HEIGHT;
  sheets.rule(sheets.y);
}

function drawRow(sheets: Sheets, columns: Columns, row: Row, turnPage: () => void): void {
  sheets.y += ROW_PADDING;
  const { y } = sheets;
  sheets.write(row.position, margins.left + INSET, y, styles.soft);
  // In the order in which it is read: the first line of the name, then its figures.
  const [first, ...others] = row.lines as [RowLine, ...RowLine[]];
  drawRowLine(sheets, columns, first);
  sheets.writeRight(row.figures.quantity, columns.quantity, y, styles.body);
  sheets.writeRight(row.figures.unitPrice, columns.unitPrice, y, styles.body);
  sheets.writeRight(row.figures.amount, columns.amount, y, styles.body);
  for (const line of others) {
    if (!sheets.fits(line.style.leading + CARRY_HEIGHT)) {
      turnPage();
      sheets.y += ROW_PADDING;
    }
    drawRowLine(sheets, columns, line);
  }
  sheets.y += ROW_PADDING;
  sheets.rule(sheets.y);
}

/** What changes the amount of the line stands below its price. */
function drawRowLine(sheets: Sheets, columns: Columns, { text, figure, style }: RowLine): void {
  sheets.write(text, margins.left + POSITION_WIDTH, sheets.y, style);
  if (figure !== undefined) sheets.writeRight(figure, columns.unitPrice, sheets.y, style);
  sheets.y += style.leading;
}
