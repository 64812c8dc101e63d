// Demo mode only: the page where the simulated provider asks the customer what a bank would ask.

import type { FastifyReply } from 'fastify';
import { type Language, languages } from '../../core/invoice.js';
import { challengePage } from '../../web/challenge-page.js';
import { pageHeaders, unlisted } from '../../web/page.js';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { IdParams } from '../schemas/requests.js';
import { pageLanguage, tailored } from '../tailored-page.js';

/** A plugin of its own: its buttons send an empty form, which no other route takes. */
export async function demoPaymentRoutes(app: App, doors: Doors): Promise<void> {
  const { shop, simulatedPayments, web } = doors;
  if (!simulatedPayments) return;
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1_024 },
    (_request, _body, done) => done(null, null),
  );
  const schema = { hide: true, params: IdParams };
  const orderOf = async (id: string) => {
    const order = await shop.store.order(id);
    if (order?.payment.method !== simulatedPayments.name) {
      throw new RefusedError({ type: 'not-found' });
    }
    return order;
  };

  app.get('/demo/payments/:id', { schema }, async (request, reply) => {
    const { id, currency, payment } = await orderOf(request.params.id);
    const { amount, state } = payment;
    const isOpen = state === 'action-required';
    const frame = tailored(web.pages.get('order') ?? '', request, web);
    const language = pageLanguage(request, languages) as Language;
    return sendPage(reply, challengePage({ frame, language, id, amount, currency, isOpen }));
  });

  for (const [word, isApproved] of [
    ['approve', true],
    ['decline', false],
  ] as const) {
    app.post(`/demo/payments/:id/${word}`, { schema }, async (request, reply) => {
      const { id } = await orderOf(request.params.id);
      await simulatedPayments.answer(id, isApproved);
      return reply.redirect(shop.orderLink(id).url, 303);
    });
  }
}

/** The one page of ours whose buttons send something, and only to ourselves. */
const headers = { ...pageHeaders({ instead: { 'form-action': "'self'" } }), ...unlisted };

const sendPage = (reply: FastifyReply, body: string): FastifyReply =>
  reply.headers(headers).type('text/html; charset=utf-8').send(body);
