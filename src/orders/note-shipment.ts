// What the warehouse says of its own accord: an order has left, or has arrived.

import type { OrderRefusal } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { Shop } from './shop.js';

export interface Shipment {
  orderId: string;
  state: 'shipped' | 'delivered';
  carrier: string | null;
  trackingNumber: string | null;
}

export async function noteShipment(
  shop: Shop,
  { orderId, state, carrier, trackingNumber }: Shipment,
): Promise<Result<null, OrderRefusal | { type: 'not-found'; detail: string }>> {
  const detail = [carrier, trackingNumber].filter((part) => part !== null).join(' ') || null;
  const shipped = await shop.store.ship({ orderId, state, detail, at: shop.now() });
  if (shipped.ok) return ok(null);
  const { refusal } = shipped;
  switch (refusal.type) {
    case 'not-found':
      shop.log.warn(
        { orderId: orderId.slice(0, 64), state },
        'the warehouse sent no order of ours',
      );
      return refuse({ type: 'not-found', detail: 'there is no such order' });
    case 'order-closed':
      shop.log.warn({ orderId, state, is: refusal.state }, 'the warehouse sent a closed order');
      return refuse({
        type: 'wrong-state',
        state: refusal.state,
        detail: `an order that is ${refusal.state} cannot become ${state}`,
      });
    case 'stock-gone':
      throw new Error('shipping met stock-gone');
    default:
      return refuse(refusal);
  }
}
