import { resolveCart } from '../../orders/cart-request.js';
import { withProvidedTaxes } from '../../orders/provided-taxes.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { quoteRequest } from '../quote-body.js';
import { problemAnswers } from '../schemas/answers.js';
import { limits } from '../schemas/fields.js';
import { QuoteAnswer } from '../schemas/quote-answer.js';
import { QuoteBody } from '../schemas/quote-request.js';

export function quoteRoutes(app: App, { shop, access, offer }: Doors): void {
  app.post(
    '/v1/quotes',
    {
      bodyLimit: limits.documentBytes,
      schema: {
        summary: 'Price a cart; nothing is held',
        tags: ['quotes'],
        body: QuoteBody,
        response: { 200: QuoteAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.callerOf(request);
      if (caller.type === 'bearer') {
        throw new RefusedError({ type: 'unauthorized', detail: 'this key is not known' });
      }
      const cart = await resolveCart(shop, quoteRequest(request.body, offer, caller), shop.now());
      const taxed = await withProvidedTaxes(shop, cart, request.body.shippingAddress);
      const quoted = await shop.quotes.quote({ ...taxed, explains: true });
      if (!quoted.ok) return sendProblem(reply, quoted.refusal);
      return { ...quoted.value, explanation: quoted.value.explanation ?? [] };
    },
  );
}
