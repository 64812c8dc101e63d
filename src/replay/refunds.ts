/**
 * One refund of one sale's order: asked for under a key made of the cancellation's and the sale's
 * numbers, so that asking again gives nothing back twice, and followed until the money is back.
 */
import type { Refund } from './cancellations.js';
import { type Answer, backoffMs, type Client, field } from './client.js';
import { creditNotePath } from './documents.js';
import type { Failure } from './orders.js';

const POLLS_MAX = 100;
const POLL_DELAY_MAX_MS = 2_000;

export type RefundOutcome =
  | {
      readonly type: 'refunded';
      readonly netMinor: number;
      readonly creditNote: string | null;
      readonly replayed: boolean;
    }
  | { readonly type: 'failed'; readonly failure: Failure; readonly replayed: boolean };

export async function refundSale(
  client: Client,
  refund: Refund,
  orderId: string,
): Promise<RefundOutcome> {
  const path = `/v1/orders/${encodeURIComponent(orderId)}`;
  const first = await client.send({
    method: 'POST',
    path: `${path}/refunds`,
    idempotencyKey: `replay:${refund.invoice}:${refund.sale.invoice}`,
    body: { lines: refund.lines, restock: true, reason: `Cancellation ${refund.invoice}` },
  });
  const last = await settled(client, path, first);
  return outcomeOf(refund, first, last);
}

/** The refund as its order has it, once the provider has answered. */
async function settled(client: Client, path: string, first: Answer): Promise<Answer> {
  let answer = first;
  for (let poll = 1; poll <= POLLS_MAX && isPending(answer); poll += 1) {
    await client.pause(answer.retryAfterMs ?? Math.min(backoffMs(poll), POLL_DELAY_MAX_MS));
    const order = await client.send({ method: 'GET', path });
    const found = refundsOf(order).find((one) => field(one, 'id') === field(first.body, 'id'));
    if (found !== undefined) answer = { ...order, body: found };
  }
  return answer;
}

const refundsOf = ({ body }: Answer): unknown[] => {
  const refunds = field(body, 'refunds');
  return Array.isArray(refunds) ? refunds : [];
};

const isPending = ({ status, body }: Answer): boolean =>
  status !== null && status < 300 && field(body, 'state') === 'pending';

function outcomeOf({ invoice }: Refund, first: Answer, { status, body }: Answer): RefundOutcome {
  const { replayed } = first;
  const netMinor = field(field(body, 'totals'), 'net');
  const isDone = field(body, 'state') === 'refunded' && Number.isSafeInteger(netMinor);
  if (status !== null && status < 300 && isDone) {
    const creditNote = creditNotePath(body);
    return { type: 'refunded', netMinor: netMinor as number, creditNote, replayed };
  }
  return { type: 'failed', failure: { invoice, status, problem: body }, replayed };
}
