// The first page above the table: who sells, who buys, and the facts that article 226 asks for. Then
// what stands on every page: the page's number, and marks for folding.

import type { Invoice, Seller } from '../../core/invoice.js';
import type { PageCanvas } from '../pdf/page-canvas.js';
import { fill, printDate, type Texts, titleOf } from '../texts/texts.js';
import { drawFooter, type Footer } from './footer.js';
import { drawLogo } from './logo.js';
import {
  addressWindow,
  colors,
  factsBlock,
  foldMarks,
  margins,
  millimetres,
  punchMark,
  styles,
  subjectTop,
  textWidth,
} from './paper.js';
import { addressLines, townLine } from './postal-address.js';
import type { Sheets } from './sheets.js';

const ADDRESS_LINES_MAX = 9;
const SENDER_SIZE_MIN = 5;
const FACT_LABEL_WIDTH = millimetres(33);
const FACT_LINES_MAX = 10;
const REASON_LINES_MAX = 12;
const FACT_SIZE_MIN = 7.5;

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

/** Where it goes back to matters more than the whole name, which stands elsewhere. */
function drawSender(sheets: Sheets, { name, line1, ...rest }: Seller): void {
  const place = ` · ${line1} · ${townLine({ line1, ...rest })}`;
  const { width, returnLine } = addressWindow;
  const small = sheets.fitting(name + place, styles.small, width, SENDER_SIZE_MIN);
  const [short = ''] = sheets.wrap(
    name,
    small,
    Math.max(width / 5, width - sheets.widthOf(place, small)),
    1,
  );
  const [line = ''] = sheets.wrap(short + place, small, width, 1);
  sheets.write(line, margins.left, returnLine - small.size, small);
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
export function drawEveryPage(
  sheets: Sheets,
  invoice: Invoice,
  texts: Texts,
  footer: Footer,
): void {
  const { pages } = sheets;
  for (const [index, page] of pages.entries()) {
    if (index > 0) drawRunningHead(sheets, invoice, texts, page);
    drawFoldMarks(page);
    drawFooter(sheets, footer, page);
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
