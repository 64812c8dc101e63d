import { Type } from 'typebox';
import type { OrderRefund } from '../../core/order.js';
import { refundView } from '../../core/refund-view.js';
import { creditNotePdf, creditNoteXml } from '../../orders/issue-credit-note.js';
import { refundOrder } from '../../orders/refund-order.js';
import type { StoredOrder } from '../../store/store.js';
import { callerName } from '../access.js';
import { shopBy } from '../acting.js';
import { sendPdf, sendXml } from '../document-reply.js';
import type { App, Doors } from '../doors.js';
import { claimOf } from '../idempotency.js';
import { RefusedError, sendJson, sendProblem } from '../problem-reply.js';
import { ListOf, problemAnswers } from '../schemas/answers.js';
import { CreditNoteParams, RefundAnswer, RefundBody } from '../schemas/refunds.js';
import { EInvoiceQuery, IdempotencyHeaders, IdParams, TokenQuery } from '../schemas/requests.js';

export function refundRoutes(app: App, { shop, access }: Doors): void {
  app.post(
    '/v1/orders/:id/refunds',
    {
      schema: {
        summary: 'Give something of a paid order back, with a credit note',
        description:
          'Lines by quantity, shipping, or an amount of goodwill. Each refund reclaims exactly its share of discounts and taxes, and all refunds of an order that came back whole sum to its invoice. It is recorded at once; `state` says whether the provider has given the money back yet. Needs the scope orders:refund.',
        tags: ['orders'],
        security: [{ operatorKey: [] }],
        params: IdParams,
        headers: IdempotencyHeaders,
        body: RefundBody,
        response: { 201: RefundAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'orders:refund');
      const { id } = request.params;
      const { lines = [], shipping, goodwill, restock = true, reason } = request.body;
      if (lines.length === 0 && shipping === undefined && goodwill === undefined) {
        const detail = 'must name something to be given back: lines, shipping or goodwill';
        throw new RefusedError({ type: 'invalid-request', errors: [{ pointer: '', detail }] });
      }
      const key = request.headers['idempotency-key'];
      const claim = claimOf(key, callerName(caller), `POST ${request.url}`, request.body);
      const refunded = await refundOrder(shopBy(shop, caller, request), {
        orderId: id,
        request: {
          lines,
          ...(shipping === undefined ? {} : { shipping }),
          ...(goodwill === undefined ? {} : { goodwill }),
        },
        isRestocked: restock,
        reason,
        claim,
      });
      if (!refunded.ok) return sendProblem(reply, refunded.refusal);
      const { status, body, replayed } = refunded.value;
      if (replayed) reply.header('idempotent-replayed', 'true');
      return sendJson(reply, status, body);
    },
  );
}

/** Reads, which carry an ETag. */
export function refundReadRoutes(app: App, { access }: Doors): void {
  app.get(
    '/v1/orders/:id/refunds',
    {
      schema: {
        summary: 'What was given back of an order, oldest first',
        tags: ['orders'],
        params: IdParams,
        querystring: TokenQuery,
        response: { 200: ListOf(RefundAnswer), 304: Type.Null(), ...problemAnswers },
      },
    },
    async (request) => {
      const order = await access.order(request, request.params.id, 'orders:read');
      const items = (order.refunds ?? []).map((refund) => refundView(order, refund));
      return { items, nextCursor: null };
    },
  );
}

export function creditNoteRoutes(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/orders/:id/credit-notes/:number.pdf',
    {
      schema: {
        summary: 'An issued credit note; rendered on the spot when its task has not run yet',
        tags: ['orders'],
        params: CreditNoteParams,
        querystring: TokenQuery,
        response: {
          200: {
            description: 'The document, byte by byte as it was issued',
            content: {
              'application/pdf': {
                schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }),
              },
            },
          },
          304: Type.Null(),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      const order = await access.order(request, id, 'orders:read');
      const pdf = await creditNotePdf(shop, order, creditNoteOf(order, number));
      if (!pdf.ok) throw new RefusedError(pdf.refusal);
      return sendPdf(reply, number, pdf.value);
    },
  );

  app.get(
    '/v1/orders/:id/credit-notes/:number.xml',
    {
      schema: {
        summary: 'An issued credit note as an e-invoice of EN 16931',
        tags: ['orders'],
        params: CreditNoteParams,
        querystring: EInvoiceQuery,
        response: {
          200: {
            description: 'The document; the same refund gives the same bytes',
            content: { 'application/xml': { schema: Type.String() } },
          },
          304: Type.Null(),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      const order = await access.order(request, id, 'orders:read');
      const { format = 'ubl', profile } = request.query;
      const asked = { format, ...(profile ? { profile } : {}) };
      const xml = await creditNoteXml(shop, order, creditNoteOf(order, number), asked);
      if (!xml.ok) throw new RefusedError(xml.refusal);
      return sendXml(reply, number, xml.value);
    },
  );
}

function creditNoteOf(order: StoredOrder, number: string): OrderRefund {
  const refund = order.refunds?.find(({ creditNoteNumber }) => creditNoteNumber === number);
  if (refund) return refund;
  throw new RefusedError({ type: 'not-found', detail: 'the order has no such credit note' });
}
