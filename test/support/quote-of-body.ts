// What `orderloom quote FILE.json` computes of a body, in a shop without articles and promotions.

import { Value } from 'typebox/value';
import { createCalendar } from '../../src/calendar.js';
import { createQuotes } from '../../src/compute/quotes.js';
import type { Refusal } from '../../src/core/problems.js';
import type { Quote } from '../../src/core/quote.js';
import { type Result, refuse } from '../../src/core/result.js';
import { RefusedError } from '../../src/http/problem-reply.js';
import { quoteRequest } from '../../src/http/quote-body.js';
import { QuoteBody } from '../../src/http/schemas/quote-request.js';
import { resolveCart } from '../../src/orders/cart-request.js';
import { Catalogue } from '../../src/orders/catalogue.js';
import { loadRules } from '../../src/shop-data.js';

const rules = loadRules([]);
const quotes = createQuotes({ threads: 0, batchMax: 1, queueMax: 1, rules });
const offer = {
  shippingMethods: new Set(rules.shippingMethods.map(({ id }) => id)),
  paymentMethods: new Set<string>(),
};
const nobodyAsks = async (): Promise<never> => {
  throw new Error('the rules ask nothing of the store');
};
const shop = {
  quotes,
  store: { promotionLevels: nobodyAsks, hasOrdered: nobodyAsks, customer: nobodyAsks },
  catalogue: new Catalogue({ product: async () => undefined }),
  calendar: createCalendar('UTC'),
};
/** A body without a date is of this day. */
const NOW = Date.UTC(2026, 5, 15, 12);

/** What it is answered, the refusal of a body that is none of ours included. */
export async function answerToBody(body: QuoteBody): Promise<Result<Quote, Refusal>> {
  const operator = { type: 'operator', id: 'test', scopes: ['*'] } as const;
  try {
    const request = quoteRequest(body, offer, operator);
    return await quotes.quote({ ...(await resolveCart(shop, request, NOW)), explains: true });
  } catch (error) {
    if (error instanceof RefusedError) return refuse(error.refusal);
    throw error;
  }
}

/** @throws where the body is not one, or the quote is refused. */
export async function quoteOfBody(body: unknown): Promise<Quote> {
  const [fault] = Value.Errors(QuoteBody, body);
  if (fault) throw new Error(`${fault.instancePath || '/'} ${fault.message}`);
  const quoted = await answerToBody(body as QuoteBody);
  if (!quoted.ok) throw new Error(`refused: ${JSON.stringify(quoted.refusal)}`);
  return quoted.value;
}
