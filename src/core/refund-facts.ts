// What a credit note says of a refund.

import type { CreditNoteFacts } from './invoice/credit-note.js';
import { type InvoiceAmount, type InvoiceLine, languageFor } from './invoice.js';
import { languageFile } from './languages/language.js';
import type { Texts } from './languages/texts.js';
import type { OrderFacts, OrderRefund } from './order.js';
import type { RefundAmounts, RefundedAdjustment, RefundedLine } from './refund.js';
import { amountOf } from './refund-shares.js';

/** `issuedOn` is the date in the shop's time zone. */
export function creditNoteFacts(
  order: OrderFacts,
  { creditNoteNumber, reason, amounts }: OrderRefund,
  issuedOn: string,
): CreditNoteFacts {
  const texts = languageFile(languageFor(order)).documents;
  const { lines, shipping, goodwill, rest, totals } = amounts;
  const { method, reference } = order.payment;
  return {
    number: creditNoteNumber,
    issuedOn,
    reason: order.state === 'cancelled' ? texts.cancelled : reason === '' ? null : reason,
    lines: lines.map((line) => lineOf(line, texts)),
    shipping: shippingOf(shipping, rest),
    allowances: givenOf(rest?.allowances),
    charges: givenOf(rest?.charges),
    goodwill: goodwill
      ? [{ reason: goodwill.reason, amount: amountOf(goodwill), taxes: goodwill.taxes }]
      : [],
    prepaid: totals.prepaid ?? 0,
    rounding: totals.rounding ?? 0,
    // Whether the provider has moved the money yet changes nothing about the document.
    payment: { method, reference, state: 'refunded', amount: totals.payable },
  };
}

/** What goodwill had given back before comes off the line as an allowance of its own. */
function lineOf(line: RefundedLine, texts: Texts): InvoiceLine {
  const { sku, name, quantity, unitPrice, priceQuantity = 1, discount, taxes } = line;
  const { allowances = [], charges = [], creditedBefore } = line;
  const amount = amountOf(line);
  const before =
    creditedBefore === undefined ? [] : [{ reason: texts.creditedBefore, amount: creditedBefore }];
  return {
    sku,
    name,
    quantity,
    unitPrice,
    priceQuantity,
    allowances: [...allowances, ...before],
    charges,
    subtotal: amount + discount,
    discount,
    amount,
    taxes,
  };
}

/** Cents of the tax table that no line bears stand beside shipping. */
function shippingOf(
  shipping: RefundAmounts['shipping'],
  rest: RefundAmounts['rest'],
): CreditNoteFacts['shipping'] {
  const stray = rest?.taxes ?? [];
  if (!shipping && stray.length === 0) return null;
  const { discount = 0, taxes = [] } = shipping ?? {};
  const amount = amountOf(shipping ?? {}) + discount;
  return { amount, discount, taxes: [...taxes, ...stray] };
}

const givenOf = (adjustments: readonly RefundedAdjustment[] = []): InvoiceAmount[] =>
  adjustments.filter(
    ({ amount, taxes }) => amount !== 0 || taxes.some((tax) => tax.base !== 0 || tax.amount !== 0),
  );
