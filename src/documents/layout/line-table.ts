// The table of what was sold. It breaks between rows; each page repeats its head and says what the
// pages before it come to, so that every page can be added up by itself.

import {
  type Invoice,
  type InvoiceLine,
  printAmount,
  printDecimal,
  printPrice,
} from '../../core/invoice.js';
import { fill, type Texts, taxNameOf } from '../texts/texts.js';
import { colors, margins, styles } from './paper.js';
import type { Sheets } from './sheets.js';

const GAP = 14;
const INSET = 4;
const POSITION_WIDTH = 30;
const HEAD_HEIGHT = 18;
const CARRY_HEIGHT = 20;
const ROW_PADDING = 4;
const NAME_LINES_MAX = 16;
const SKU_LINES_MAX = 3;
/** A digit of Noto Sans, as a part of the type size: all are of one width, separators narrower. */
const DIGIT_WIDTH = 0.572;

interface Figures {
  quantity: string;
  unitPrice: string;
  amount: string;
}

interface Columns {
  nameWidth: number;
  /** Right edges. */
  quantity: number;
  unitPrice: number;
  amount: number;
}

interface Row {
  figures: Figures;
  position: string;
  name: string[];
  sku: string[];
  height: number;
}

/** @param closingHeight of what must stand on one page with the last line */
export function drawLineTable(
  sheets: Sheets,
  invoice: Invoice,
  texts: Texts,
  closingHeight: number,
): void {
  const figures = invoice.lines.map((line) => figuresOf(line, invoice));
  const columns = columnsOf(sheets, figures, invoice, texts);
  drawBasis(sheets, invoice, texts);
  drawHead(sheets, columns, texts);
  let carried = 0;
  for (const [index, line] of invoice.lines.entries()) {
    const row = rowOf(sheets, columns, line, figures[index] as Figures, index);
    const isLast = index === invoice.lines.length - 1;
    if (!sheets.fits(row.height + (isLast ? closingHeight : CARRY_HEIGHT)) && index > 0) {
      const amount = printAmount(carried, invoice.currency, invoice.language);
      drawCarry(sheets, texts.table.carriedForward, amount);
      sheets.startPage();
      drawHead(sheets, columns, texts);
      drawCarry(sheets, texts.table.broughtForward, amount);
    }
    drawRow(sheets, columns, row);
    carried += line.subtotal;
  }
}

const figuresOf = (line: InvoiceLine, { currency, language }: Invoice): Figures => ({
  quantity: printDecimal(String(line.quantity), language),
  unitPrice: printPrice(line.unitPrice, currency, language),
  amount: printAmount(line.subtotal, currency, language),
});

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
  const text = invoice.priceBasis === 'gross' ? texts.pricesWithTax : texts.pricesWithoutTax;
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

function rowOf(
  sheets: Sheets,
  { nameWidth }: Columns,
  line: InvoiceLine,
  figures: Figures,
  index: number,
): Row {
  const name = sheets.wrap(line.name, styles.body, nameWidth, NAME_LINES_MAX);
  const sku = sheets.wrap(line.sku, styles.small, nameWidth, SKU_LINES_MAX);
  const text = name.length * styles.body.leading + sku.length * styles.small.leading;
  return { figures, position: String(index + 1), name, sku, height: text + 2 * ROW_PADDING };
}

function drawRow(sheets: Sheets, columns: Columns, row: Row): void {
  const top = sheets.y + ROW_PADDING;
  const nameLeft = margins.left + POSITION_WIDTH;
  sheets.write(row.position, margins.left + INSET, top, styles.soft);
  sheets.writeLines(row.name, nameLeft, top, styles.body);
  sheets.writeRight(row.figures.quantity, columns.quantity, top, styles.body);
  sheets.writeRight(row.figures.unitPrice, columns.unitPrice, top, styles.body);
  sheets.writeRight(row.figures.amount, columns.amount, top, styles.body);
  const skuTop = top + row.name.length * styles.body.leading;
  sheets.writeLines(row.sku, nameLeft, skuTop, styles.small);
  sheets.y += row.height;
  sheets.rule(sheets.y);
}
