// Products as carts need them, cached in front of the store: a hot SKU is read once, not per order.

import type { CartProduct } from '../core/cart.js';
import type { Product, Store } from '../store/store.js';

/** Entries; when they are more, the cache starts over. */
const CACHE_MAX = 20_000;

export class Catalogue {
  readonly #store: Pick<Store, 'product'>;
  readonly #cache = new Map<string, Product>();

  constructor(store: Pick<Store, 'product'>) {
    this.#store = store;
  }

  /** One entry a SKU, in order; `null` for what the catalogue does not know. */
  async products(skus: readonly string[], currency: string): Promise<(CartProduct | null)[]> {
    const products: (CartProduct | null)[] = [];
    for (const sku of skus) {
      const product = this.#cache.get(sku) ?? (await this.#load(sku));
      products.push(product ? cartProduct(product, currency) : null);
    }
    return products;
  }

  /** To be called when a product has been written. */
  forget(sku: string): void {
    this.#cache.delete(sku);
  }

  async #load(sku: string): Promise<Product | undefined> {
    const product = await this.#store.product(sku);
    if (!product) return undefined;
    if (this.#cache.size >= CACHE_MAX) this.#cache.clear();
    this.#cache.set(sku, product);
    return product;
  }
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
