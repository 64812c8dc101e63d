// What is due can be paid by pointing a telephone at the page: the "GiroCode" beside the total.

import type { Invoice } from '../../core/invoice.js';
import { paymentCode } from '../qr/payment-code.js';
import { type QrCode, qrCode } from '../qr/qr-code.js';
import type { Texts } from '../texts/texts.js';
import { colors, margins, millimetres, styles } from './paper.js';
import type { Sheets } from './sheets.js';

const LEFT = margins.left + 4;
const WIDTH = millimetres(28);
const CAPTION_GAP = 6;
const GAP_ABOVE = 2;
const CAPTION_WIDTH = millimetres(60);
/** Below it the next thing begins; EPC069-12 wants four modules of light around the code. */
const GAP_BELOW = 2;

/** Nobody is asked to pay twice, nor for what goes back. */
const paid: ReadonlySet<string> = new Set(['captured', 'refund-pending', 'refunded']);

export const isDue = ({ kind, totals, payment }: Invoice): boolean =>
  kind === 'invoice' && totals.payable > 0 && !paid.has(payment.state);

export const paymentCodeHeight = (invoice: Invoice): number =>
  codeText(invoice) === null
    ? 0
    : GAP_ABOVE + WIDTH + CAPTION_GAP + styles.small.leading + GAP_BELOW;

export function drawPaymentCode(sheets: Sheets, invoice: Invoice, texts: Texts, top: number): void {
  const code = codeOf(invoice);
  if (!code) return;
  const codeTop = top + GAP_ABOVE;
  sheets.page.qrCode(code, LEFT, codeTop, WIDTH / code.size, colors.ink);
  const [caption = ''] = sheets.wrap(texts.payment.scan, styles.small, CAPTION_WIDTH, 1);
  sheets.write(caption, LEFT, codeTop + WIDTH + CAPTION_GAP, styles.small);
}

function codeOf(invoice: Invoice): QrCode | null {
  const text = codeText(invoice);
  return text === null ? null : qrCode(text);
}

/** `null` where no bank would take it: nothing due, other currencies, no valid IBAN. */
function codeText(invoice: Invoice): string | null {
  const { seller, totals, currency, number } = invoice;
  if (currency !== 'EUR' || !seller.bank || !isDue(invoice)) return null;
  const { iban, bic } = seller.bank;
  const transfer = { name: seller.name, iban, amount: totals.payable, remittance: number };
  return paymentCode(bic === undefined ? transfer : { ...transfer, bic });
}
