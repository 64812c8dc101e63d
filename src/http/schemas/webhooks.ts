// Endpoints that are told of orders: what operators send, and what they are answered.

import { Type } from 'typebox';
import { taskStates } from '../../core/tasks.js';
import { webhookEventTypes } from '../../core/webhook-events.js';
import { closed, Text, TextOf } from './fields.js';

export const ENDPOINTS_MAX = 50;
export const OVERLAP_HOURS = 24;

const Time = Type.String({ format: 'date-time' });
const Nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

const EventType = TextOf(webhookEventTypes, 'A state that orders enter');
const Url = Type.String({
  minLength: 8,
  maxLength: 2_000,
  description: 'https, without credentials',
});
const Events = Type.Array(EventType, {
  minItems: 1,
  maxItems: webhookEventTypes.length,
  uniqueItems: true,
});
const Description = Text(200, 0);
const State = Type.Enum(['enabled', 'disabled']);

export const WebhookEndpointBody = Type.Object(
  {
    url: Url,
    events: Type.Optional({ ...Events, description: 'All of them when absent' }),
    description: Type.Optional(Description),
  },
  {
    ...closed,
    title: 'WebhookEndpointRequest',

    examples: [
      { url: 'https://erp.example.com/orders', events: ['order.confirmed', 'order.cancelled'] },
    ],
  },
);

export const WebhookEndpointPatch = Type.Object(
  {
    url: Type.Optional(Url),
    events: Type.Optional(Events),
    description: Type.Optional(Description),
    state: Type.Optional(State),
  },
  { ...closed, title: 'WebhookEndpointChange', minProperties: 1 },
);

export const WebhookSecretBody = Type.Union([
  Type.Object(
    {
      overlapHours: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 168,
          description: `How long the old secret signs beside the new one; ${OVERLAP_HOURS} when absent`,
        }),
      ),
    },
    closed,
  ),
  Type.Null(),
]);

export const WebhookReplayBody = Type.Union([
  Type.Object(
    { event: Type.String({ minLength: 1, maxLength: 128, description: 'Its id' }) },
    closed,
  ),
  Type.Object(
    {
      from: Type.String({ maxLength: 40, description: 'RFC 3339' }),
      to: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; now when absent' })),
    },
    closed,
  ),
]);

const endpoint = {
  id: Type.String(),
  url: Type.String(),
  description: Type.String(),
  events: Type.Array(EventType),
  state: State,
  createdAt: Time,
  failingSince: Nullable(Time),
  disabled: Nullable(Type.Object({ at: Time, reason: Type.String() })),
  secrets: Type.Array(
    Type.Object({
      ending: Type.String({ description: 'Its last characters, to tell it by' }),
      validUntil: Nullable(Time),
    }),
    { description: 'Each signs; the newest first' },
  ),
};

export const WebhookEndpointAnswer = Type.Object(endpoint, { title: 'WebhookEndpoint' });
export const WebhookSecretAnswer = Type.Object(
  {
    ...endpoint,
    secret: Type.String({ description: 'Shown this once' }),
  },
  { title: 'WebhookEndpointWithSecret' },
);

export const WebhookDeliveryAnswer = Type.Object(
  {
    id: Type.String(),
    event: Type.Object({
      id: Type.String(),
      type: EventType,
      orderId: Type.String(),
      sequence: Type.Integer(),
      at: Time,
    }),
    state: Type.Enum([...taskStates]),
    attempts: Type.Integer(),
    dueAt: Nullable(Time),
    lastError: Nullable(Type.String()),
    log: Type.Array(
      Type.Object({
        attempt: Type.Integer(),
        startedAt: Time,
        endedAt: Time,
        outcome: Type.String(),
        error: Nullable(Type.String()),
      }),
    ),
  },
  { title: 'WebhookDelivery' },
);
