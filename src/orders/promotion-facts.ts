// What promotions ask of a cart that neither the cart nor its articles say: their limits, the
// customer's history and groups, and the articles that they give away.

import type { Quotes } from '../compute/quotes.js';
import type { Cart, CustomerFacts } from '../core/cart.js';
import type { Store } from '../store/store.js';
import { unknownArticle } from './catalogue.js';
import { type Buyer, usageLeft } from './promotion-limits.js';
import { giftsOf, needsOf, type RuleNeeds } from './rule-needs.js';
import type { Shop } from './shop.js';

export interface FactShop extends Pick<Shop, 'catalogue'> {
  store: Pick<Store, 'promotionLevels' | 'hasOrdered' | 'customer'>;
  quotes: Pick<Quotes, 'rules'>;
}

/** Puts them into the cart, which has just been made and is nobody else's yet. */
export async function addPromotionFacts(
  shop: FactShop,
  cart: Cart,
  buyer: Buyer = {},
): Promise<void> {
  const needs = cart.promotions ? ownNeeds(cart.promotions) : needsOf(shop.quotes.rules);
  const { limited, giftSkus, firstOrder, groups } = needs;
  if (limited.size === 0 && giftSkus.length === 0 && !firstOrder && !groups) return;
  const [usage, gifts, customer] = await Promise.all([
    limited.size === 0 ? undefined : usageLeft(shop.store, limited, cart, buyer),
    giftSkus.length === 0 ? undefined : giftProducts(shop, giftSkus, cart),
    customerFacts(shop, needs, cart.customer, buyer),
  ]);
  cart.customer = customer;
  cart.usage = usage;
  cart.gifts = gifts;
}

/** Promotions that a request brings count nothing; its own facts say the rest. */
const ownNeeds = (promotions: NonNullable<Cart['promotions']>): RuleNeeds => ({
  limited: new Map(),
  giftSkus: giftsOf(promotions),
  firstOrder: false,
  groups: false,
});

/** A request that brings promotions may give away what the catalogue does not know. */
async function giftProducts(
  { catalogue }: FactShop,
  skus: readonly string[],
  { currency, lines, promotions }: Cart,
): Promise<Cart['gifts']> {
  const products = await catalogue.products(skus, currency);
  const inCart = new Map(lines.map(({ sku, product }) => [sku, product]));
  return Object.fromEntries(
    skus.flatMap((sku, index) => {
      const other = promotions ? (inCart.get(sku) ?? unknownArticle(sku)) : null;
      const product = products[index] ?? other;
      return product ? [[sku, product] as const] : [];
    }),
  );
}

/** What the request says of its customer stands; only an operator can say it. */
async function customerFacts(
  { store }: FactShop,
  needs: RuleNeeds,
  facts: CustomerFacts | undefined,
  buyer: Buyer,
): Promise<CustomerFacts | undefined> {
  const { id = null, email = null } = buyer;
  const asksHistory = needs.firstOrder && facts?.isFirstOrder === undefined;
  const asksGroups = needs.groups && facts?.groups === undefined;
  const [hasOrdered, customer] = await Promise.all([
    asksHistory && (id !== null || email !== null) ? store.hasOrdered({ id, email }) : undefined,
    asksGroups && id !== null ? store.customer(id) : undefined,
  ]);
  if (hasOrdered === undefined && customer === undefined) return facts;
  const groups = groupsOf(customer?.profile.groups);
  return {
    ...facts,
    ...(hasOrdered === undefined ? {} : { isFirstOrder: !hasOrdered }),
    ...(groups.length === 0 ? {} : { groups }),
  };
}

/** A profile may hold anything. */
const groupsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((group) => typeof group === 'string') : [];
