// From the sum of the lines to what was paid, step by step, and the tax of each rate.

import { type Invoice, printAmount, printMoney } from '../../core/invoice.js';
import { type TotalRow, totalRows } from '../statement.js';
import type { Texts } from '../texts/texts.js';
import { colors, margins, millimetres, type Style, styles } from './paper.js';
import { drawPaymentCode, paymentCodeHeight } from './payment-code.js';
import { addressLines } from './postal-address.js';
import type { Sheets } from './sheets.js';

const LABEL_LEFT = millimetres(95);
const BESIDE_GAP = 24;
/** As many fit on a page, and no address that an order may have is longer. */
const DELIVERY_LINES_MAX = 48;
const GAP_ABOVE = 8;
const FIGURES_RIGHT = margins.right - 4;
const FIGURES_WIDTH = 92;
const LABEL_LINES_MAX = 4;
const LINE_GAP = 2.5;
const TOTAL_HEIGHT = 24;
const STEP_HEIGHT = 20;
/** As many stay on one page with the total. */
const STEPS_TOGETHER_MAX = 12;

/** About as high as the totals will be, so that the last line of the table can stay with them. */
export function totalsHeight(sheets: Sheets, invoice: Invoice, texts: Texts): number {
  const { above, below } = stepsOf(invoice, texts);
  const steps = Math.min(above.length + below.length, STEPS_TOGETHER_MAX);
  const beside = besideHeight(deliveryLines(sheets, invoice), paymentCodeHeight(invoice));
  return GAP_ABOVE + Math.max(TOTAL_HEIGHT + steps * STEP_HEIGHT, beside);
}

/** Left of the figures is room for the address that the goods went to, and for a payment code. */
export function drawTotals(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const { above, total, below } = stepsOf(invoice, texts);
  const delivery = deliveryLines(sheets, invoice);
  sheets.need(totalsHeight(sheets, invoice, texts));
  sheets.y += GAP_ABOVE;
  const { page, y } = sheets;
  drawDelivery(sheets, delivery, texts);
  drawPaymentCode(sheets, invoice, texts, y + besideHeight(delivery, 0));
  for (const step of above) drawStep(sheets, invoice, step);
  drawTotal(sheets, invoice, total);
  for (const step of below) drawStep(sheets, invoice, step);
  if (sheets.page === page)
    sheets.y = Math.max(sheets.y, y + besideHeight(delivery, paymentCodeHeight(invoice)));
}

const DELIVERY_GAP = 8;

const besideHeight = (delivery: readonly string[], code: number): number =>
  delivery.length === 0
    ? code
    : styles.heading.leading + delivery.length * styles.body.leading + DELIVERY_GAP + code;

/** Only where the goods went elsewhere than the invoice. */
function deliveryLines(sheets: Sheets, invoice: Invoice): string[] {
  const { buyer, deliveryAddress, seller, language } = invoice;
  const billed = addressLines({ ...buyer.address, name: buyer.name }, seller.country, language);
  const delivered = addressLines(deliveryAddress, seller.country, language);
  if (billed.join('\n') === delivered.join('\n')) return [];
  const width = LABEL_LEFT - margins.left - BESIDE_GAP;
  return delivered
    .flatMap((line) => sheets.wrap(line, styles.body, width, DELIVERY_LINES_MAX))
    .slice(0, DELIVERY_LINES_MAX);
}

function drawDelivery(sheets: Sheets, lines: readonly string[], texts: Texts): void {
  if (lines.length === 0) return;
  const left = margins.left + 4;
  sheets.write(texts.deliveryAddress, left, sheets.y, styles.heading);
  sheets.writeLines(lines, left, sheets.y + styles.heading.leading, styles.body);
}

interface Steps {
  above: TotalRow[];
  total: TotalRow;
  below: TotalRow[];
}

function stepsOf(invoice: Invoice, texts: Texts): Steps {
  const rows = totalRows(invoice, texts, { kind: invoice.kind, taxes: 'sum' });
  const at = rows.findIndex(({ weight }) => weight === 'total');
  return { above: rows.slice(0, at), total: rows[at] as TotalRow, below: rows.slice(at + 1) };
}

const styleOf = (weight: TotalRow['weight']): Style =>
  weight === 'strong' ? styles.strong : weight === 'soft' ? styles.soft : styles.body;

function drawStep(sheets: Sheets, invoice: Invoice, { label, amount, weight }: TotalRow): void {
  const text = styleOf(weight);
  const width = FIGURES_RIGHT - FIGURES_WIDTH - LABEL_LEFT;
  const lines = sheets.wrap(label, text, width, LABEL_LINES_MAX);
  sheets.need(lines.length * text.leading + LINE_GAP);
  sheets.writeLines(lines, LABEL_LEFT, sheets.y, text);
  const figure = printAmount(amount, invoice.currency, invoice.language);
  sheets.writeRight(figure, FIGURES_RIGHT, sheets.y, text);
  sheets.y += lines.length * text.leading + LINE_GAP;
}

function drawTotal(sheets: Sheets, invoice: Invoice, { label, amount }: TotalRow): void {
  sheets.need(TOTAL_HEIGHT + 10);
  const { currency, language } = invoice;
  const left = LABEL_LEFT - 6;
  sheets.y += 3;
  sheets.page.rectangle(left, sheets.y, margins.right - left, TOTAL_HEIGHT, colors.tint);
  sheets.page.horizontal(left, margins.right, sheets.y, 1, colors.accent);
  const top = sheets.y + (TOTAL_HEIGHT - styles.total.size) / 2 - 1;
  sheets.write(label, LABEL_LEFT, top, styles.total);
  sheets.writeRight(printMoney(amount, currency, language), FIGURES_RIGHT, top, styles.total);
  sheets.y += TOTAL_HEIGHT + 6;
}
