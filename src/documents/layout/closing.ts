// Below the figures: how it was paid, an address that the window cut short, why no tax is charged, and notes.

import { type Invoice, printMoney } from '../../core/invoice.js';
import { fill, nameIn, type Texts } from '../texts/texts.js';
import { windowAddress } from './letter-head.js';
import { margins, styles, textWidth } from './paper.js';
import { addressLines } from './postal-address.js';
import type { Sheets } from './sheets.js';

const PARAGRAPH_LINES_MAX = 40;

export function drawClosing(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  drawSection(sheets, texts.payment.title, paymentStatement(invoice, texts));
  drawSection(sheets, texts.buyerAddress, buyerLines(sheets, invoice));
  drawSection(sheets, texts.notes, [...exemptions(invoice, texts), ...invoice.notes]);
}

/** The heading stays with the first lines below it. */
function drawSection(sheets: Sheets, title: string, paragraphs: readonly string[]): void {
  if (paragraphs.length === 0) return;
  const lines = paragraphs.flatMap((paragraph) =>
    sheets.wrap(paragraph, styles.body, textWidth, PARAGRAPH_LINES_MAX),
  );
  sheets.y += 12;
  sheets.need(styles.heading.leading + Math.min(lines.length, 6) * styles.body.leading);
  sheets.write(title, margins.left, sheets.y, styles.heading);
  sheets.y += styles.heading.leading;
  sheets.flow(lines, margins.left, styles.body);
}

function paymentStatement(invoice: Invoice, { payment, paymentMethods }: Texts): string[] {
  const { totals, currency, language, number } = invoice;
  // Orders of earlier versions name none: it was the total.
  const payable = totals.payable ?? totals.total;
  const method = nameIn(paymentMethods, invoice.payment.method);
  const reference = invoice.payment.reference ?? '';
  if (payable === 0) return [payment.nothingDue];
  switch (invoice.payment.state) {
    case 'captured':
      return [
        fill(reference === '' ? payment.paidWithoutReference : payment.paid, { method, reference }),
      ];
    case 'refund-pending':
    case 'refunded':
      return [fill(payment.refunded, { method, reference })];
    default: {
      const amount = printMoney(payable, currency, language);
      return [fill(payment.due, { amount, number }), ...account(invoice, payment.account)];
    }
  }
}

function account({ seller: { bank } }: Invoice, template: string): string[] {
  if (bank === undefined) return [];
  const parts = [bank.name, `IBAN ${bank.iban}`, bank.bic && `BIC ${bank.bic}`];
  return [fill(template, { account: parts.filter((part) => part).join(', ') })];
}

/** The law wants the whole name and address, however long. */
function buyerLines(sheets: Sheets, invoice: Invoice): string[] {
  const { buyer, seller, language } = invoice;
  if (windowAddress(sheets, invoice).isWhole) return [];
  return addressLines({ ...buyer.address, name: buyer.name }, seller.country, language);
}

function exemptions({ taxes }: Invoice, texts: Texts): string[] {
  const codes = new Set(taxes.map(({ code }) => code));
  return [...codes]
    .filter((code) => Object.hasOwn(texts.exemptions, code))
    .map((code) => nameIn(texts.exemptions, code));
}
