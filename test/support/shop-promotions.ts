/** Promotions as operators save them over HTTP, and what is used of them. */
import type { Promotion } from '../../src/core/rules.js';
import type { StoredPromotion } from '../../src/orders/promotion-desk.js';
import { type Answer, OPERATOR_KEY as as, type Json, type PlacedBody } from './http-client.js';
import type { TestShop } from './shop.js';

export const promotionPath = (id: string): string => `/v1/admin/promotions/${id}`;

/** Ten per cent off, with whatever else it is to be. */
export const promotionBody = (more: Partial<Promotion> | Json = {}): Json => ({
  name: 'Sale',
  priority: 500,
  action: { type: 'percentage', percent: '10' },
  since: '2020-01-01',
  until: null,
  ...more,
});

export const putPromotion = (
  { client }: TestShop,
  id: string,
  more: Partial<Promotion> | Json = {},
): Promise<Answer<StoredPromotion>> =>
  client.send<StoredPromotion>('PUT', promotionPath(id), { as, body: promotionBody(more) });

/** @throws Error when it is not in force. */
export async function promoted(
  shop: TestShop,
  id: string,
  more: Partial<Promotion> | Json = {},
): Promise<void> {
  const { status, text } = await putPromotion(shop, id, more);
  if (status >= 300) throw new Error(`promotion ${id}: ${status} ${text}`);
}

export const removePromotion = ({ client }: TestShop, id: string) =>
  client.send('DELETE', promotionPath(id), { as });

export const usageOf = async ({ client }: TestShop, id: string) =>
  (await client.get<StoredPromotion>(promotionPath(id), { as })).body.usage;

/** Tries again when the shop says that it has too much work, as its customers are told to. */
export async function insist({ client }: TestShop, body: Json): Promise<Answer<PlacedBody>> {
  for (;;) {
    const placed = await client.place(body);
    if (placed.status !== 503) return placed;
  }
}
