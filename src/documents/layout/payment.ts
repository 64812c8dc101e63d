// How it was paid, how it is to be paid, or where the money goes back to.

import { type Invoice, printMoney } from '../../core/invoice.js';
import { fill, nameIn, type PaymentTexts, type Texts } from '../texts/texts.js';
import { margins, millimetres, styles, textWidth } from './paper.js';
import { isDue } from './payment-code.js';
import type { Sheets } from './sheets.js';

const GAP_ABOVE = 13;
const ACCOUNT_GAP = 3;
const STATEMENT_LINES_MAX = 12;
const LABEL_WIDTH = millimetres(32);
const VALUE_LINES_MAX = 3;

export function drawPayment(sheets: Sheets, invoice: Invoice, texts: Texts): void {
  const account = isDue(invoice) ? accountOf(invoice, texts.payment) : [];
  const statement = sheets.wrap(
    statementOf(invoice, texts),
    styles.body,
    textWidth,
    STATEMENT_LINES_MAX,
  );
  sheets.y += GAP_ABOVE;
  const lines = statement.length + account.length;
  sheets.need(styles.heading.leading + lines * styles.body.leading + ACCOUNT_GAP);
  sheets.write(texts.payment.title, margins.left, sheets.y, styles.heading);
  sheets.y += styles.heading.leading;
  sheets.flow(statement, margins.left, styles.body);
  drawAccount(sheets, account);
}

function statementOf(invoice: Invoice, texts: Texts): string {
  const { totals, currency, language, number, corrects, seller, payment } = invoice;
  const words = texts.payment;
  const reference = payment.reference ?? '';
  const values = {
    amount: printMoney(totals.payable, currency, language),
    method: nameIn(texts.paymentMethods, payment.method),
    recipient: seller.name,
    ...{ number, reference, corrected: corrects?.number ?? '' },
  };
  const goesBack = payment.state === 'refund-pending' || payment.state === 'refunded';
  const wasPaid = payment.state === 'captured' || goesBack;
  if (totals.payable <= 0) return words.nothingDue;
  if (invoice.kind === 'credit-note') {
    if (!wasPaid) return fill(words.reduces, values);
    return fill(reference === '' ? words.refundWithoutReference : words.refund, values);
  }
  if (goesBack) return fill(words.refunded, values);
  if (wasPaid) return fill(reference === '' ? words.paidWithoutReference : words.paid, values);
  return fill(seller.bank ? words.dueToAccount : words.due, values);
}

type AccountRow = readonly [label: string, value: string];

function accountOf({ seller, number }: Invoice, words: PaymentTexts): AccountRow[] {
  const { bank } = seller;
  if (!bank) return [];
  const place = [bank.bic && `BIC ${bank.bic}`, bank.name].filter((part) => part).join(', ');
  return [
    ['IBAN', place === '' ? bank.iban : `${bank.iban} (${place})`],
    [words.remittance, number],
  ];
}

function drawAccount(sheets: Sheets, account: readonly AccountRow[]): void {
  if (account.length === 0) return;
  sheets.y += ACCOUNT_GAP;
  for (const [label, value] of account) {
    sheets.need(styles.body.leading);
    sheets.write(label, margins.left, sheets.y, styles.soft);
    const lines = sheets.wrap(value, styles.body, textWidth - LABEL_WIDTH, VALUE_LINES_MAX);
    sheets.flow(lines, margins.left + LABEL_WIDTH, styles.body);
  }
}
