import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { eInvoice, invoicePdf, isInvoiced } from '../../orders/issue-invoice.js';
import { sendPdf, sendXml } from '../document-reply.js';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import { EInvoiceQuery, IdParams, TokenQuery } from '../schemas/requests.js';

export function invoiceRoutes(app: App, doors: Doors): void {
  pdfRoute(app, doors);
  xmlRoute(app, doors);
}

/** The order, where it may be seen and has an invoice. */
async function invoicedOrder(access: Doors['access'], request: FastifyRequest, id: string) {
  const order = await access.order(request, id, 'orders:read');
  if (isInvoiced(order)) return order;
  throw new RefusedError({
    type: 'not-found',
    detail: 'there is no invoice: the order was never confirmed',
  });
}

function xmlRoute(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/orders/:id/invoice.xml',
    {
      schema: {
        summary: 'The issued invoice as an e-invoice of EN 16931',
        tags: ['orders'],
        params: IdParams,
        querystring: EInvoiceQuery,
        response: {
          200: {
            description: 'The document; the same order gives the same bytes',
            content: { 'application/xml': { schema: Type.String() } },
          },
          304: Type.Null(),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const order = await invoicedOrder(access, request, request.params.id);
      const { format = 'ubl', profile } = request.query;
      const xml = await eInvoice(shop, order, { format, ...(profile ? { profile } : {}) });
      if (!xml.ok) throw new RefusedError(xml.refusal);
      return sendXml(reply, order.invoiceNumber as string, xml.value);
    },
  );
}

function pdfRoute(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/orders/:id/invoice.pdf',
    {
      schema: {
        summary: 'The issued invoice; rendered on the spot when its task has not run yet',
        tags: ['orders'],
        params: IdParams,
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
      const order = await invoicedOrder(access, request, request.params.id);
      const pdf = await invoicePdf(shop, order.id);
      if (!pdf.ok) throw new RefusedError(pdf.refusal);
      return sendPdf(reply, order.invoiceNumber as string, pdf.value);
    },
  );
}
