// Products as carts need them, cached in front of the store: a hot SKU is read once, not per order.

import type { CartProduct } from '../core/cart.js';
import type { Product, Store } from '../store/store.js';

/** Entries; when they are more, the cache starts over. */
const CACHE_MAX = 20_000;

type Priced = (CartProduct | null)[];
type BySku = Record<string, CartProduct>;

/** An article, and what carts of one currency are given of it: nearly all are of the same. */
interface Entry {
  product: Product;
  currency: string;
  inCart: CartProduct;
}

export class Catalogue {
  readonly #store: Pick<Store, 'product'>;
  readonly #cache = new Map<string, Entry>();
  /** What was last asked for by SKU: nearly all carts ask for the same. */
  #last: { skus: readonly string[]; currency: string; bySku: BySku } | null = null;

  constructor(store: Pick<Store, 'product'>) {
    this.#store = store;
  }

  /**
   * One entry a SKU, in order; `null` for what the catalogue does not know. At once where all are in
   * the cache. What is answered is shared, and stays as it is.
   */
  products(skus: readonly string[], currency: string): Priced | Promise<Priced> {
    const products: Priced = [];
    for (const sku of skus) {
      const entry = this.#cache.get(sku);
      if (!entry) return this.#loaded(skus, currency);
      products.push(inCurrency(entry, currency));
    }
    return products;
  }

  /** Those that the catalogue knows. The same as `products`, but for lists that do not change. */
  bySku(skus: readonly string[], currency: string): BySku | Promise<BySku> {
    const last = this.#last;
    if (last?.skus === skus && last.currency === currency) return last.bySku;
    const products = this.products(skus, currency);
    if (products instanceof Promise) return products.then((found) => knownOf(skus, found));
    const bySku = knownOf(skus, products);
    this.#last = { skus, currency, bySku };
    return bySku;
  }

  /** To be called when a product has been written. */
  forget(sku: string): void {
    this.#cache.delete(sku);
    this.#last = null;
  }

  async #loaded(skus: readonly string[], currency: string): Promise<Priced> {
    const products: Priced = [];
    for (const sku of skus) {
      const entry = this.#cache.get(sku) ?? (await this.#load(sku, currency));
      products.push(entry ? inCurrency(entry, currency) : null);
    }
    return products;
  }

  async #load(sku: string, currency: string): Promise<Entry | undefined> {
    const product = await this.#store.product(sku);
    if (!product) return undefined;
    if (this.#cache.size >= CACHE_MAX) this.#cache.clear();
    const entry = { product, currency, inCart: cartProduct(product, currency) };
    this.#cache.set(sku, entry);
    return entry;
  }
}

const knownOf = (skus: readonly string[], products: Priced): BySku =>
  Object.fromEntries(
    skus.flatMap((sku, index) => {
      const product = products[index];
      return product ? [[sku, product]] : [];
    }),
  );

function inCurrency(entry: Entry, currency: string): CartProduct {
  if (entry.currency === currency) return entry.inCart;
  entry.currency = currency;
  entry.inCart = cartProduct(entry.product, currency);
  return entry.inCart;
}

const cartProduct = (product: Product, currency: string): CartProduct => ({
  name: product.name,
  category: product.category,
  tags: product.tags,
  taxCategory: product.taxCategory,
  priceMicros: product.prices[currency] ?? null,
});

/** What an article is taken for of which nothing is known but its SKU. */
export const unknownArticle = (sku: string): CartProduct => ({
  name: sku,
  category: '',
  taxCategory: 'standard',
  priceMicros: null,
});
