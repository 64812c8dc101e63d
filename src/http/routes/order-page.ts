// The page that the link in an e-mail leads to: for people, so that what is refused is a page too.

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Language, languages } from '../../core/invoice.js';
import { problemOf } from '../../core/problems.js';
import { orderPage, refusalPage } from '../../web/order-page.js';
import { pageHeaders, unlisted } from '../../web/page.js';
import type { App, Doors } from '../doors.js';
import { CHALLENGE, refusalOf } from '../problem-reply.js';
import { IdParams, TokenQuery } from '../schemas/requests.js';
import { pageLanguage, tailored } from '../tailored-page.js';

const html = { 'text/html': { schema: Type.String() } };
const refused = { description: 'A page that says what to do', content: html };

const FALLBACK_SELLER = { name: 'Orderloom', country: '' };

/** Opened by a session alone, its address leads a stranger nowhere. */
const hasToken = ({ query }: FastifyRequest): boolean =>
  (query as { token?: string }).token !== undefined;

/** The letters' languages: what is printed on an invoice can be said on its page. */
const languageOf = (request: FastifyRequest): Language =>
  pageLanguage(request, languages) as Language;

export function orderPageRoutes(app: App, { shop, access, timeZone, web, offer }: Doors): void {
  const headers = pageHeaders({ hasStripe: offer.publishableKeys?.stripe !== undefined });
  const sendPage = (request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply =>
    reply
      .headers(hasToken(request) ? { ...headers, ...unlisted } : headers)
      .type('text/html; charset=utf-8')
      .send(body);
  const seller = shop.seller ?? FALLBACK_SELLER;
  const frameFor = (request: FastifyRequest) =>
    tailored(web.pages.get('order') ?? '', request, web);

  const refuse = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalOf(error);
    if (refusal.type === 'internal-error') request.log.error({ err: error }, 'request failed');
    const { status, retryAfter } = problemOf(refusal);
    if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
    if (status === 401) reply.header('www-authenticate', CHALLENGE);
    const body = refusalPage(
      frameFor(request),
      { refusal: refusal.type, status },
      languageOf(request),
      seller.name,
    );
    return sendPage(request, reply.code(status), body);
  };

  app.get(
    '/orders/:id',
    {
      errorHandler: refuse,
      schema: {
        summary: 'The order as a page for its customer, in English or German',
        tags: ['pages'],
        params: IdParams,
        querystring: TokenQuery,
        response: {
          200: { description: 'The page', content: html },
          '4xx': refused,
          '5xx': refused,
        },
      },
    },
    async (request, reply) => {
      const found = await access.order(request, request.params.id, 'orders:read');
      const events = await shop.store.orderEvents(found.id, 0);
      // It may have gone on between the two reads. Beside its newest event's number an older state
      // would stay: the page asks only for what comes after that.
      const isCurrent = events.at(-1)?.state === found.state;
      const order = isCurrent ? found : ((await shop.store.order(found.id)) ?? found);
      const { token = null } = request.query;
      const language = languageOf(request);
      const frame = frameFor(request);
      return sendPage(
        request,
        reply,
        orderPage({ frame, order, events, seller, language, timeZone, token }),
      );
    },
  );
}
