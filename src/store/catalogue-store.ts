// What the store knows of goods, promotions, customers and operators: see store.ts.

import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { Promotion } from '../core/rules.js';
import type { EmailTaken } from './customer-store.js';
import type { Page } from './page.js';

/** One limit of a promotion: its uses by everybody, by one customer, or its money in one currency. */
export interface PromotionCounter {
  promotion: string;
  counter: 'uses' | 'customer' | 'budget';
  /** Empty, the customer, or the currency. */
  scope: string;
}

/** What pending orders hold of a limit, and what confirmed ones have used. */
export interface CounterLevel {
  held: number;
  committed: number;
}

export interface Product {
  sku: string;
  name: string;
  category: string;
  /** What else promotions may pick it by. */
  tags?: string[];
  taxCategory: string;
  /** Millionths of a major unit by currency. */
  prices: Record<string, number>;
}

export interface StockLevel {
  sku: string;
  onHand: number;
  reserved: number;
}

export interface ShopCustomer {
  id: string;
  email: string;
  name: string;
  /** Everything else that is known, as JSON: address, currency, a demo basket. */
  profile: Record<string, unknown>;
}

export interface OperatorKey {
  id: string;
  name: string;
  scopes: string[];
  /** SHA-256 of the key; the key itself is kept nowhere. */
  hash: string;
}

export type StockRefusal =
  | { type: 'unknown-sku'; sku: string }
  | { type: 'below-reserved'; sku: string; reserved: number; onHand: number };

export interface ProductQuery {
  cursor: string | null;
  limit: number;
  search: string | null;
}

export interface Seed {
  products: (Product & { stock: number })[];
  customers: ShopCustomer[];
  promotions: Promotion[];
  at: number;
}

export interface CatalogueStore {
  product(sku: string): Promise<Product | undefined>;
  products(query: ProductQuery): Promise<Page<Product & { available: number }>>;
  putProduct(command: Product & { at: number }): Promise<Result<{ created: boolean }, Unavailable>>;
  promotions(): Promise<Promotion[]>;
  promotion(id: string): Promise<Promotion | undefined>;
  promotionList(query: { cursor: string | null; limit: number }): Promise<Page<Promotion>>;
  putPromotion(command: {
    promotion: Promotion;
  }): Promise<Result<{ created: boolean }, Unavailable>>;
  /** Answers whether there was one. What orders have used of it stays on record. */
  removePromotion(command: { id: string }): Promise<Result<boolean, Unavailable>>;
  /** A level for each of them, in order; zero where nothing was ever claimed. */
  promotionLevels(counters: readonly PromotionCounter[]): Promise<CounterLevel[]>;
  stock(sku: string): Promise<StockLevel | undefined>;
  setStock(command: {
    sku: string;
    onHand: number;
    reason: string;
    at: number;
  }): Promise<Result<StockLevel, StockRefusal | Unavailable>>;
  adjustStock(command: {
    sku: string;
    delta: number;
    reason: string;
    at: number;
  }): Promise<Result<StockLevel, StockRefusal | Unavailable>>;
  customer(id: string): Promise<ShopCustomer | undefined>;
  putCustomer(
    command: ShopCustomer & { at: number },
  ): Promise<Result<{ created: boolean }, EmailTaken | Unavailable>>;
  /** Whether an order of this customer, by id or e-mail address, was ever confirmed and kept. */
  hasOrdered(customer: { id: string | null; email: string | null }): Promise<boolean>;
  /** Makes `hasOrdered` fast. The index costs each order something, so only shops that ask have it. */
  indexBuyers(command: Record<string, never>): Promise<Result<null, Unavailable>>;
  operatorKey(hash: string): Promise<OperatorKey | undefined>;
  hasOperatorKeys(): Promise<boolean>;
  putOperatorKey(command: OperatorKey & { at: number }): Promise<Result<null, Unavailable>>;
  /** A random secret that is made on first use and kept with the data. */
  secret(name: string): Promise<string>;
  hasSecret(name: string): Promise<boolean>;
  seed(command: Seed): Promise<Result<null, Unavailable>>;
  isEmpty(): Promise<boolean>;
}
