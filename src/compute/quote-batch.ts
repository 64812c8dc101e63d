// What runs in a quote worker: a batch of carts in, a batch of quotes out.

import type { Cart } from '../core/cart.js';
import { type CompiledRules, compileRules } from '../core/compile-rules.js';
import { type Quote, quote } from '../core/quote.js';
import type { QuoteRefusal } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type { Rules } from '../core/rules.js';

export interface QuoteBatch {
  version: string;
  carts: Cart[];
  rules?: Rules;
}

export type QuoteBatchAnswer = Result<Quote, QuoteRefusal>[] | 'rules-missing';

let compiled: CompiledRules | null = null;

export function quoteBatch({ version, carts, rules }: QuoteBatch): QuoteBatchAnswer {
  if (rules) compiled = compileRules(rules);
  if (compiled?.version !== version) return 'rules-missing';
  const current = compiled;
  return carts.map((cart) => quote(cart, current));
}
