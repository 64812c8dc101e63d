// The tax of each rate, and what it comes to in the currency that it is declared in.

import { type Invoice, printAmount, printDecimal, printMoney } from '../../core/invoice.js';
import type { TaxAmount } from '../../core/tax/tax-amount.js';
import { capitalised, fill, nameIn, printRate, type Texts, taxNameOf } from '../texts/texts.js';
import { margins, millimetres, type Style, styles } from './paper.js';
import type { Sheets } from './sheets.js';

const ROW_HEIGHT = 13.5;
const ROWS_TOGETHER_MAX = 8;
const FIGURES_RIGHT = margins.right - 4;
/** Right edges of rate, net, tax and gross. */
const COLUMNS = [0, 1, 2, 3].map((column) => FIGURES_RIGHT - (3 - column) * millimetres(31));
const NAME_LEFT = margins.left + 4;
const NAME_WIDTH = (COLUMNS[0] as number) - NAME_LEFT - millimetres(14);

export function drawTaxTable(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const { taxes } = invoice;
  if (taxes.length === 0) return;
  sheets.y += 14;
  sheets.need(ROW_HEIGHT * (Math.min(taxes.length, ROWS_TOGETHER_MAX) + 2) + 4);
  const hasGross = addsUp(invoice);
  const shown = (cells: readonly string[]): readonly string[] =>
    hasGross ? cells : cells.slice(0, 4);
  const { tax, rate, net, amount, gross } = texts.taxTable;
  drawTaxRow(sheets, shown([tax, rate, net, amount, gross]), styles.columnHead);
  for (const row of taxes) drawTaxRow(sheets, shown(cellsOf(row, invoice, texts)), styles.body);
  if (taxes.length > 1 && hasGross) drawTaxRow(sheets, sumsOf(invoice, texts), styles.strong);
  drawAccounting(sheets, invoice, texts);
}

/**
 * Several taxes on one price share their base, and compound ones have each other in it: then bases
 * come to more than the net amount, and a column of gross amounts would say nothing.
 */
function addsUp({ taxes, totals }: Invoice): boolean {
  const hasWithheld = taxes.some(({ isWithheld }) => isWithheld);
  return !hasWithheld && taxes.reduce((sum, { base }) => sum + base, 0) === totals.net;
}

function cellsOf(
  { code, jurisdiction, rate, base, amount, isWithheld }: TaxAmount,
  { currency, language }: Invoice,
  texts: Texts,
): string[] {
  const charged = isWithheld ? -amount : amount;
  return [
    `${capitalised(nameIn(texts.taxNames, code))} (${jurisdiction})`,
    printRate(rate, texts),
    ...[base, charged, base + charged].map((minor) => printAmount(minor, currency, language)),
  ];
}

function sumsOf({ totals, currency, language }: Invoice, texts: Texts): string[] {
  const sums = [totals.net, totals.tax, totals.total];
  return [texts.total, '', ...sums.map((minor) => printAmount(minor, currency, language))];
}

function drawTaxRow(sheets: Sheets, cells: readonly string[], style: Style): void {
  sheets.need(ROW_HEIGHT);
  const [tax = '', ...figures] = cells;
  const [name = ''] = sheets.wrap(tax, style, NAME_WIDTH, 1);
  sheets.write(name, NAME_LEFT, sheets.y, style);
  // Three columns of figures stand at the right edge as four do.
  const first = COLUMNS.length - figures.length;
  for (const [column, figure] of figures.entries())
    if (figure !== '')
      sheets.writeRight(figure, COLUMNS[first + column] as number, sheets.y, style);
  sheets.rule(sheets.y + ROW_HEIGHT - 1.5);
  sheets.y += ROW_HEIGHT + 1;
}

/** Directive 2006/112/EC, article 230. */
function drawAccounting(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const { accounting, language } = invoice;
  if (!accounting) return;
  const { currency, rate, tax } = accounting;
  const label = fill(texts.accounting, {
    ...{ tax: taxNameOf(invoice, texts), currency, from: invoice.currency },
    rate: printDecimal(rate, language),
  });
  sheets.need(ROW_HEIGHT);
  sheets.write(capitalised(label), NAME_LEFT, sheets.y, styles.strong);
  sheets.writeRight(printMoney(tax, currency, language), FIGURES_RIGHT, sheets.y, styles.strong);
  sheets.y += ROW_HEIGHT;
}
