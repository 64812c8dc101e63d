import { Type } from 'typebox';
import { invoicePdf, isInvoiced } from '../../orders/issue-invoice.js';
import type { App, Doors } from '../doors.js';
import { RefusedError } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import { IdParams, TokenQuery } from '../schemas/requests.js';

export function invoiceRoutes(app: App, { shop, access }: Doors): void {
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
      const order = await access.order(request, request.params.id, 'orders:read');
      if (!isInvoiced(order)) {
        throw new RefusedError({
          type: 'not-found',
          detail: 'there is no invoice: the order was never confirmed',
        });
      }
      const pdf = await invoicePdf(shop, order);
      if (!pdf.ok) throw new RefusedError(pdf.refusal);
      const { bytes, sha256 } = pdf.value;
      return reply
        .type('application/pdf')
        .header('etag', `"${sha256}"`)
        .header('cache-control', 'private, no-cache')
        .header('x-content-type-options', 'nosniff')
        .header('content-disposition', `inline; filename="${order.invoiceNumber}.pdf"`)
        .send(bytes);
    },
  );
}
