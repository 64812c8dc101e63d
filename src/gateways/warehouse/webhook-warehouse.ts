// A warehouse behind a webhook, signed both ways as Standard Webhooks has it.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

import { Agent, request } from 'undici';
import { NoticeSigner } from '../notice-signer.js';
import { addressOf, reasonOf, withoutSecrets } from '../web-address.js';
import { genuineNotice } from './genuine-notice.js';
import {
  type Consignment,
  type ConsignmentOutcome,
  UnreadableWarehouseNotice,
  type Warehouse,
  type WarehouseNotice,
} from './warehouse.js';

export interface WebhookWarehouseOptions {
  /** Asked at each notice: the demo's own address is known only once it listens. */
  url: () => string;
  /** Base64, with or without `whsec_`. */
  secret: string;
  /** Milliseconds since the epoch. */
  now: () => number;
  timeoutMs?: number;
}

const CONNECTIONS_MAX = 16;
const TIMEOUT_MS = 10_000;
/** What a warehouse answers is not read beyond this. */
const ANSWER_MAX_BYTES = 16_384;

/** The same for every repetition, so that the warehouse can tell one. */
export const consignmentMessageId = (orderId: string): string => `msg_consignment_${orderId}`;

export function webhookWarehouse(options: WebhookWarehouseOptions): Warehouse {
  const { url, secret, now, timeoutMs = TIMEOUT_MS } = options;
  const webhook = new NoticeSigner(secret);
  const agent = new Agent({
    connections: CONNECTIONS_MAX,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: ANSWER_MAX_BYTES,
  });
  return {
    get target() {
      return withoutSecrets(url());
    },
    announce: async (consignment, signal) => {
      const at = new Date(now());
      const body = JSON.stringify(noticeOf(consignment, at));
      const id = consignmentMessageId(consignment.orderId);
      try {
        const { target, authorization } = addressOf(url());
        const answer = await request(target, {
          method: 'POST',
          dispatcher: agent,
          signal,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Orderloom',
            ...authorization,
            'webhook-id': id,
            'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
            'webhook-signature': webhook.sign(id, at, body),
          },
          body,
        });
        // What it says besides its status does not matter, but the connection has to be read empty.
        await answer.body
          .dump({ limit: ANSWER_MAX_BYTES, signal: AbortSignal.timeout(timeoutMs) })
          .catch(() => {});
        return outcomeOf(answer.statusCode);
      } catch (error) {
        return { type: 'failed', reason: `warehouse: ${reasonOf(error)}`, permanent: false };
      }
    },
    readNotice: (rawBody, headers) => readNotice(webhook, rawBody, headers),
    close: () => agent.close(),
  };
}

const noticeOf = (consignment: Consignment, at: Date) => ({
  type: 'order.confirmed',
  timestamp: at.toISOString(),
  data: consignment,
});

/** A redirect is not followed: goods are not sent where a third party points to. */
function outcomeOf(status: number): ConsignmentOutcome {
  if (status >= 200 && status < 300) return { type: 'accepted' };
  const failed = (reason: string, permanent = false): ConsignmentOutcome => ({
    type: 'failed',
    reason: `warehouse: ${reason}`,
    permanent,
  });
  if (status === 410) return failed('answered 410: it takes no more notices at this address', true);
  if (status >= 300 && status < 400) {
    return failed(`answered ${status}: redirects are not followed; set its final address`);
  }
  return failed(`answered ${status}`);
}

function readNotice(
  webhook: NoticeSigner,
  rawBody: string,
  headers: Record<string, string>,
): WarehouseNotice {
  const notice = genuineNotice(webhook, rawBody, headers);
  const { type, data } = (notice ?? {}) as { type?: unknown; data?: Record<string, unknown> };
  const state = states.get(type as string);
  const orderId = data?.orderId;
  if (!state) {
    throw new UnreadableWarehouseNotice('/type', `must be ${[...states.keys()].join(' or ')}`);
  }
  if (typeof orderId !== 'string') {
    throw new UnreadableWarehouseNotice('/data/orderId', "must be an order's id");
  }
  return {
    orderId,
    state,
    carrier: shortText(data?.carrier),
    trackingNumber: shortText(data?.trackingNumber),
  };
}

const states = new Map<string, WarehouseNotice['state']>([
  ['order.shipped', 'shipped'],
  ['order.delivered', 'delivered'],
]);

const shortText = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 100) : null;
