// How it was paid, how it is to be paid, or where the money goes back to. What is due can be paid by
// pointing a telephone at the page.

import { type Invoice, printMoney } from '../../core/invoice.js';
import { paymentCode } from '../qr/payment-code.js';
import { type QrCode, qrCode } from '../qr/qr-code.js';
import { fill, nameIn, type PaymentTexts, type Texts } from '../texts/texts.js';
import { colors, margins, millimetres, styles, textWidth } from './paper.js';
import type { Sheets } from './sheets.js';

const GAP_ABOVE = 14;
const STATEMENT_LINES_MAX = 12;
const LABEL_WIDTH = millimetres(32);
const CODE_WIDTH = millimetres(28);
/** EPC069-12 asks for four modules of light around the code, which the page's own paper gives. */
const CODE_GAP = millimetres(8);
const CODE_CAPTION_GAP = 3;
const VALUE_LINES_MAX = 3;

export function drawPayment(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const account = isDue(invoice) ? accountOf(invoice, texts.payment) : [];
  const code = account.length > 0 ? codeOf(invoice) : null;
  const width = code ? textWidth - CODE_WIDTH - CODE_GAP : textWidth;
  const statement = sheets.wrap(
    statementOf(invoice, texts),
    styles.body,
    width,
    STATEMENT_LINES_MAX,
  );
  sheets.y += GAP_ABOVE;
  const rows = account.length === 0 ? 0 : account.length + 0.5;
  const text = styles.heading.leading + (statement.length + rows) * styles.body.leading;
  const codeHeight = code ? CODE_WIDTH + CODE_CAPTION_GAP + 2 * styles.small.leading : 0;
  sheets.need(Math.max(text, codeHeight));
  const top = sheets.y;
  sheets.write(texts.payment.title, margins.left, top, styles.heading);
  sheets.y += styles.heading.leading;
  sheets.flow(statement, margins.left, styles.body);
  drawAccount(sheets, account, width);
  if (!code) return;
  drawCode(sheets, code, texts.payment.scan, top);
  sheets.y = Math.max(sheets.y, top + codeHeight);
}

/** Nobody is asked to pay twice, nor while the payment is under way. */
const isDue = ({ kind, totals, payment }: Invoice): boolean =>
  kind === 'invoice' &&
  totals.payable > 0 &&
  !['captured', 'refund-pending', 'refunded'].includes(payment.state);

function statementOf(invoice: Invoice, texts: Texts): string {
  const { totals, currency, language, number, corrects, payment } = invoice;
  const words = texts.payment;
  const { reference } = payment;
  const values = {
    amount: printMoney(totals.payable, currency, language),
    method: nameIn(texts.paymentMethods, payment.method),
    ...{ number, reference: reference ?? '', corrected: corrects?.number ?? '' },
  };
  const isWithout = reference === null || reference === '';
  if (totals.payable <= 0) return words.nothingDue;
  const goesBack = payment.state === 'refund-pending' || payment.state === 'refunded';
  const wasPaid = payment.state === 'captured' || goesBack;
  if (invoice.kind === 'credit-note') {
    if (!wasPaid) return fill(words.reduces, values);
    return fill(isWithout ? words.refundWithoutReference : words.refund, values);
  }
  if (goesBack) return fill(words.refunded, values);
  if (wasPaid) return fill(isWithout ? words.paidWithoutReference : words.paid, values);
  return fill(invoice.seller.bank ? words.dueWithAccount : words.due, values);
}

type AccountRow = readonly [label: string, value: string];

function accountOf(invoice: Invoice, words: PaymentTexts): AccountRow[] {
  const { seller, totals, currency, language, number } = invoice;
  const { bank } = seller;
  if (!bank) return [];
  const rows: [string, string | undefined][] = [
    [words.recipient, seller.name],
    [words.bank, bank.name],
    ['IBAN', bank.iban],
    ['BIC', bank.bic],
    [words.amount, printMoney(totals.payable, currency, language)],
    [words.remittance, number],
  ];
  return rows.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}

function drawAccount(sheets: Sheets, account: readonly AccountRow[], width: number): void {
  if (account.length === 0) return;
  sheets.y += styles.body.leading / 2;
  for (const [label, value] of account) {
    sheets.need(styles.body.leading);
    sheets.write(label, margins.left, sheets.y, styles.soft);
    const lines = sheets.wrap(value, styles.body, width - LABEL_WIDTH, VALUE_LINES_MAX);
    sheets.flow(lines, margins.left + LABEL_WIDTH, styles.body);
  }
}

/** `null` where a bank would not take it: other currencies, or no valid IBAN. */
function codeOf({ seller, totals, currency, number }: Invoice): QrCode | null {
  const { bank, name } = seller;
  if (!bank || currency !== 'EUR') return null;
  const { iban, bic } = bank;
  const transfer = { name, iban, amount: totals.payable, remittance: number };
  const text = paymentCode(bic === undefined ? transfer : { ...transfer, bic });
  return text === null ? null : qrCode(text);
}

function drawCode(sheets: Sheets, code: QrCode, caption: string, top: number): void {
  const left = margins.right - CODE_WIDTH;
  sheets.page.qrCode(code, left, top, CODE_WIDTH / code.size, colors.ink);
  const lines = sheets.wrap(caption, styles.small, CODE_WIDTH, 2);
  sheets.writeLines(lines, left, top + CODE_WIDTH + CODE_CAPTION_GAP, styles.small);
}
