// Requests made from the OpenAPI document, from right to wild: the server never fails, and never
// answers what the document does not say. `npm run test:fuzz` sends many more of them.

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FuzzReport, fuzzRequests, runFuzz } from '../support/fuzz.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { type Person, signedIn } from '../support/people.js';
import { SchemaValues } from '../support/schema-values.js';
import { startShop, type TestShop } from '../support/shop.js';

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 3_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** Values that were generated and not sent yet. */
const SAMPLE = 500;

let shop: TestShop;
let document: OpenApiDocument;
let report: FuzzReport;

beforeAll(
  async () => {
    let person = {} as Person;
    shop = await startShop(
      { PAYMENT_TIMEOUT_MS: '200', QUOTE_QUEUE_MAX: '100000', RATE_LIMIT: 'off' },
      {
        prepare: async (store) => {
          person = await signedIn(store, 'fuzzy');
        },
      },
    );
    document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
    const { id, accessToken } = (await shop.client.place(orderBody())).body;
    const values = new SchemaValues(document, knownValues(id));
    const callers = [
      {},
      { authorization: `Bearer ${OPERATOR_KEY}` },
      { authorization: `Bearer ${accessToken}` },
      person.headers,
    ];
    // Whoever signs out is nobody from then on.
    const requests = fuzzRequests(document, values, callers).filter(
      ({ method, path, headers }) =>
        !(method === 'DELETE' && path === '/v1/session' && headers.cookie),
    );
    report = await runFuzz(shop.engine.url, document, generated(requests));
    if (REQUESTS > 10_000) process.stdout.write(`${JSON.stringify(report.statuses)}\n`);
  },
  REQUESTS * 50 + 60_000,
);
afterAll(() => shop.end());

function* generated<Value>(arbitrary: fc.Arbitrary<Value>): Generator<Value> {
  for (let from = 0; from < REQUESTS; from += SAMPLE) {
    yield* fc.sample(arbitrary, { numRuns: Math.min(SAMPLE, REQUESTS - from), seed: SEED + from });
  }
}

const knownValues = (orderId: string) => ({
  sku: ['MUG-BLUE', 'LAMP-PAPER', 'TEA-BAG-PEPPERMINT', 'NO-SUCH-THING'],
  id: [orderId, 'NONE', 'fuzz-1', 'fuzz-2', `${orderId}.invoice`],
  currency: ['EUR', 'USD', 'JPY'],
  country: ['DE', 'US', 'FR'],
  email: ['fuzz@example.com'],
  coupon: ['WELCOME10'],
  shippingMethod: ['standard', 'express'],
  method: ['simulated'],
  token: ['tok_approve', 'tok_decline', 'tok_error', 'tok_timeout_lost'],
  taxCategory: ['standard', 'books'],
  customerId: ['1', '2'],
  provider: ['simulated'],
  limit: ['2'],
  kind: ['stock'],
  position: ['1'],
  scopes: [['stock:read']],
  url: ['https://127.0.0.1:1/told'],
  type: ['out-of-stock'],
  action: [{ type: 'percentage', percent: '10' }],
});

describe(`${REQUESTS} generated requests (seed ${SEED})`, () => {
  test('never make the server fail, and are answered as the document says', () => {
    expect(report.faults.join('\n')).toBe('');
    expect(report.requests).toBe(REQUESTS);
  });

  test('reach far enough for most operations to do their work', () => {
    const all = operationsOf(document).map(({ method, path }) => `${method.toUpperCase()} ${path}`);

    expect(report.succeeded.size).toBeGreaterThan(all.length * 0.4);
  });

  test('leave the shop as healthy as it was', async () => {
    const { client } = shop;

    expect((await client.get('/readyz')).status).toBe(200);
    await client.stocked('AFTER-ALL', 1);
    const lines = [{ sku: 'AFTER-ALL', quantity: 1 }];
    expect((await client.place(orderBody({ lines }))).status).toBe(201);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });
});
