import { randomBytes } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { taskStates } from '../../core/tasks.js';
import {
  parseWebhookEventId,
  webhookEventId,
  webhookEventTypes,
} from '../../core/webhook-events.js';
import type { ReplayDeliveries, WebhookDelivery, WebhookEndpoint } from '../../store/store.js';
import { shopBy } from '../acting.js';
import { numberedPosition, pageOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { ListOf, problemAnswers, ReplayAnswer } from '../schemas/answers.js';
import { closed } from '../schemas/fields.js';
import { IdParams, PageQuery } from '../schemas/requests.js';
import {
  ENDPOINTS_MAX,
  OVERLAP_HOURS,
  WebhookDeliveryAnswer,
  WebhookEndpointAnswer,
  WebhookEndpointBody,
  WebhookEndpointPatch,
  WebhookReplayBody,
  WebhookSecretAnswer,
  WebhookSecretBody,
} from '../schemas/webhooks.js';
import { webhookUrlFault } from '../webhook-url.js';
import { timeAt } from './query-times.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 50;
const HOUR_MS = 3_600_000;
/** Deliveries that one command brings back: a commit must not keep orders waiting. */
const REPLAY_MAX = 1_000;
const path = '/v1/admin/webhook-endpoints';

export function webhookEndpointRoutes(app: App, doors: Doors): void {
  readRoutes(app, doors);
  writeRoutes(app, doors);
  secretRoutes(app, doors);
  deliveryRoutes(app, doors);
}

const endpointOf = async ({ shop }: Doors, id: string): Promise<WebhookEndpoint> => {
  const endpoint = await shop.store.webhookEndpoint(id);
  if (!endpoint) throw new RefusedError({ type: 'not-found' });
  return endpoint;
};

function readRoutes(app: App, doors: Doors): void {
  const { shop, access } = doors;
  app.get(
    path,
    {
      schema: {
        summary: 'Endpoints that are told of orders, oldest first',
        tags,
        security,
        response: { 200: ListOf(WebhookEndpointAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'webhooks:read');
      const endpoints = await shop.store.webhookEndpoints();
      return { items: endpoints.map(endpointView), nextCursor: null };
    },
  );

  app.get(
    `${path}/:id`,
    {
      schema: {
        summary: 'One endpoint',
        tags,
        security,
        params: IdParams,
        response: { 200: WebhookEndpointAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'webhooks:read');
      return endpointView(await endpointOf(doors, request.params.id));
    },
  );
}

function writeRoutes(app: App, doors: Doors): void {
  const { shop, access, webhooks } = doors;
  const checkUrl = (url: string | undefined): void => {
    const detail = url === undefined ? null : webhookUrlFault(url, doors.webhookUrls);
    if (detail === null) return;
    throw new RefusedError({ type: 'invalid-request', errors: [{ pointer: '/url', detail }] });
  };

  app.post(
    path,
    {
      schema: {
        summary: 'Register an endpoint',
        description:
          'It gets a CloudEvent for each state that an order enters, signed as Standard Webhooks has ' +
          'it; anything but a 2xx within the time-out is tried again for three days. The secret is ' +
          'shown this once.',
        tags,
        security,
        body: WebhookEndpointBody,
        response: { 201: WebhookSecretAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'webhooks:write');
      const { url, description = '', events = [...webhookEventTypes] } = request.body;
      checkUrl(url);
      if ((await shop.store.webhookEndpoints()).length >= ENDPOINTS_MAX) {
        throw new RefusedError({ type: 'limit-reached', limit: ENDPOINTS_MAX });
      }
      const id = `whe_${randomBytes(12).toString('hex')}`;
      const secret = newSecret();
      const secrets = [{ secret, until: null }];
      const facts = { id, url, description, events, secrets, state: 'enabled' as const };
      const put = await shopBy(shop, caller, request).store.putWebhookEndpoint({
        ...facts,
        at: shop.now(),
      });
      if (!put.ok) return sendProblem(reply, put.refusal);
      await webhooks.changed();
      reply.code(201).header('location', `${path}/${id}`);
      return { ...endpointView(put.value), secret };
    },
  );

  app.patch(
    `${path}/:id`,
    {
      schema: {
        summary: 'Change an endpoint, or enable it again',
        tags,
        security,
        params: IdParams,
        body: WebhookEndpointPatch,
        response: { 200: WebhookEndpointAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'webhooks:write');
      checkUrl(request.body.url);
      const known = await endpointOf(doors, request.params.id);
      const { id, url, description, events, secrets, state } = { ...known, ...request.body };
      const facts = { id, url, description, events, secrets, state };
      const put = await shopBy(shop, caller, request).store.putWebhookEndpoint({
        ...facts,
        at: shop.now(),
      });
      if (!put.ok) return sendProblem(reply, put.refusal);
      await webhooks.changed();
      return endpointView(put.value);
    },
  );

  app.delete(
    `${path}/:id`,
    {
      schema: {
        summary: 'Remove an endpoint; what it was still to be told is dropped',
        tags,
        security,
        params: IdParams,
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'webhooks:write');
      const removed = await shopBy(shop, caller, request).store.removeWebhookEndpoint({
        id: request.params.id,
        at: shop.now(),
      });
      if (!removed.ok) return sendProblem(reply, removed.refusal);
      if (!removed.value) throw new RefusedError({ type: 'not-found' });
      await webhooks.changed();
      return reply.code(204).send(null);
    },
  );
}

function secretRoutes(app: App, doors: Doors): void {
  const { shop, access } = doors;
  app.post(
    `${path}/:id/secret`,
    {
      schema: {
        summary: 'Rotate the secret: the old one signs beside the new one for a while',
        tags,
        security,
        params: IdParams,
        body: WebhookSecretBody,
        response: { 200: WebhookSecretAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'webhooks:write');
      const { id, url, description, events, state, secrets } = await endpointOf(
        doors,
        request.params.id,
      );
      const at = shop.now();
      const { overlapHours = OVERLAP_HOURS } = request.body ?? {};
      const secret = newSecret();
      // Two at most: what was old before is over.
      const old = secrets
        .slice(0, 1)
        .map((one) => ({ ...one, until: at + overlapHours * HOUR_MS }));
      const rotated = [{ secret, until: null }, ...(overlapHours === 0 ? [] : old)];
      const facts = { id, url, description, events, state, secrets: rotated };
      const put = await shopBy(shop, caller, request).store.putWebhookEndpoint({ ...facts, at });
      return put.ok ? { ...endpointView(put.value), secret } : sendProblem(reply, put.refusal);
    },
  );
}

function deliveryRoutes(app: App, doors: Doors): void {
  const { shop, access } = doors;
  const DeliveryListQuery = Type.Object(
    {
      ...PageQuery.properties,
      state: Type.Optional(
        Type.Enum([...taskStates], { description: 'Only deliveries in this state' }),
      ),
    },
    closed,
  );
  app.get(
    `${path}/:id/deliveries`,
    {
      schema: {
        summary: 'What an endpoint was told and how that went, newest first',
        tags,
        security,
        params: IdParams,
        querystring: DeliveryListQuery,
        response: { 200: ListOf(WebhookDeliveryAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'webhooks:read');
      const { id: endpointId } = await endpointOf(doors, request.params.id);
      const { cursor, limit, state = null } = request.query;
      const page = await shop.store.webhookDeliveries({
        endpointId,
        state,
        cursor: numberedPosition('deliveries', cursor),
        limit: Number(limit ?? PAGE_DEFAULT),
      });
      return pageOf('deliveries', page, deliveryView);
    },
  );

  app.post(
    `${path}/:id/replay`,
    {
      schema: {
        summary: 'Tell an endpoint again: one event, or those of a time',
        description: `At most ${REPLAY_MAX} at a time, the oldest first; also what was delivered before.`,
        tags,
        security,
        params: IdParams,
        body: WebhookReplayBody,
        response: { 200: ReplayAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.operator(request, 'webhooks:write');
      const { id: endpointId } = await endpointOf(doors, request.params.id);
      const at = shop.now();
      const what = replayed(request.body, at);
      const command = { endpointId, what, at, limit: REPLAY_MAX };
      const result = await shopBy(shop, caller, request).store.replayDeliveries(command);
      if (!result.ok) return sendProblem(reply, result.refusal);
      if (result.value === 0 && 'orderId' in what) throw new RefusedError({ type: 'not-found' });
      return { replayed: result.value };
    },
  );
}

const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

function replayed(body: Static<typeof WebhookReplayBody>, now: number): ReplayDeliveries['what'] {
  if ('event' in body) {
    const name = parseWebhookEventId(body.event);
    if (!name) throw new RefusedError({ type: 'not-found' });
    return name;
  }
  const from = timeAt('/from', body.from);
  const to = body.to === undefined ? now : timeAt('/to', body.to);
  if (from < to) return { from, to };
  const errors = [{ pointer: '/from', detail: 'must be before `to`' }];
  throw new RefusedError({ type: 'invalid-request', errors });
}

const timeView = (at: number): string => new Date(at).toISOString();
const optionalTime = (at: number | null): string | null => (at === null ? null : timeView(at));

const endpointView = (endpoint: WebhookEndpoint) => ({
  id: endpoint.id,
  url: endpoint.url,
  description: endpoint.description,
  events: endpoint.events,
  state: endpoint.state,
  createdAt: timeView(endpoint.createdAt),
  failingSince: optionalTime(endpoint.failingSince),
  disabled:
    endpoint.disabledAt === null
      ? null
      : { at: timeView(endpoint.disabledAt), reason: endpoint.disabledReason ?? '' },
  secrets: endpoint.secrets.map(({ secret, until }) => ({
    ending: secret.slice(-4),
    validUntil: optionalTime(until),
  })),
});

const deliveryView = ({ id, event, dueAt, log, ...rest }: WebhookDelivery) => ({
  id: String(id),
  event: { id: webhookEventId(event), ...event, at: timeView(event.at) },
  ...rest,
  dueAt: optionalTime(dueAt),
  log: log.map((line) => ({
    ...line,
    startedAt: timeView(line.startedAt),
    endedAt: timeView(line.endedAt),
  })),
});
