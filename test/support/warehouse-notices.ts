/** What a warehouse sends, signed with the secret that it shares with the shop. */
import { Webhook } from 'standardwebhooks';
import { openEvents, type StreamEvent } from './event-stream.js';
import type { Json, PlacedBody } from './http-client.js';
import type { TestShop } from './shop.js';

export const SECRET = Buffer.alloc(32, 5).toString('base64');
export const webhook = new Webhook(SECRET);
export const stranger = new Webhook(Buffer.alloc(32, 1).toString('base64'));

export interface Sent {
  body: string;
  headers: Record<string, string>;
}

export function signed(notice: unknown, at = new Date(), signer = webhook): Sent {
  const body = typeof notice === 'string' ? notice : JSON.stringify(notice);
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signer.sign('msg_1', at, body),
    },
  };
}

export const shipped = (orderId: string, more: Json = {}) => ({
  type: 'order.shipped',
  data: { orderId, ...more },
});
export const delivered = (orderId: string, more: Json = {}) => ({
  type: 'order.delivered',
  data: { orderId, ...more },
});

export const notify = ({ client }: Pick<TestShop, 'client'>, sent: Sent) =>
  client.post('/v1/webhooks/warehouse', sent);

/** What the order's history says of its states, up to the last one. */
export async function statesOf(
  { engine }: TestShop,
  order: PlacedBody,
  last: string,
): Promise<Json[]> {
  const stream = await openEvents(`${engine.url}/v1/orders/${order.id}/events`, {
    as: order.accessToken,
  });
  const events = await stream.through(
    ({ event, data }: StreamEvent) => event === 'state' && data.state === last,
  );
  await stream.close();
  return events.filter(({ event }) => event === 'state').map(({ data }) => data);
}
