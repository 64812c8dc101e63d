// The first page above the table: who sells, who buys, and the facts that article 226 asks for. Then
// what stands on every page: the seller's particulars, the page's number, and marks for folding.

import type { Invoice, Seller } from '../../core/invoice.js';
import type { PageCanvas } from '../pdf/page-canvas.js';
import { fill, printDate, type Texts, titleOf } from '../texts/texts.js';
import { drawLogo } from './logo.js';
import {
  addressWindow,
  colors,
  factsBlock,
  foldMarks,
  footerTop,
  margins,
  millimetres,
  punchMark,
  styles,
  subjectTop,
  textWidth,
} from './paper.js';
import { addressLines, countryName, townLine } from './postal-address.js';
import type { Sheets } from './sheets.js';

const ADDRESS_LINES_MAX = 9;
const SENDER_SIZE_MIN = 5;
const FACT_LABEL_WIDTH = millimetres(33);
const FACT_LINES_MAX = 10;
const REASON_LINES_MAX = 12;
const FACT_SIZE_MIN = 7.5;
const COLUMN_GAP = 12;

export function drawLetterHead(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  drawLogo(sheets, invoice.seller);
  drawSender(sheets, invoice.seller);
  drawAddress(sheets, invoice);
  const factsEnd = drawFacts(sheets, factsOf(invoice, texts));
  sheets.y = Math.max(subjectTop, factsEnd + 12);
  const title = titleOf(invoice, texts);
  const style = sheets.fitting(title, styles.title, textWidth, SENDER_SIZE_MIN);
  sheets.write(title, margins.left, sheets.y, style);
  sheets.y += styles.title.leading + 6;
  if (invoice.reason === null) return;
  const reason = fill(texts.reason, { reason: invoice.reason });
  sheets.flow(
    sheets.wrap(reason, styles.body, textWidth, REASON_LINES_MAX),
    margins.left,
    styles.body,
  );
  sheets.y += 4;
}

function drawSender(sheets: Sheets, { name, line1, city, ...rest }: Seller): void {
  const sender = [name, line1, townLine({ line1, city, ...rest })].join(' · ');
  const small = sheets.fitting(sender, styles.small, addressWindow.width, SENDER_SIZE_MIN);
  const [line = ''] = sheets.wrap(sender, small, addressWindow.width, 1);
  sheets.write(line, margins.left, addressWindow.returnLine - small.size, small);
}

/** More lines than the window's six stand closer, so that nothing hides behind its edge. */
function drawAddress(sheets: Sheets, invoice: Invoice): void {
  const { lines } = windowAddress(sheets, invoice);
  const leading = Math.min(styles.address.leading, addressWindow.height / lines.length);
  const style = { ...styles.address, leading, size: Math.min(styles.address.size, leading * 0.86) };
  sheets.writeLines(lines, margins.left, addressWindow.top, style);
}

/** Cut short where the window is too small: the whole address must then stand elsewhere. */
export function windowAddress(
  sheets: Sheets,
  { buyer, seller, language }: Invoice,
): { lines: string[]; isWhole: boolean } {
  const whole = addressLines({ ...buyer.address, name: buyer.name }, seller.country, language);
  const wrapped = (limit: number): string[] =>
    whole.flatMap((line) => sheets.wrap(line, styles.address, addressWindow.width, limit));
  const lines = wrapped(ADDRESS_LINES_MAX);
  if (lines.length <= ADDRESS_LINES_MAX) return { lines, isWhole: true };
  return { lines: wrapped(2).slice(0, ADDRESS_LINES_MAX), isWhole: false };
}

type Fact = readonly [label: string, value: string | undefined];

function factsOf(invoice: Invoice, texts: Texts): Fact[] {
  const { facts } = texts;
  const { kind, corrects } = invoice;
  return [
    [facts.number[kind], invoice.number],
    [facts.issueDate[kind], printDate(invoice.issueDate, texts)],
    [facts.corrects, corrects?.number],
    [facts.correctedDate, corrects ? printDate(corrects.issueDate, texts) : undefined],
    [facts.supplyDate, printDate(invoice.supplyDate, texts)],
    [facts.orderNumber, invoice.orderNumber],
    [facts.reference, invoice.buyer.reference],
    [facts.customerNumber, invoice.buyer.id],
    [facts.email, invoice.buyer.email],
    [facts.vatId, invoice.buyer.vatId],
  ];
}

/** Answers where they end. */
function drawFacts(sheets: Sheets, facts: readonly Fact[]): number {
  const { left, top } = factsBlock;
  const valueLeft = left + FACT_LABEL_WIDTH;
  let y = top;
  for (const [label, value] of facts) {
    if (value === undefined) continue;
    sheets.write(label, left, y, styles.soft);
    const style = sheets.fitting(value, styles.body, margins.right - valueLeft, FACT_SIZE_MIN);
    const lines = sheets.wrap(value, style, margins.right - valueLeft, FACT_LINES_MAX);
    sheets.writeLines(lines, valueLeft, y, style);
    y += lines.length * styles.body.leading + 1.5;
  }
  return y;
}

/** Drawn last, when it is known how many pages there are. */
export function drawEveryPage(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const columns = footerColumns(invoice.seller, texts);
  const { pages } = sheets;
  for (const [index, page] of pages.entries()) {
    if (index > 0) drawRunningHead(sheets, invoice, texts, page);
    drawFoldMarks(page);
    drawFooter(sheets, columns, page);
    const values = { page: String(index + 1), pages: String(pages.length) };
    const top = millimetres(286);
    sheets.write(titleOf(invoice, texts), margins.left, top, styles.small, page);
    sheets.writeRight(fill(texts.page, values), margins.right, top, styles.small, page);
  }
}

function drawRunningHead(sheets: Sheets, invoice: Invoice, texts: Texts, page: PageCanvas): void {
  const top = millimetres(19);
  const [name = ''] = sheets.wrap(invoice.seller.name, styles.heading, textWidth / 2, 1);
  sheets.write(name, margins.left, top, styles.heading, page);
  sheets.writeRight(titleOf(invoice, texts), margins.right, top, styles.soft, page);
  page.horizontal(margins.left, margins.right, millimetres(25), 0.8, colors.accent);
}

function drawFoldMarks(page: PageCanvas): void {
  for (const y of foldMarks) page.horizontal(millimetres(4), millimetres(8), y, 0.4, colors.rule);
  page.horizontal(millimetres(4), millimetres(10), punchMark, 0.4, colors.rule);
}

function footerColumns(seller: Seller, texts: Texts): string[][] {
  const { name, line1, line2, country, vatId, taxNumber, email, registration, bank } = seller;
  const { contact } = seller;
  const columns = [
    [name, line1, line2, townLine(seller), countryName(country, texts.language)],
    [
      // What the law asks for stands first: the last lines give way where there are too many.
      vatId && fill(texts.sellerVatId, { vatId }),
      taxNumber && fill(texts.sellerTaxNumber, { taxNumber }),
      registration,
      ...(contact
        ? [fill(texts.contact, { name: contact.name }), `${contact.phone} · ${contact.email}`]
        : [email]),
    ],
    [bank?.name, bank && `IBAN ${bank.iban}`, bank?.bic && `BIC ${bank.bic}`],
  ];
  return columns.map(
    (lines) => lines.filter((line) => line !== undefined && line !== '') as string[],
  );
}

function drawFooter(sheets: Sheets, columns: readonly string[][], page: PageCanvas): void {
  page.horizontal(margins.left, margins.right, footerTop, 0.8, colors.accent);
  const width = (textWidth - 2 * COLUMN_GAP) / 3;
  const height = millimetres(284) - footerTop;
  for (const [index, column] of columns.entries()) {
    const x = margins.left + index * (width + COLUMN_GAP);
    const lines = column
      .flatMap((line) => sheets.wrap(line, styles.small, width, 2))
      .slice(0, Math.floor(height / styles.small.leading));
    sheets.writeLines(lines, x, footerTop + 5, styles.small, page);
  }
}
