// Requests made from the OpenAPI document, from right to wild: the server never fails, and never
// answers what the document does not say. `npm run test:fuzz` sends many more of them.

import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FuzzRequest, fuzzRequests } from '../support/fuzz.js';
import { FuzzKnowledge } from '../support/fuzz-knowledge.js';
import {
  type FuzzReport,
  neverDone,
  operationLines,
  runFuzz,
  shareDone,
} from '../support/fuzz-run.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { type Person, signedIn } from '../support/people.js';
import { type Known, SchemaValues } from '../support/schema-values.js';
import { startShop, type TestShop } from '../support/shop.js';
import { until } from '../support/until.js';

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 3_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const isLong = REQUESTS > 10_000 || process.env.FUZZ_REPORT === 'true';
/** Values that were generated and not sent yet. */
const SAMPLE = 100;

let shop: TestShop;
let document: OpenApiDocument;
let report: FuzzReport;

beforeAll(
  async () => {
    let person = {} as Person;
    let secrets = { payments: '', warehouse: '' };
    shop = await startShop(
      {
        PAYMENT_TIMEOUT_MS: '200',
        QUOTE_QUEUE_MAX: '100000',
        RATE_LIMIT: 'off',
        TRUST_PROXY: '1',
        WEBHOOK_PRIVATE_NETWORKS: 'true',
      },
      {
        prepare: async (store) => {
          person = await signedIn(store, 'fuzzy');
          secrets = {
            payments: await store.secret('simulated-payments-webhook'),
            warehouse: await store.secret('warehouse'),
          };
        },
      },
    );
    document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
    const knowledge = new FuzzKnowledge(document, OPERATOR_KEY, person);
    const requests = fuzzRequests({
      ...{ document, knowledge, sparing },
      valuesFor: valuesFor(knowledge),
    });
    const signed = signing(knowledge, secrets);
    report = await runFuzz(shop.engine.url, document, generated(requests.map(signed)), (...heard) =>
      knowledge.note(...heard),
    );
    if (isLong) process.stdout.write(`${operationLines(document, report).join('\n')}\n`);
  },
  REQUESTS * 50 + 60_000,
);
afterAll(() => shop.end());

function* generated<Value>(arbitrary: fc.Arbitrary<Value>): Generator<Value> {
  for (let from = 0; from < REQUESTS; from += SAMPLE) {
    yield* fc.sample(arbitrary, { numRuns: Math.min(SAMPLE, REQUESTS - from), seed: SEED + from });
  }
}

/** The token is in an e-mail alone; there is a refund to be tried again only where a provider failed. */
const unreachable = [
  'PUT /v1/password-resets/{token}',
  'POST /v1/orders/{id}/refunds/{position}/retry',
];

const sparing = [
  'PUT /v1/admin/products/{sku}',
  'DELETE /v1/admin/products/{sku}',
  'PUT /v1/admin/promotions/{id}',
  'DELETE /v1/admin/promotions/{id}',
];

const PASSWORD = 'a phrase that nobody would try';

const hoursFromNow = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

function valuesFor(knowledge: FuzzKnowledge): (name: string) => SchemaValues {
  const known: Known = {
    sku: ['MUG-BLUE', 'LAMP-PAPER', 'TEA-BAG-PEPPERMINT', 'NO-SUCH-THING'],
    id: ['NONE', 'fuzz-1', 'fuzz-2'],
    currency: ['EUR', 'EUR', 'USD', 'JPY'],
    country: ['DE', 'US', 'FR'],
    email: knowledge.emails,
    password: [PASSWORD],
    newPassword: [PASSWORD],
    cartId: knowledge.carts,
    coupon: ['WELCOME10'],
    code: ['WELCOME10'],
    shippingMethod: ['standard', 'express'],
    method: ['simulated'],
    token: ['tok_approve', 'tok_approve', 'tok_decline', 'tok_error', 'tok_timeout_lost'],
    taxCategory: ['standard', 'books'],
    customerId: ['1', '2'],
    provider: ['simulated'],
    limit: ['2'],
    kind: ['stock'],
    position: ['1'],
    onHand: [1_000_000],
    scopes: [['stock:read']],
    url: ['https://127.0.0.1:1/told'],
    type: ['out-of-stock'],
    from: [hoursFromNow(-20), hoursFromNow(-2)],
    to: [hoursFromNow(1)],
    expiresAt: [hoursFromNow(24)],
    action: [{ type: 'percentage', percent: '10' }],
  };
  const newcomers = Array.from({ length: 100_000 }, (_, index) => `fuzz-${index}@example.com`);
  const ofTheShop = ['FUZZ-1', 'FUZZ-2', 'FUZZ-3'];
  // What the others need is not taken away from them.
  const own: Record<string, Known> = {
    'POST /v1/customers': { email: newcomers },
    'PATCH /v1/customers/me': { email: newcomers },
    'PUT /v1/admin/customers/{id}': { email: newcomers },
    'GET /v1/admin/promotions/{id}': { id: ['welcome10', 'fuzz-1'] },
    'PUT /v1/admin/promotions/{id}': { id: ['fuzz-1'] },
    'DELETE /v1/admin/promotions/{id}': { id: ['fuzz-1'] },
    'PUT /v1/password-resets/{token}': { token: ['A'.repeat(43)] },
    'PUT /v1/admin/products/{sku}': { sku: ofTheShop },
    'DELETE /v1/admin/products/{sku}': { sku: ofTheShop },
  };
  const all = new SchemaValues(document, known);
  const made = new Map(
    Object.entries(own).map(([name, more]) => [
      name,
      new SchemaValues(document, { ...known, ...more }),
    ]),
  );
  return (name) => made.get(name) ?? all;
}

/** Most notices are signed, as only the provider and the warehouse can. */
function signing(
  knowledge: FuzzKnowledge,
  secrets: { payments: string; warehouse: string },
): (request: FuzzRequest) => FuzzRequest {
  let sent = 0;
  return (request) => {
    const isOfGoods = request.path === '/v1/webhooks/warehouse';
    if (!isOfGoods && request.path !== '/v1/webhooks/payments/{provider}') return request;
    sent += 1;
    if (sent % 5 === 0) return request;
    const { paid } = knowledge;
    const orderId = paid[sent % paid.length] as string;
    const notice = isOfGoods
      ? { type: sent % 2 ? 'order.shipped' : 'order.delivered', data: { orderId } }
      : { key: orderId, outcome: { type: 'captured', reference: 'told-by-notice' } };
    const body = sent % 7 === 0 ? (request.body ?? '{}') : JSON.stringify(notice);
    const signer = new Webhook(isOfGoods ? secrets.warehouse : secrets.payments);
    const at = new Date();
    const headers = {
      ...request.headers,
      'content-type': 'application/json',
      'webhook-id': `msg_${sent}`,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer.sign(`msg_${sent}`, at, body),
    };
    return { ...request, body, headers };
  };
}

describe(`${REQUESTS} generated requests (seed ${SEED})`, () => {
  test('never make the server fail, and are answered as the document says', () => {
    expect(report.faults.join('\n')).toBe('');
    expect(report.requests).toBe(REQUESTS);
  });

  test('reach far enough for most operations to do their work', () => {
    const never = neverDone(document, report).filter((name) => !unreachable.includes(name));

    expect(shareDone(report)).toBeGreaterThan(0.3);
    if (REQUESTS >= 100_000) expect(never).toEqual([]);
    else expect(never.length).toBeLessThan(operationsOf(document).length * 0.15);
  });

  test('leave the shop as healthy as it was', async () => {
    const { client } = shop;

    expect((await client.get('/readyz')).status).toBe(200);
    await client.stocked('AFTER-ALL', 1);
    const lines = [{ sku: 'AFTER-ALL', quantity: 1 }];
    const { status, body } = await client.place(orderBody({ lines }));
    // Paying may take this machine longer than this shop waits for it: then it is paid by recovery.
    expect([201, 202]).toContain(status);
    await until('the order to be paid', async () => (await client.order(body.id)).number);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });
});
