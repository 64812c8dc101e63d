// What one order adds to the shop's figures. Latencies are kept as counts in slots of a logarithmic
// scale: slots of any number of orders add up, and percentiles can be read from the sum.

import type { OrderFacts } from './order.js';
import type { Span } from './timeline.js';

export const buckets = ['minute', 'hour', 'day'] as const;
export type Bucket = (typeof buckets)[number];

export interface OrderFigures {
  /** When each bucket that the order falls into begins; milliseconds since the epoch. */
  startsAt: Record<Bucket, number>;
  currency: string;
  country: string;
  /** Minor units. */
  gross: number;
  net: number;
  units: number;
  /**
   * One for each SKU, sorted by it: neighbours are neighbours in the store, too. An amount on the basis of
   * the price list, and 0 on the other.
   */
  lines: SkuFigures[];
  steps: { step: string; slot: number }[];
}

export interface SkuFigures {
  sku: string;
  units: number;
  gross: number;
  net: number;
}

/** What some of an order's lines add: the figures of a large order are added in parts. */
export type LineFigures = Pick<OrderFigures, 'startsAt' | 'currency' | 'lines'>;

export function orderFigures(
  order: Pick<OrderFacts, 'currency' | 'document'>,
  spans: readonly Span[],
  startsAt: Record<Bucket, number>,
): OrderFigures {
  const { lines, totals, shippingAddress } = order.document;
  const sold = bySku(lines);
  return {
    startsAt,
    currency: order.currency,
    country: shippingAddress.country,
    gross: totals.total,
    net: totals.net,
    units: sold.reduce((sum, { units }) => sum + units, 0),
    lines: sold,
    steps: spans.map(({ step, startedAt, endedAt }) => ({
      step,
      slot: latencySlot(endedAt - startedAt),
    })),
  };
}

function bySku(lines: OrderFacts['document']['lines']): SkuFigures[] {
  const rows = new Map<string, SkuFigures>();
  for (const { sku, quantity, gross, net } of lines) {
    const row = rows.get(sku) ?? { sku, units: 0, gross: 0, net: 0 };
    row.units += Number(quantity);
    row.gross += gross ?? 0;
    row.net += net ?? 0;
    rows.set(sku, row);
  }
  return [...rows.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
}

/** Slots a doubling: a percentile read from them is within 9 % of the measured one. */
const SLOTS_PER_DOUBLING = 4;

/** Slot 0 holds everything up to a microsecond. */
export const latencySlot = (ms: number): number =>
  Math.max(0, Math.round(Math.log2(Math.max(ms * 1000, 1)) * SLOTS_PER_DOUBLING));

/** What is at most that long is in the slot, or before it. */
export const slotUpperMs = (slot: number): number => slotMs(slot + 0.5);

/** The middle of a slot, in milliseconds. */
export const slotMs = (slot: number): number => 2 ** (slot / SLOTS_PER_DOUBLING) / 1000;

/** The percentile (0–1) of latencies counted in slots; 0 when there are none. */
export function slotPercentile(
  counts: readonly { slot: number; spans: number }[],
  fraction: number,
): number {
  const sorted = [...counts].sort((a, b) => a.slot - b.slot);
  const total = sorted.reduce((sum, { spans }) => sum + spans, 0);
  let seen = 0;
  for (const { slot, spans } of sorted) {
    seen += spans;
    if (seen >= total * fraction) return slotMs(slot);
  }
  return 0;
}
