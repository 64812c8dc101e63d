// The shop in an operator's hands: whatever they change through it leaves a row in the audit log.

import type { FastifyRequest } from 'fastify';
import type { Shop } from '../orders/shop.js';
import type { Caller } from './access.js';

/** For anybody else it is the shop as it was. */
export function shopBy(shop: Shop, caller: Caller, request: FastifyRequest): Shop {
  if (caller.type !== 'operator') return shop;
  const route = `${request.method} ${request.routeOptions.url}`;
  return { ...shop, store: shop.store.by({ keyId: caller.id, route, at: shop.now() }) };
}
