/** Orders as the store is given them, with documents whose amounts add up. */
import { randomUUID } from 'node:crypto';
import type { OrderDocument } from '../../src/core/order.js';
import type { RefundRequest } from '../../src/core/refund.js';
import type {
  CancelCommand,
  ConfirmCommand,
  FailCommand,
  RefundCommand,
  ReserveCommand,
  Store,
  StoredOrder,
} from '../../src/store/store.js';
import { valueIn } from './result.js';

/** When everything happens: 1 June 2026. */
export const T0 = Date.UTC(2026, 5, 1);
export const MINUTE_MS = 60_000;

const run = randomUUID().slice(0, 8);
let made = 0;

/** A name that no other test uses: the contract's tests share one store. */
export function unique(word: string): string {
  made += 1;
  return `${word}-${run}-${made}`;
}

/** Minor units: 10.00 net and 19 % of tax, so that every sum is exact. */
export const PIECE = { gross: 1190, net: 1000, tax: 190 } as const;

export interface Line {
  sku: string;
  quantity: number;
}

export const address = {
  name: 'Example Customer',
  line1: 'Invalidenstr. 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

const taxOf = (pieces: number) => ({
  code: 'VAT',
  jurisdiction: 'DE',
  rate: '19',
  base: PIECE.net * pieces,
  amount: PIECE.tax * pieces,
});

export function documentOf(lines: readonly Line[]): OrderDocument {
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const [gross, net, tax] = [PIECE.gross * pieces, PIECE.net * pieces, PIECE.tax * pieces];
  const totals = { subtotal: gross, discount: 0, shipping: 0, net, tax, total: gross };
  return {
    customer: { email: 'customer@example.com', name: 'Example Customer' },
    priceBasis: 'gross',
    lines: lines.map(({ sku, quantity }) => ({
      sku,
      name: `Article ${sku}`,
      quantity,
      unitPrice: PIECE.gross,
      discount: 0,
      gross: PIECE.gross * quantity,
      taxes: [taxOf(quantity)],
    })),
    discounts: [],
    shipping: { method: 'pickup', gross: 0, taxes: [] },
    taxes: [taxOf(pieces)],
    totals: { ...totals, payable: gross },
    shippingAddress: address,
  };
}

export function reservation(
  lines: readonly Line[],
  more: Partial<ReserveCommand> = {},
): ReserveCommand {
  const document = documentOf(lines);
  return {
    orderId: unique('order'),
    customerId: null,
    currency: 'EUR',
    totalMinor: document.totals.total,
    document: JSON.stringify(document),
    lines: lines.map((line) => ({ ...line, amountMinor: PIECE.gross * line.quantity })),
    promotionClaims: [],
    paymentMethod: 'simulated',
    cartId: null,
    claim: null,
    spans: [{ step: 'reserve', startedAt: T0, endedAt: T0 + 1, outcome: 'ok' }],
    at: T0,
    holdExpiresAt: T0 + 15 * MINUTE_MS,
    settleAt: T0 + 10 * MINUTE_MS,
    ...more,
  };
}

export const confirmation = (
  orderId: string,
  more: Partial<ConfirmCommand> = {},
): ConfirmCommand => ({
  orderId,
  reference: `ref-${orderId}`,
  captureBy: null,
  spans: [],
  at: T0 + 1_000,
  series: '2026',
  ...more,
});

export const cancellation = (
  orderId: string,
  at: number,
  more: Partial<CancelCommand> = {},
): CancelCommand => ({
  orderId,
  at,
  retryAt: at,
  series: '2026',
  reason: 'cancelled',
  couponBack: 'full',
  ...more,
});

export const refund = (
  orderId: string,
  request: Partial<RefundRequest>,
  more: Partial<RefundCommand> = {},
): RefundCommand => ({
  ...cancellation(orderId, T0 + 9_000),
  reason: 'returned',
  request: { lines: [], ...request },
  isRestocked: true,
  claim: null,
  ...more,
});

export const failure = (orderId: string, more: Partial<FailCommand> = {}): FailCommand => ({
  orderId,
  state: 'failed',
  payment: { state: 'declined', declineCode: 'card_declined' },
  spans: [],
  at: T0 + 1_000,
  answer: null,
  ...more,
});

/** An article that is there `onHand` times. */
export async function stocked(store: Store, onHand: number): Promise<string> {
  const sku = unique('SKU');
  const prices = { EUR: 11_900_000 };
  const product = { sku, name: `Article ${sku}`, category: 'Tests', taxCategory: 'standard' };
  valueIn(await store.putProduct({ ...product, prices, at: T0 }));
  valueIn(await store.setStock({ sku, onHand, reason: 'counted', at: T0 }));
  return sku;
}

export async function reserved(
  store: Store,
  lines: readonly Line[],
  more: Partial<ReserveCommand> = {},
): Promise<string> {
  const command = reservation(lines, more);
  valueIn(await store.reserve(command));
  return command.orderId;
}

export async function confirmed(
  store: Store,
  lines: readonly Line[],
  more: Partial<ReserveCommand> = {},
): Promise<string> {
  const orderId = await reserved(store, lines, more);
  valueIn(await store.confirm(confirmation(orderId)));
  return orderId;
}

/** @throws Error when the order is not there. */
export async function orderOf(store: Store, orderId: string): Promise<StoredOrder> {
  const order = await store.order(orderId);
  if (!order) throw new Error(`no order ${orderId}`);
  return order;
}
