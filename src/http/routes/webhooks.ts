import { Type } from 'typebox';
import { InvalidNotice, StaleNotice } from '../../gateways/payment/provider.js';
import type { SimulatedWarehouse } from '../../gateways/warehouse/simulated-warehouse.js';
import {
  InvalidWarehouseNotice,
  StaleWarehouseNotice,
  UnreadableWarehouseNotice,
} from '../../gateways/warehouse/warehouse.js';
import { noteShipment } from '../../orders/note-shipment.js';
import { lookAgain } from '../../orders/recover.js';
import { settlePayment } from '../../orders/settle-payment.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { refusedNotices } from '../refused-notices.js';
import { problemAnswers } from '../schemas/answers.js';
import { limits } from '../schemas/fields.js';

/** A plugin of its own: a signature is over the bytes as they came, so the body is not parsed. */
export async function webhookRoutes(app: App, doors: Doors): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: limits.noticeBytes },
    (_request, body, done) => done(null, body),
  );

  app.addHook('onSend', refusedNotices(doors.shop));
  paymentWebhook(app, doors);
  warehouseWebhook(app, doors);
  if (doors.simulatedWarehouse) demoWarehouse(app, doors.simulatedWarehouse);
}

function paymentWebhook(app: App, { shop }: Doors): void {
  app.post(
    '/v1/webhooks/payments/:provider',
    {
      schema: {
        summary: 'A payment provider says what became of a charge',
        description: 'Signed; however often and in whatever order it comes, it counts once.',
        tags: ['webhooks'],
        params: Type.Object({
          provider: Type.String({ maxLength: 64, description: 'Its name, as in `simulated`' }),
        }),
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const provider = shop.payments.get(request.params.provider);
      if (!provider) throw new RefusedError({ type: 'not-found' });
      const headers = request.headers as Record<string, string>;
      const notice = verified(() => provider.readNotice(request.body as string, headers));
      // Genuine, and about nothing of ours: taken, so that it is not sent for days.
      if (notice === null) return reply.code(204).send(null);
      const { key, outcome } = notice;
      if (outcome.type === 'changed') {
        await lookAgain(shop, key);
        return reply.code(204).send(null);
      }
      const settled = await settlePayment(shop, key, outcome);
      if (settled.type === 'not-found') {
        shop.log.warn({ provider: provider.name, key }, 'a notice is about no payment of ours');
        throw new RefusedError({ type: 'not-found' });
      }
      // The provider sends it again while we cannot write.
      if (settled.type === 'storage-unavailable') return sendProblem(reply, settled);
      return reply.code(204).send(null);
    },
  );
}

function warehouseWebhook(app: App, { shop, warehouse }: Doors): void {
  app.post(
    '/v1/webhooks/warehouse',
    {
      schema: {
        summary: 'The warehouse says that an order has left, or has arrived',
        description:
          'Signed as Standard Webhooks has it. Body: `{ "type": "order.shipped" | "order.delivered", ' +
          '"data": { "orderId", "carrier"?, "trackingNumber"? } }`. However often and in whatever ' +
          'order notices come, each counts once.',
        tags: ['webhooks'],
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      if (!warehouse) throw new RefusedError({ type: 'not-found' });
      const headers = request.headers as Record<string, string>;
      const notice = verified(() => warehouse.readNotice(request.body as string, headers));
      const noted = await noteShipment(shop, notice);
      return noted.ok ? reply.code(204).send(null) : sendProblem(reply, noted.refusal);
    },
  );
}

function demoWarehouse(app: App, simulatedWarehouse: SimulatedWarehouse): void {
  app.post('/demo/warehouse', { schema: { hide: true } }, async (request, reply) => {
    const headers = request.headers as Record<string, string>;
    verified(() => simulatedWarehouse.receive(request.body as string, headers));
    return reply.code(202).send(null);
  });
}

function verified<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableWarehouseNotice) {
      const { pointer, message: detail } = error;
      throw new RefusedError({ type: 'invalid-request', errors: [{ pointer, detail }] });
    }
    const isForged = error instanceof InvalidNotice || error instanceof InvalidWarehouseNotice;
    if (!isForged) throw error;
    if (error instanceof StaleNotice || error instanceof StaleWarehouseNotice) {
      throw new RefusedError({ type: 'stale-notice', detail: error.message });
    }
    throw new RefusedError({ type: 'invalid-signature', detail: error.message });
  }
}
