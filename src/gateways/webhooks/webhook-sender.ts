// Sends an event to an endpoint that somebody has registered: a CloudEvent, signed as Standard
// Webhooks has it, to an address that nobody here has chosen. So it goes to public addresses alone,
// judged by the address that is connected to and not by its name, which may change in between;
// redirects are not followed, and neither the answer's size nor its time is up to the receiver.
// https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html

import http from 'node:http';
import https from 'node:https';
import { CloudEvent, HTTP } from 'cloudevents';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { NoticeSigner } from '../notice-signer.js';
import { reasonOf } from '../web-address.js';

export interface WebhookSenderOptions {
  /** For endpoints inside the shop's own network. */
  allowsPrivate: boolean;
  timeoutMs: number;
  /** Connections to one host at once. */
  connectionsMax: number;
  /** The shop's own address: whom an event comes from. */
  source: () => string;
  /** Milliseconds since the epoch. */
  now: () => number;
}

export interface OutgoingEvent {
  id: string;
  type: string;
  /** The order that it is about. */
  subject: string;
  /** When it happened, in milliseconds since the epoch. */
  at: number;
  sequence: number;
  data: Record<string, unknown>;
}

export type SendOutcome =
  | { type: 'delivered' }
  /** `isGone`: the receiver wants no more of these, ever (410). */
  | { type: 'failed'; reason: string; isGone: boolean };

export interface WebhookSender {
  /** Signed with each of the secrets, so that a receiver may know any of them. Never rejects. */
  send(
    url: string,
    secrets: readonly string[],
    event: OutgoingEvent,
    signal: AbortSignal,
  ): Promise<SendOutcome>;
  close(): void;
}

/** What a receiver answers is read up to here, and then not any more. */
const ANSWER_MAX_BYTES = 16_384;

export function openWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const guard = {
    keepAlive: true,
    maxSockets: options.connectionsMax,
    allowPrivateIPAddress: options.allowsPrivate,
    allowMetaIPAddress: false,
  };
  const agents = {
    http: new RequestFilteringHttpAgent(guard),
    https: new RequestFilteringHttpsAgent(guard),
  };
  return {
    send: async (url, secrets, event, signal) => {
      const { body, headers } = signed(event, secrets, options);
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
      try {
        return outcomeOf(await post(url, body, headers, agents, bounded));
      } catch (error) {
        const reason = bounded.aborted
          ? `no answer within ${options.timeoutMs} ms`
          : guarded(reasonOf(error));
        return { type: 'failed', reason, isGone: false };
      }
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function signed(
  { id, type, subject, at, sequence, data }: OutgoingEvent,
  secrets: readonly string[],
  { source, now }: WebhookSenderOptions,
) {
  const event = new CloudEvent({
    ...{ id, type, subject, sequence, data },
    source: source(),
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
  });
  const { headers, body } = HTTP.structured(event) as { headers: object; body: string };
  const sentAt = new Date(now());
  const signatures = secrets.map((secret) => new NoticeSigner(secret).sign(id, sentAt, body));
  return {
    body,
    headers: {
      ...headers,
      'user-agent': 'Orderloom',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
    },
  };
}

function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  agents: { http: http.Agent; https: https.Agent },
  signal: AbortSignal,
): Promise<number> {
  const isSecure = new URL(url).protocol === 'https:';
  const { request } = isSecure ? https : http;
  const agent = isSecure ? agents.https : agents.http;
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const options = {
      method: 'POST',
      agent,
      signal,
      headers: { ...headers, 'content-length': length },
    };
    const call = request(url, options, (answer) => {
      let read = 0;
      answer.on('data', (part: Buffer) => {
        read += part.length;
        if (read > ANSWER_MAX_BYTES) answer.destroy();
      });
      answer.on('error', reject);
      // Also where it was cut off: what it says besides its status does not matter.
      answer.on('close', () => {
        if (signal.aborted) reject(new Error('aborted'));
        else resolve(answer.statusCode ?? 0);
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

function outcomeOf(status: number): SendOutcome {
  if (status >= 200 && status < 300) return { type: 'delivered' };
  const isGone = status === 410;
  const isRedirect = status >= 300 && status < 400;
  const reason = isRedirect
    ? `answered ${status}: redirects are not followed`
    : `answered ${status}`;
  return { type: 'failed', reason, isGone };
}

/** The guard's own words name the address that a name stands for: that is not for strangers. */
const guarded = (reason: string): string =>
  /is not allowed/.test(reason) ? 'its address is not a public one' : reason;
