/**
 * Carts of the demo shop's articles, priced under its price lists, promotions and tax rates, and the
 * confirmed orders that come of them. The same seed gives the same carts in every run.
 */
import type { Cart, CartLine } from '../../src/core/cart.js';
import { type CompiledRules, compileRules } from '../../src/core/compile-rules.js';
import { MICROS } from '../../src/core/decimal.js';
import { type Invoice, invoiceOf, type Seller } from '../../src/core/invoice.js';
import type { OrderDocument, OrderFacts } from '../../src/core/order.js';
import { type Quote, quote } from '../../src/core/quote.js';
import type { Rules } from '../../src/core/rules.js';
import { loadDemoShop, loadRules, loadSeller } from '../../src/shop-data.js';
import type { Product } from '../../src/store/store.js';
import { mulberry32 } from './order-requests.js';

/** Fixed, so that no promotion or tax rate changes what is measured. */
export const AT = Date.UTC(2026, 5, 15, 10);
const DATE = '2026-06-15';
const SEED = 20_260_615;
const DIFFERENT_CARTS = 64;
const QUANTITY_MAX = 3;
/** Beside the promotion that needs none. */
const COUPONS = [[], ['WELCOME10'], ['BOOKS20', 'SAVE5']];

export interface DemoShop {
  rules: Rules;
  compiled: CompiledRules;
  products: Product[];
  seller: Seller;
}

export function demoShop(): DemoShop {
  const { products, promotions } = loadDemoShop(AT);
  const rules = loadRules(promotions);
  const seller = loadSeller('', true);
  if (seller === null) throw new Error('the demo shop has no seller');
  return { rules, compiled: compileRules(rules), products, seller };
}

/** Different carts in turn: one cart over and over would be faster than a shop's are. */
export function demoCarts({ products }: DemoShop, lines: number): () => Cart {
  const random = mulberry32(SEED);
  const carts = Array.from({ length: DIFFERENT_CARTS }, (_, index) => ({
    currency: 'EUR',
    country: 'DE',
    date: DATE,
    shippingMethod: 'standard',
    coupons: COUPONS[index % COUPONS.length] as string[],
    lines: demoLines(products, lines, random),
  }));
  let next = -1;
  return () => {
    next = (next + 1) % DIFFERENT_CARTS;
    return carts[next] as Cart;
  };
}

/** A large cart has more lines than the demo shop has articles: it comes round to their variants. */
function demoLines(products: Product[], count: number, random: () => number): CartLine[] {
  const first = Math.floor(random() * products.length);
  return Array.from({ length: count }, (_, index) => {
    const { sku, name, category, taxCategory, prices } = products[
      (first + index) % products.length
    ] as Product;
    const variant = Math.floor(index / products.length);
    return {
      sku: variant === 0 ? sku : `${sku}-${variant + 1}`,
      quantityMicros: (1 + Math.floor(random() * QUANTITY_MAX)) * MICROS,
      product: { name, category, taxCategory, priceMicros: prices.EUR ?? null },
    };
  });
}

export function quoted(cart: Cart, rules: CompiledRules): Quote {
  const result = quote(cart, rules);
  if (!result.ok) throw new Error(`a quote was refused: ${result.refusal.type}`);
  return result.value;
}

export function documentOf(quote: Quote): OrderDocument {
  const { priceBasis, lines, discounts, shipping, taxes, totals } = quote;
  return {
    ...{ priceBasis, lines, discounts, shipping, taxes, totals },
    customer: { email: 'customer@example.com', name: 'Example Customer' },
    shippingAddress: {
      name: 'Example Customer',
      line1: 'Invalidenstr. 1',
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    },
  };
}

export const demoInvoice = (shop: DemoShop, cart: Cart): Invoice =>
  invoiceOf(demoOrder(shop, cart), shop.seller, DATE);

export function demoOrder({ compiled }: DemoShop, cart: Cart): OrderFacts {
  const quote = quoted(cart, compiled);
  const payment = { method: 'simulated', state: 'captured', reference: 'ref' } as const;
  return {
    id: '01JXQ0000000000000000000AA',
    number: '2026-000042',
    invoiceNumber: 'INV-2026-000042',
    state: 'confirmed',
    currency: quote.currency,
    createdAt: AT,
    confirmedAt: AT,
    document: documentOf(quote),
    payment: { ...payment, amount: quote.totals.total },
    tasks: [],
  };
}
