/** Waits until an order, its payment or its tasks have come to where they should. */
import { openEvents, type StreamEvent } from './event-stream.js';
import { OPERATOR_KEY, type PlacedBody } from './http-client.js';
import type { TestShop } from './shop.js';
import { until } from './until.js';

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

const restStates = new Set(['done', 'dead', 'cancelled']);

/** The order once nothing works on it in the background any more. */
export const atRest = (
  { client }: Pick<TestShop, 'client'>,
  orderId: string,
): Promise<PlacedBody> =>
  until(`the tasks of ${orderId} to come to rest`, async () => {
    const order = await client.order(orderId);
    return order.tasks.every(({ state }) => restStates.has(state)) ? order : null;
  });
