/**
 * Stripe as its published API description has it, as far as a shop uses it: form-encoded bodies,
 * idempotency keys that are replayed and compared, errors as objects, the states of a PaymentIntent.
 * What goes wrong on the way is told to it beforehand, a fault for each of the next calls of a route.
 * https://docs.stripe.com/api, https://docs.stripe.com/api/errors
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

export type Fault =
  /** The connection ends before anything is done. */
  | 'drop'
  /** It is done, and the connection ends before the answer. */
  | 'drop-after'
  /** It is done, and never answered. */
  | 'silent'
  /** An internal error, kept under the key and replayed. */
  | 'error-500'
  /** Not begun: the gateway has no room. */
  | 'error-503'
  | 'rate-limit'
  | 'lock-timeout';

export interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  status: string;
  capture_method: string;
  client_secret: string;
  metadata: Record<string, string>;
  next_action: { type: string; redirect_to_url: { url: string; return_url: string } } | null;
  last_payment_error: ApiError | null;
  payment_method: string | null;
}

interface ApiError {
  type: string;
  code?: string;
  decline_code?: string;
  message: string;
  param?: string;
}

interface Reply {
  status: number;
  body: unknown;
}

interface Kept extends Reply {
  path: string;
  parameters: string;
}

/** What Stripe's own test cards do. https://docs.stripe.com/testing */
const cards: Readonly<Record<string, { decline?: string; challenge?: true }>> = {
  pm_card_visa: {},
  pm_card_visa_chargeDeclined: { decline: 'generic_decline' },
  pm_card_chargeDeclinedInsufficientFunds: { decline: 'insufficient_funds' },
  pm_card_threeDSecure2Required: { challenge: true },
  pm_card_threeDSecureRequiredChargeDeclined: { challenge: true, decline: 'generic_decline' },
};

export class StripeServer {
  readonly intents = new Map<string, Intent>();
  readonly refunds: {
    id: string;
    payment_intent: string;
    amount: number;
    status: string;
    metadata: Record<string, string>;
  }[] = [];
  /** Every call that began, as `POST /v1/payment_intents`. */
  readonly calls: string[] = [];
  /** How often money was moved for each intent: more than once is a double charge. */
  readonly moved = new Map<string, number>();
  readonly webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;
  readonly secretKey = `sk_test_${randomBytes(12).toString('hex')}`;
  /** What the search finds: it lags behind what is there. */
  isSearchBehind = false;
  /** Refunds of these intents are refused. */
  readonly disputed = new Set<string>();
  /** Takes each event, as Stripe would send it; nobody by default. */
  notify: (body: string, headers: Record<string, string>) => unknown = () => {};
  /** Told of each call before anything is done, and when it is done and not answered yet. */
  watch: (route: string, phase: 'begun' | 'done') => void = () => {};
  #faults: { route: string; fault: Fault }[] = [];
  #kept = new Map<string, Kept>();
  #open = new Set<ServerResponse>();
  #server = createServer((request, response) => void this.#serve(request, response));
  #made = 0;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const response of this.#open) response.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next calls of a route go wrong, one after another. `create`, `confirm`, `capture`, … */
  failing(route: string, ...faults: Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ route, fault })));
  }

  clearFaults(): void {
    this.#faults = [];
  }

  /** A day has passed. */
  forgetKeys(): void {
    this.#kept.clear();
  }

  intentOf(orderId: string): Intent {
    const found = [...this.intents.values()].filter(({ metadata }) => metadata.orderId === orderId);
    if (found.length !== 1) throw new Error(`${found.length} intents of ${orderId}`);
    return found[0] as Intent;
  }

  /** Minor units that were taken and not given back; 0 where nothing is known of the order. */
  taken(orderId: string): number {
    const own = [...this.intents.values()].filter(({ metadata }) => metadata.orderId === orderId);
    const back = this.refunds.filter(({ metadata }) => metadata.orderId === orderId);
    return (
      own.reduce((sum, intent) => sum + intent.amount * (this.moved.get(intent.id) ?? 0), 0) -
      back.reduce((sum, refund) => sum + refund.amount, 0)
    );
  }

  /** The customer has proved who they are, or has not. */
  async authenticate(orderId: string, isGenuine: boolean): Promise<void> {
    const intent = this.intentOf(orderId);
    if (intent.status !== 'requires_action') throw new Error(`the intent is ${intent.status}`);
    const card = cards[intent.payment_method ?? ''] ?? {};
    intent.next_action = null;
    if (!isGenuine) {
      await this.#declined(intent, { ...cardError, code: 'payment_intent_authentication_failure' });
    } else if (card.decline) await this.#declined(intent, declinedCard(card.decline));
    else await this.#paid(intent);
  }

  /** The authorisation runs out, as it does after seven days. */
  async expire(orderId: string): Promise<void> {
    const intent = this.intentOf(orderId);
    intent.status = 'canceled';
    await this.#send('payment_intent.canceled', intent);
  }

  signed(
    type: string,
    intent: Intent,
    at = Date.now(),
  ): { body: string; headers: Record<string, string> } {
    this.#made += 1;
    const body = JSON.stringify({
      id: `evt_${this.#made}`,
      object: 'event',
      api_version: '2026-10-28.endive',
      type,
      data: { object: intent },
    });
    return this.signedText(body, at);
  }

  /** Whatever it says. */
  signedText(body: string, at = Date.now()): { body: string; headers: Record<string, string> } {
    const signature = new Stripe(this.secretKey).webhooks.generateTestHeaderString({
      payload: body,
      secret: this.webhookSecret,
      timestamp: Math.floor(at / 1000),
    });
    return { body, headers: { 'content-type': 'application/json', 'stripe-signature': signature } };
  }

  async #send(type: string, intent: Intent): Promise<void> {
    const { body, headers } = this.signed(type, intent);
    await this.notify(body, headers);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    const body = await textOf(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stripe');
    this.calls.push(`${request.method} ${pathname}`);
    if (request.headers.authorization !== `Bearer ${this.secretKey}`) {
      return send(
        response,
        failure(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' }),
      );
    }
    const route = routeOf(request.method ?? 'GET', pathname);
    this.watch(route, 'begun');
    const fault = this.#takeFault(route);
    if (fault === 'drop') return void request.socket.destroy();
    if (fault === 'error-503') {
      return send(response, failure(503, { type: 'api_error', message: 'No room' }));
    }
    if (fault === 'rate-limit') {
      return send(
        response,
        failure(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many' }),
      );
    }
    if (fault === 'lock-timeout') {
      return send(
        response,
        failure(409, { type: 'invalid_request_error', code: 'lock_timeout', message: 'Locked' }),
      );
    }
    const key = request.headers['idempotency-key'] as string | undefined;
    const kept = request.method === 'POST' && key !== undefined ? this.#kept.get(key) : undefined;
    if (kept && (kept.path !== pathname || kept.parameters !== body)) {
      return send(
        response,
        failure(400, {
          type: 'idempotency_error',
          message: 'Keys for idempotent requests can only be used with the same parameters',
        }),
      );
    }
    if (kept)
      return send(response, kept, {
        'idempotent-replayed': 'true',
        'stripe-should-retry': 'false',
      });
    const parameters = request.method === 'POST' ? new URLSearchParams(body) : searchParams;
    const reply: Reply =
      fault === 'error-500'
        ? failure(500, { type: 'api_error', message: 'An unknown error occurred' })
        : await this.#answer(request.method ?? 'GET', pathname, parameters);
    const isValidation = reply.status === 404 || reply.status === 401;
    if (key !== undefined && request.method === 'POST' && !isValidation) {
      this.#kept.set(key, { path: pathname, parameters: body, ...reply });
    }
    this.watch(route, 'done');
    if (fault === 'drop-after') return void request.socket.destroy();
    if (fault === 'silent') return;
    send(response, reply, fault === 'error-500' ? { 'stripe-should-retry': 'false' } : {});
  }

  #takeFault(route: string): Fault | undefined {
    const index = this.#faults.findIndex((one) => one.route === route);
    return index === -1 ? undefined : this.#faults.splice(index, 1)[0]?.fault;
  }

  async #answer(method: string, path: string, parameters: URLSearchParams): Promise<Reply> {
    if (method === 'POST' && path === '/v1/payment_intents') return this.#create(parameters);
    if (path === '/v1/payment_intents/search') return this.#search(parameters);
    if (method === 'POST' && path === '/v1/refunds') return this.#refund(parameters);
    if (path === '/v1/refunds') {
      const data = this.refunds.filter(
        ({ payment_intent }) => payment_intent === parameters.get('payment_intent'),
      );
      return success({ object: 'list', data, has_more: false });
    }
    const [, id = '', action] = /^\/v1\/payment_intents\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const intent = this.intents.get(id);
    if (!intent)
      return failure(404, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: `No such payment_intent: '${id}'`,
      });
    if (action === 'confirm') return this.#confirm(intent, parameters);
    if (action === 'capture') return this.#capture(intent);
    if (action === 'cancel') return this.#cancel(intent);
    return success(intent);
  }

  #create(parameters: URLSearchParams): Reply {
    const amount = Number(parameters.get('amount'));
    if (!Number.isInteger(amount) || amount < 50) {
      return failure(400, {
        type: 'invalid_request_error',
        code: 'amount_too_small',
        message: 'Amount must be at least 50',
        param: 'amount',
      });
    }
    const id = `pi_${randomBytes(9).toString('hex')}`;
    const intent: Intent = {
      id,
      object: 'payment_intent',
      amount,
      amount_received: 0,
      currency: parameters.get('currency') ?? '',
      status: 'requires_payment_method',
      capture_method: parameters.get('capture_method') ?? 'automatic',
      client_secret: `${id}_secret_${randomBytes(6).toString('hex')}`,
      metadata: { orderId: parameters.get('metadata[orderId]') ?? '' },
      next_action: null,
      last_payment_error: null,
      payment_method: null,
    };
    this.intents.set(id, intent);
    return success({ ...intent });
  }

  async #confirm(intent: Intent, parameters: URLSearchParams): Promise<Reply> {
    if (
      !['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(
        intent.status,
      )
    ) {
      return unexpectedState(intent);
    }
    const method = parameters.get('payment_method') ?? parameters.get('confirmation_token') ?? '';
    const card = cards[method];
    if (!card)
      return failure(400, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: `No such PaymentMethod: '${method}'`,
        param: 'payment_method',
      });
    intent.payment_method = method;
    if (card.challenge) {
      intent.status = 'requires_action';
      const return_url = parameters.get('return_url') ?? '';
      const url = `https://hooks.stripe.com/3d_secure_2/${intent.id}`;
      intent.next_action = { type: 'redirect_to_url', redirect_to_url: { url, return_url } };
      return success({ ...intent });
    }
    if (card.decline) {
      const error = declinedCard(card.decline);
      await this.#declined(intent, error);
      return failure(402, { ...error, payment_intent: { ...intent } });
    }
    await this.#paid(intent);
    return success({ ...intent });
  }

  async #paid(intent: Intent): Promise<void> {
    if (intent.capture_method === 'manual') {
      intent.status = 'requires_capture';
      await this.#send('payment_intent.amount_capturable_updated', intent);
      return;
    }
    this.#move(intent);
    await this.#send('payment_intent.succeeded', intent);
  }

  #move(intent: Intent): void {
    intent.status = 'succeeded';
    intent.amount_received = intent.amount;
    this.moved.set(intent.id, (this.moved.get(intent.id) ?? 0) + 1);
  }

  async #declined(intent: Intent, error: ApiError): Promise<void> {
    intent.status = 'requires_payment_method';
    intent.last_payment_error = error;
    await this.#send('payment_intent.payment_failed', intent);
  }

  async #capture(intent: Intent): Promise<Reply> {
    if (intent.status !== 'requires_capture') return unexpectedState(intent);
    this.#move(intent);
    await this.#send('payment_intent.succeeded', intent);
    return success({ ...intent });
  }

  async #cancel(intent: Intent): Promise<Reply> {
    if (intent.status === 'succeeded' || intent.status === 'canceled')
      return unexpectedState(intent);
    intent.status = 'canceled';
    await this.#send('payment_intent.canceled', intent);
    return success({ ...intent });
  }

  #search(parameters: URLSearchParams): Reply {
    const [, orderId] =
      /^metadata\['orderId'\]:'([^']+)'$/.exec(parameters.get('query') ?? '') ?? [];
    const data = [...this.intents.values()].filter(
      ({ metadata }) => !this.isSearchBehind && metadata.orderId === orderId,
    );
    return success({ object: 'search_result', data, has_more: false });
  }

  #refund(parameters: URLSearchParams): Reply {
    const intent = this.intents.get(parameters.get('payment_intent') ?? '');
    const amount = Number(parameters.get('amount'));
    if (intent?.status !== 'succeeded') {
      return failure(400, {
        type: 'invalid_request_error',
        code: 'charge_not_captured',
        message: 'Not captured',
      });
    }
    if (this.disputed.has(intent.id)) {
      return failure(400, {
        type: 'invalid_request_error',
        code: 'charge_disputed',
        message: 'Disputed',
      });
    }
    const made = this.refunds
      .filter(({ payment_intent }) => payment_intent === intent.id)
      .reduce((sum, refund) => sum + refund.amount, 0);
    if (made + amount > intent.amount_received) {
      return failure(400, {
        type: 'invalid_request_error',
        code: 'charge_already_refunded',
        message: 'Refunded',
      });
    }
    const metadata = {
      orderId: parameters.get('metadata[orderId]') ?? '',
      refund: parameters.get('metadata[refund]') ?? '',
    };
    const id = `re_${randomBytes(9).toString('hex')}`;
    const refund = {
      id,
      object: 'refund',
      payment_intent: intent.id,
      amount,
      status: 'succeeded',
      metadata,
    };
    this.refunds.push(refund);
    return success(refund);
  }
}

const cardError = { type: 'card_error', message: 'Your card was declined.' };

const declinedCard = (declineCode: string): ApiError => ({
  ...cardError,
  code: 'card_declined',
  decline_code: declineCode,
});

const success = (body: unknown): Reply => ({ status: 200, body: structuredClone(body) });
const failure = (status: number, error: object): Reply => ({ status, body: { error } });

const unexpectedState = (intent: Intent): Reply =>
  failure(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent's status is ${intent.status}`,
    payment_intent: { ...intent },
  });

function routeOf(method: string, path: string): string {
  if (path === '/v1/refunds') return method === 'POST' ? 'refund' : 'refunds';
  if (path === '/v1/payment_intents') return 'create';
  if (path === '/v1/payment_intents/search') return 'search';
  return path.split('/')[4] ?? 'retrieve';
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, { status, body }: Reply, headers = {}): void {
  const requestId = `req_${randomBytes(6).toString('hex')}`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': requestId,
    ...headers,
  });
  response.end(JSON.stringify(body));
}
