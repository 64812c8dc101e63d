// Every route × everybody who may come: nobody, the customer whose order it is, another customer, the
// order's token, an operator of each scope, and a key that is known no more. Which status each gets is
// read from the OpenAPI document; only the table of scopes there says who is let through.

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashKey, scopes } from '../../src/http/access.js';
import { rightRequest } from '../support/fuzz.js';
import { type Answer, orderBody } from '../support/http-client.js';
import {
  documentedFor,
  type OpenApiDocument,
  type Operation,
  operationsOf,
} from '../support/openapi.js';
import { type Person, signedIn } from '../support/people.js';
import { SchemaValues } from '../support/schema-values.js';
import { startShop, type TestShop } from '../support/shop.js';
import { T0 } from '../support/store-orders.js';

interface Visitor {
  name: string;
  headers: Record<string, string>;
  /** The only scope of an operator's key. */
  scope?: string;
}

let shop: TestShop;
let document: OpenApiDocument;
let visitors: Visitor[];
let orderId: string;

const keyOf = (scope: string) => `a-key-that-may-only-${scope}`;
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

beforeAll(async () => {
  let [owner, stranger] = [{} as Person, {} as Person];
  shop = await startShop(
    { RATE_LIMIT: 'off' },
    {
      prepare: async (store) => {
        owner = await signedIn(store, 'owner');
        stranger = await signedIn(store, 'stranger');
        for (const scope of scopes) {
          const hash = hashKey(keyOf(scope));
          await store.putOperatorKey({ id: scope, name: scope, scopes: [scope], hash, at: T0 });
        }
        const all = { scopes: ['*'], at: T0 };
        const [gone, over] = [hashKey('a-key-that-was-revoked'), hashKey('a-key-that-has-expired')];
        await store.putOperatorKey({ ...all, id: 'gone', name: 'gone', hash: gone });
        await store.revokeOperatorKey({ id: 'gone', at: T0 });
        await store.putOperatorKey({ ...all, id: 'over', name: 'over', hash: over, expiresAt: T0 });
      },
    },
  );
  document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
  const { id, email, name } = owner;
  const body = orderBody({ customer: { id, email, name } });
  const placed = await shop.client.place(body, { as: keyOf('orders:price') });
  orderId = placed.body.id;
  visitors = [
    { name: 'nobody', headers: {} },
    { name: 'owner', headers: owner.headers },
    { name: 'stranger', headers: stranger.headers },
    {
      name: 'token',
      headers: bearer(shop.engine.shop.orderLink(orderId).url.split('token=')[1] as string),
    },
    { name: 'unknown key', headers: bearer('a-key-that-nobody-knows') },
    { name: 'revoked key', headers: bearer('a-key-that-was-revoked') },
    { name: 'expired key', headers: bearer('a-key-that-has-expired') },
    ...scopes.map((scope) => ({ name: scope, headers: bearer(keyOf(scope)), scope })),
  ];
});
afterAll(() => shop.end());

type Verdict = 'served' | 401 | 403 | 404;

const schemesOf = ({ security = [] }: Operation): string[] => security.flatMap(Object.keys);

const isNoKey = (name: string): boolean => name === 'token' || name === 'unknown key';
const isOldKey = (name: string): boolean => name === 'revoked key' || name === 'expired key';

/** Where the scope depends on what the path names, that is stock here. */
const isOfKind =
  ({ parameters = [] }: Operation) =>
  (scope: string): boolean =>
    !parameters.some(({ name }) => name === 'kind') || scope.startsWith('stock:');

/** What the document says that a visitor gets. */
function verdictOf(operation: Operation, { name, scope }: Visitor): Verdict {
  const schemes = schemesOf(operation);
  // Wherever credentials are looked at, those that were good once are refused for what they are.
  if (isOldKey(name)) return schemes.length === 0 ? 'served' : 401;
  const isOpen =
    schemes.length === 0 ||
    (operation.security ?? []).some((need) => Object.keys(need).length === 0);
  // Where a key would count, one that is none is told so instead of being served as a guest's.
  if (isOpen) return schemes.includes('operatorKey') && isNoKey(name) ? 401 : 'served';
  if (scope !== undefined) {
    if (!schemes.includes('operatorKey')) return 401;
    const [needed] = (operation['x-scopes'] ?? []).filter(isOfKind(operation));
    return scope === needed ? 'served' : 403;
  }
  const isOfOrder = schemes.includes('orderToken');
  if (name === 'owner' && schemes.includes('sessionCookie')) return 'served';
  if (name === 'token' && isOfOrder) return 'served';
  // Who brings something that opens other orders is told as much as if this one did not exist.
  if (isOfOrder && name !== 'nobody') return 404;
  if (name === 'stranger' && schemes.includes('sessionCookie')) return 'served';
  return 401;
}

/** A request that the document allows, about the owner's order. */
function requestFor(method: string, path: string, operation: Operation) {
  const known = {
    id: [orderId],
    sku: ['MUG-BLUE'],
    email: ['somebody@example.com'],
    provider: ['simulated'],
    type: ['out-of-stock'],
    token: ['tok_approve'],
    method: ['simulated'],
    kind: ['stock'],
  };
  const values = new SchemaValues(document, known, true);
  const target = { method, path, operation };
  const [made] = fc.sample(rightRequest(target, values, {}), { numRuns: 1, seed: 42 });
  const url = (made?.url ?? '').split('?', 1)[0] as string;
  // The document's own example goes further than what its schema alone allows.
  const media = operation.requestBody?.content['application/json'];
  const example = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  // A key hands on its own scopes alone.
  const own = path === '/v1/admin/keys' ? { name: 'Another', scopes: ['keys:write'] } : example;
  const body = own ? JSON.stringify(own) : made?.body;
  const headers = body ? { 'content-type': made?.headers['content-type'] ?? '' } : {};
  return { url, headers, ...(body ? { body } : {}) };
}

/** Whoever signs in or out has another session afterwards, or none: that comes last. */
const endsSession = (path: string, method: string): boolean =>
  method !== 'get' && path === '/v1/session';

const isEventStream = ({ responses }: Operation) =>
  'text/event-stream' in (responses[200]?.content ?? {});

/** A password that is wrong is one that was looked at. */
const isAboutAccess = (body: unknown): boolean =>
  (body as { type?: string } | null)?.type !== '/problems/wrong-credentials';

function isRight({ status, body }: Answer<unknown>, verdict: Verdict): boolean {
  if (verdict !== 'served') return status === verdict && isAboutAccess(body);
  return (status !== 401 && status !== 403) || !isAboutAccess(body);
}

describe('every route', () => {
  test("opens an order's events to those who may read the order, and to nobody else", async () => {
    const path = `/v1/orders/${orderId}/events`;
    const accept = { accept: 'text/event-stream' };
    for (const [name, status] of [
      ['nobody', 401],
      ['stranger', 404],
      ['unknown key', 404],
      ['stock:read', 403],
    ] as const) {
      const visitor = visitors.find((candidate) => candidate.name === name) as Visitor;
      const answer = await shop.client.get(path, { headers: { ...visitor.headers, ...accept } });
      expect(answer.status, name).toBe(status);
    }
  });

  test('gives everybody exactly what the document says', async () => {
    const wrong: string[] = [];
    let asked = 0;
    const operations = operationsOf(document).sort(
      (a, b) => Number(endsSession(a.path, a.method)) - Number(endsSession(b.path, b.method)),
    );
    for (const { method, path, operation } of operations) {
      // A signature is no credential of a visitor, and a stream does not end.
      if (operation.tags?.includes('webhooks') || isEventStream(operation)) continue;
      const { url, headers, ...sending } = requestFor(method, path, operation);
      for (const visitor of visitors) {
        const answer = await shop.client.send(method.toUpperCase() as 'GET', url, {
          ...sending,
          headers: { ...headers, ...visitor.headers },
        });
        const verdict = verdictOf(operation, visitor);
        const isKnown =
          documentedFor(document, { method, path, status: answer.status }) !== undefined;
        asked += 1;
        if (!isKnown || !isRight(answer, verdict)) {
          wrong.push(
            `${method} ${path} by ${visitor.name}: ${answer.status}, not ${verdict}; ${answer.text.slice(0, 120)}`,
          );
        }
      }
    }

    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(visitors.length * 30);
  }, 120_000);

  test('that names a scope can be opened with one of the scopes that there are', () => {
    const opened = operationsOf(document).flatMap(({ operation }) => operation['x-scopes'] ?? []);

    expect(scopes.filter((scope) => !opened.includes(scope))).toEqual([]);
  });

  test('refuses webhooks that nobody signed', async () => {
    for (const visitor of visitors) {
      const path = '/v1/webhooks/payments/simulated';
      const { status } = await shop.client.post(path, { body: {}, headers: visitor.headers });
      expect(status, visitor.name).toBe(401);
    }
  });

  test.each([
    ['GET', '/v1/admin/stock'],
    ['GET', '/v1/customers/me'],
    ['GET', '/orders/01K00000000000000000000000'],
    ['POST', '/v1/webhooks/warehouse'],
  ] as const)('says with its 401 how to do better: %s %s', async (method, path) => {
    const { status, headers } = await shop.client.send(method, path);

    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });
});
