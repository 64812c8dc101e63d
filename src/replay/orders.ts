/**
 * One sale as one order: placed under a key made of its invoice number, so that asking again (in
 * this run or the next) never places it twice, and followed until its payment is settled.
 */
import { type Answer, backoffMs, type Client, field } from './client.js';
import { formatMicros } from './decimal.js';
import { customerOf } from './goods.js';
import type { Sale } from './sales.js';

const POLLS_MAX = 100;
const POLL_DELAY_MAX_MS = 2_000;

const PLACED_STATES: ReadonlySet<unknown> = new Set(['confirmed', 'shipped', 'delivered']);

export interface Failure {
  readonly invoice: string;
  /** null: the server gave no answer. */
  readonly status: number | null;
  readonly problem: unknown;
}

export type Outcome =
  | {
      readonly type: 'placed';
      readonly orderId: string | null;
      readonly netMinor: number;
      readonly replayed: boolean;
    }
  | { readonly type: 'failed'; readonly failure: Failure; readonly replayed: boolean };

export async function placeSale(client: Client, sale: Sale): Promise<Outcome> {
  const first = await client.send({
    method: 'POST',
    path: '/v1/orders',
    idempotencyKey: `replay:${sale.invoice}`,
    body: orderOf(sale),
  });
  const last = await settled(client, first);
  return outcomeOf(sale, last, first.replayed);
}

function orderOf(sale: Sale): object {
  const buyer = sale.customerId === undefined ? guestOf(sale.invoice) : customerOf(sale.customerId);
  return {
    customer: buyer,
    currency: 'GBP',
    priceBasis: 'net',
    lines: sale.lines.map(({ sku, quantity, unitPriceMicros }) => ({
      sku,
      quantity,
      unitPrice: formatMicros(unitPriceMicros),
    })),
    shippingMethod: 'pickup',
    shippingAddress: {
      name: buyer.name,
      line1: 'Replay',
      city: sale.country.name,
      postalCode: '-',
      country: sale.country.code,
    },
    payment: { method: 'simulated', token: 'tok_approve' },
  };
}

// Derived from the invoice: a repeated key must come with the very same body.
function guestOf(invoice: string): { email: string; name: string } {
  return { email: `guest-${invoice}@example.invalid`, name: `Guest ${invoice}` };
}

/** Follows a 202 to its order until the payment's outcome is known, or the polls are used up. */
async function settled(client: Client, first: Answer): Promise<Answer> {
  let answer = first;
  for (let poll = 1; poll <= POLLS_MAX && isPending(answer); poll += 1) {
    if (first.location === undefined) return { ...first, body: 'a 202 without a Location' };
    await client.pause(answer.retryAfterMs ?? Math.min(backoffMs(poll), POLL_DELAY_MAX_MS));
    answer = await client.send({ method: 'GET', path: client.pathOf(first.location) });
  }
  return answer;
}

function isPending(answer: Answer): boolean {
  if (answer.status === 202) return true;
  return answer.status === 200 && field(answer.body, 'state') === 'payment-pending';
}

function outcomeOf(sale: Sale, answer: Answer, replayed: boolean): Outcome {
  const { status, body } = answer;
  const answered = status === 200 || status === 201;
  const netMinor = field(field(body, 'totals'), 'net');
  if (answered && PLACED_STATES.has(field(body, 'state')) && isMinor(netMinor)) {
    const id = field(body, 'id');
    return { type: 'placed', orderId: typeof id === 'string' ? id : null, netMinor, replayed };
  }
  return { type: 'failed', failure: { invoice: sale.invoice, status, problem: body }, replayed };
}

function isMinor(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
