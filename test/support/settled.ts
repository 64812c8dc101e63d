/** Waits on an order's own stream of events until it is in a state, or its payment is. */
import { openEvents, type StreamEvent } from './event-stream.js';
import { OPERATOR_KEY, type PlacedBody } from './http-client.js';
import type { TestShop } from './shop.js';

/** The order once an event says that it has the state, or names the detail. */
export async function settled(
  { engine, client }: TestShop,
  orderId: string,
  stateOrDetail: string,
): Promise<PlacedBody> {
  const stream = await openEvents(`${engine.url}/v1/orders/${orderId}/events`, {
    as: OPERATOR_KEY,
  });
  const isLast = ({ event, data }: StreamEvent) =>
    event === 'state' && (data.state === stateOrDetail || data.detail === stateOrDetail);
  await stream.through(isLast);
  await stream.close();
  return client.order(orderId);
}
