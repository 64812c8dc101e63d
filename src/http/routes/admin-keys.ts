import type { Static } from 'typebox';
import type { ListedKey } from '../../store/store.js';
import { type Caller, scopes } from '../access.js';
import { shopBy } from '../acting.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { newKeySecret } from '../operator-keys.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { ListOf, problemAnswers } from '../schemas/answers.js';
import { KeyAnswer, KeyBody, NewKeyAnswer, RotateBody } from '../schemas/operators.js';
import { IdParams, PageQuery } from '../schemas/requests.js';
import { timeAt } from './query-times.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 50;
const GRACE_DEFAULT_SECONDS = 24 * 60 * 60;

export function keyRoutes(app: App, doors: Doors): void {
  readRoutes(app, doors);
  createRoute(app, doors);
  changeRoutes(app, doors);
}

function readRoutes(app: App, { shop, access }: Doors): void {
  app.get(
    '/v1/admin/keys',
    {
      schema: {
        summary: 'Operator keys by id, without their secrets',
        description: 'The key that the environment sets is not among them.',
        tags,
        security,
        querystring: PageQuery,
        response: { 200: ListOf(KeyAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'keys:read');
      const { cursor, limit } = request.query;
      const query = { cursor: positionOf('keys', cursor), limit: Number(limit ?? PAGE_DEFAULT) };
      return pageOf('keys', await shop.store.operatorKeys(query), keyView);
    },
  );
}

function createRoute(app: App, { shop, access }: Doors): void {
  app.post(
    '/v1/admin/keys',
    {
      schema: {
        summary: 'Make an operator key; its secret is in this answer and nowhere else',
        description: 'A key can be given scopes only by a key that has them.',
        tags,
        security,
        body: KeyBody,
        response: { 201: NewKeyAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'keys:write');
      const { name, scopes, expiresAt } = request.body;
      refuseMoreThanOwn(caller, scopes);
      const { store } = shopBy(shop, caller, request);
      const [id, at, { secret, hash }] = [shop.newOrderId(), shop.now(), newKeySecret()];
      const until = expiresAt === undefined ? null : expiryOf(expiresAt, at);
      const put = await store.putOperatorKey({ id, name, scopes, hash, expiresAt: until, at });
      if (!put.ok) return sendProblem(reply, put.refusal);
      reply.code(201);
      return { ...keyView((await store.operatorKeyById(id)) as ListedKey), key: secret };
    },
  );
}

function changeRoutes(app: App, { shop, access }: Doors): void {
  /** @throws RefusedError 404, 403 for a key that may more than the caller. */
  const keyFor = async (caller: Operator, id: string): Promise<ListedKey> => {
    const key = await shop.store.operatorKeyById(id);
    if (!key) throw new RefusedError({ type: 'not-found', detail: 'there is no such key' });
    refuseMoreThanOwn(caller, key.scopes);
    return key;
  };

  app.post(
    '/v1/admin/keys/:id/rotate',
    {
      schema: {
        summary: 'Give a key a new secret; the old one works for a while yet',
        tags,
        security,
        params: IdParams,
        body: RotateBody,
        response: { 200: NewKeyAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'keys:write');
      const { id } = await keyFor(caller, request.params.id);
      const { graceSeconds = GRACE_DEFAULT_SECONDS } = request.body ?? {};
      const { store } = shopBy(shop, caller, request);
      const { secret, hash } = newKeySecret();
      const previousUntil = shop.now() + graceSeconds * 1_000;
      const rotated = await store.rotateOperatorKey({ id, hash, previousUntil });
      if (!rotated.ok) return sendProblem(reply, rotated.refusal);
      const key = (await store.operatorKeyById(id)) as ListedKey;
      if (!rotated.value) throw revoked;
      return { ...keyView(key), key: secret };
    },
  );

  app.delete(
    '/v1/admin/keys/:id',
    {
      schema: {
        summary: 'Revoke a key, at once and for good',
        tags,
        security,
        params: IdParams,
        response: { 200: KeyAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'keys:write');
      const { id } = await keyFor(caller, request.params.id);
      const { store } = shopBy(shop, caller, request);
      const done = await store.revokeOperatorKey({ id, at: shop.now() });
      if (!done.ok) return sendProblem(reply, done.refusal);
      if (!done.value) throw revoked;
      return keyView((await store.operatorKeyById(id)) as ListedKey);
    },
  );
}

type Operator = Caller & { type: 'operator' };

/** Else a key that may make keys could make itself one that may do everything. */
function refuseMoreThanOwn(caller: Operator, wanted: readonly string[]): void {
  if (caller.scopes.includes('*')) return;
  const missing = wanted.filter((scope) => !caller.scopes.includes(scope));
  if (missing.length === 0) return;
  const names = missing.map((scope) => (scope === '*' ? `* (${scopes.length} scopes)` : scope));
  const detail = `the key lacks what it would hand on: ${names.join(', ')}`;
  throw new RefusedError({ type: 'forbidden', detail });
}

const revoked = new RefusedError({ type: 'not-found', detail: 'the key was revoked already' });

function expiryOf(text: string, now: number): number {
  const at = timeAt('/expiresAt', text);
  if (at > now) return at;
  const errors = [{ pointer: '/expiresAt', detail: 'is over already' }];
  throw new RefusedError({ type: 'invalid-request', errors });
}

const time = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

export const keyView = (key: ListedKey): Static<typeof KeyAnswer> => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  createdAt: new Date(key.createdAt).toISOString(),
  expiresAt: time(key.expiresAt),
  lastUsedAt: time(key.lastUsedAt),
  revokedAt: time(key.revokedAt),
  previousSecretUntil: time(key.previousUntil),
});
