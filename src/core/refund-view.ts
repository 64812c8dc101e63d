// A refund as API callers see it. The ledger stores it for repeated keys, HTTP sends it.

import type { OrderFacts, OrderRefund } from './order.js';
import type { RefundedGoodwill } from './refund.js';

export const creditNoteView = (
  { id }: Pick<OrderFacts, 'id'>,
  { creditNoteNumber }: OrderRefund,
) => ({
  number: creditNoteNumber,
  pdf: `/v1/orders/${id}/credit-notes/${creditNoteNumber}.pdf`,
  xml: `/v1/orders/${id}/credit-notes/${creditNoteNumber}.xml`,
});

export function refundView(order: Pick<OrderFacts, 'id' | 'currency'>, refund: OrderRefund) {
  const { position, state, at, reason, isRestocked, amounts, attempts } = refund;
  const { lines, shipping, goodwill, rest, taxes, totals } = amounts;
  return {
    id: `${order.id}.${position}`,
    state,
    /** What goes back to the customer. */
    amount: totals.payable,
    currency: order.currency,
    createdAt: new Date(at).toISOString(),
    reason,
    restocked: isRestocked,
    lines: lines.map(({ line: _, ...line }) => line),
    ...(shipping ? { shipping } : {}),
    ...(goodwill ? { goodwill: withoutParts(goodwill) } : {}),
    ...(rest ? { allowances: rest.allowances, charges: rest.charges } : {}),
    taxes,
    totals,
    attempts: attempts.map(({ at: started, state: outcome }) => ({
      startedAt: new Date(started).toISOString(),
      state: outcome,
    })),
    creditNote: creditNoteView(order, refund),
  };
}

function withoutParts({ parts: _, ...goodwill }: RefundedGoodwill) {
  return goodwill;
}

export type RefundView = ReturnType<typeof refundView>;
