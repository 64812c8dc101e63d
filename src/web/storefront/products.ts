// Products as they are now: what is on show is asked for again every few seconds, as long as somebody
// looks, so that what is in stock is what is in stock.

import { signal } from '@preact/signals';
import { type Answer, call } from '../shell/api.js';

export interface Product {
  sku: string;
  name: string;
  category: string;
  available: number;
  prices: Record<string, { unitPrice: number | string; currency: string; basis: 'gross' | 'net' }>;
}

export interface ProductList {
  items: Product[];
  nextCursor: string | null;
}

export const PAGE_SIZE = 24;
const LIMIT_MAX = 100;

/** `count` products that fit the words, in as few requests as it takes. */
export async function products(query: string, count: number): Promise<Answer<ProductList>> {
  const items: Product[] = [];
  let cursor: string | null = null;
  for (;;) {
    const limit = Math.min(count - items.length, LIMIT_MAX);
    const search = new URLSearchParams({ limit: String(limit) });
    if (query !== '') search.set('q', query);
    if (cursor !== null) search.set('cursor', cursor);
    const answer: Answer<ProductList> = await call<ProductList>(`/v1/products?${search}`);
    if (!answer.ok) return answer;
    items.push(...answer.body.items);
    cursor = answer.body.nextCursor;
    if (cursor === null || items.length >= count) {
      return { ...answer, body: { items, nextCursor: cursor } };
    }
  }
}

export const product = (sku: string): Promise<Answer<Product>> =>
  call<Product>(`/v1/products/${encodeURIComponent(sku)}`);

/** Counts up whenever what is on show should be asked for again. */
export const freshness = signal(0);

const REFRESH_MS = 8_000;
const refresh = () => {
  if (document.visibilityState === 'visible') freshness.value += 1;
};

export function keepFresh(): void {
  setInterval(refresh, REFRESH_MS);
  document.addEventListener('visibilitychange', refresh);
  addEventListener('online', refresh);
}
