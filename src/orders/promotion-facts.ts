// What promotions ask of a cart that neither the cart nor its articles say: their limits, the
// customer's history and groups, and the articles that they give away.

import type { Quotes } from '../compute/quotes.js';
import type { Cart, CartProduct, CustomerFacts } from '../core/cart.js';
import type { Store } from '../store/store.js';
import { unknownArticle } from './catalogue.js';
import { asksForLimits, type Buyer, usageLeft } from './promotion-limits.js';
import { giftsOf, needsOf, type RuleNeeds } from './rule-needs.js';
import type { Shop } from './shop.js';

export interface FactShop extends Pick<Shop, 'catalogue'> {
  store: Pick<Store, 'promotionLevels' | 'hasOrdered' | 'customer'>;
  quotes: Pick<Quotes, 'rules'>;
}

/**
 * Puts them into the cart, which has just been made and is nobody else's yet. Most carts need nothing
 * that has to be waited for: then nothing is, `null`.
 */
export function addPromotionFacts(
  shop: FactShop,
  cart: Cart,
  buyer: Buyer = {},
): Promise<void> | null {
  const needs = cart.promotions ? ownNeeds(cart.promotions) : needsOf(shop.quotes.rules);
  const { limited, giftSkus, firstOrder, groups } = needs;
  if (limited.size === 0 && giftSkus.length === 0 && !firstOrder && !groups) return null;
  const usage = asksForLimits(limited, cart)
    ? usageLeft(shop.store, limited, cart, buyer)
    : undefined;
  const gifts = giftSkus.length === 0 ? undefined : giftProducts(shop, giftSkus, cart);
  const customer = customerFacts(shop, needs, cart.customer, buyer);
  if (usage === undefined && !(gifts instanceof Promise) && !(customer instanceof Promise)) {
    putFacts(cart, { usage, gifts, customer });
    return null;
  }
  return Promise.all([usage, gifts, customer]).then(([left, given, known]) =>
    putFacts(cart, { usage: left, gifts: given, customer: known }),
  );
}

function putFacts(cart: Cart, facts: Pick<Cart, 'usage' | 'gifts' | 'customer'>): void {
  cart.usage = facts.usage;
  cart.gifts = facts.gifts;
  cart.customer = facts.customer;
}

/** Promotions that a request brings count nothing; its own facts say the rest. */
const ownNeeds = (promotions: NonNullable<Cart['promotions']>): RuleNeeds => ({
  limited: new Map(),
  giftSkus: giftsOf(promotions),
  firstOrder: false,
  groups: false,
});

function giftProducts(
  { catalogue }: FactShop,
  skus: readonly string[],
  { currency, promotions, lines }: Cart,
): Cart['gifts'] | Promise<Cart['gifts']> {
  const known = catalogue.bySku(skus, currency);
  if (!promotions) return known;
  return known instanceof Promise
    ? known.then((found) => withOwn(found, skus, lines))
    : withOwn(known, skus, lines);
}

/** A request that brings promotions may give away what the catalogue does not know. */
function withOwn(
  known: Record<string, CartProduct>,
  skus: readonly string[],
  lines: Cart['lines'],
): Cart['gifts'] {
  const inCart = new Map(lines.map(({ sku, product }) => [sku, product]));
  return Object.fromEntries(
    skus.map((sku) => [
      sku,
      Object.hasOwn(known, sku) ? known[sku] : (inCart.get(sku) ?? unknownArticle(sku)),
    ]),
  ) as Cart['gifts'];
}

/** What the request says of its customer stands; only an operator can say it. */
function customerFacts(
  { store }: FactShop,
  needs: RuleNeeds,
  facts: CustomerFacts | undefined,
  buyer: Buyer,
): CustomerFacts | undefined | Promise<CustomerFacts | undefined> {
  const { id = null, email = null } = buyer;
  const asksHistory =
    needs.firstOrder && facts?.isFirstOrder === undefined && (id !== null || email !== null);
  const customerId = needs.groups && facts?.groups === undefined ? id : null;
  if (!asksHistory && customerId === null) return facts;
  return Promise.all([
    asksHistory ? store.hasOrdered({ id, email }) : undefined,
    customerId === null ? undefined : store.customer(customerId),
  ]).then(([hasOrdered, customer]) => withHistory(facts, hasOrdered, customer));
}

function withHistory(
  facts: CustomerFacts | undefined,
  hasOrdered: boolean | undefined,
  customer: Awaited<ReturnType<Store['customer']>>,
): CustomerFacts | undefined {
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
