import { Type } from 'typebox';
import { InvalidNotice, type Notice } from '../../gateways/payment/provider.js';
import { settlePayment } from '../../orders/settle-payment.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';

/** A plugin of its own: a signature is over the bytes as they came, so the body is not parsed. */
export async function webhookRoutes(app: App, { shop }: Doors): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );

  app.post(
    '/v1/webhooks/payments/:provider',
    {
      schema: {
        summary: 'A payment provider says what became of a charge',
        description: 'Signed; however often and in whatever order it comes, it counts once.',
        tags: ['webhooks'],
        params: Type.Object({ provider: Type.String({ maxLength: 64 }) }),
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const provider = shop.payments.get(request.params.provider);
      if (!provider) throw new RefusedError({ type: 'not-found' });
      const headers = request.headers as Record<string, string>;
      const { key, outcome } = verified(() => provider.readNotice(request.body as string, headers));
      const settled = await settlePayment(shop, key, outcome);
      if (settled.type === 'not-found') throw new RefusedError({ type: 'not-found' });
      // The provider sends it again while we cannot write.
      if (settled.type === 'storage-unavailable') return sendProblem(reply, settled);
      return reply.code(204).send(null);
    },
  );
}

function verified(read: () => Notice): Notice {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidNotice)) throw error;
    throw new RefusedError({ type: 'invalid-signature', detail: error.message });
  }
}
