/**
 * HTTP to the engine under replay: bounded connections, the operator's key on every request, and
 * patience. An engine that is busy (503, 429, a key still being worked on) is asked again when it
 * says; one that gives no answer is asked again under the same request. Both have an end.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors, Pool } from 'undici';

const BUSY_ATTEMPTS_MAX = 100;
/** Few, because every order to a dead server waits for all of them: 12.7 s together. */
const SILENT_ATTEMPTS_MAX = 8;
const SILENT_DELAY_MS = 100;
const BUSY_DELAY_MS = 1_000;
const DELAY_MAX_MS = 10_000;
const ANSWER_TIMEOUT_MS = 60_000;
const TEXT_SHOWN_MAX = 500;

export type Wait = (delayMs: number, signal: AbortSignal) => Promise<void>;

export interface ClientOptions {
  readonly url: string;
  readonly operatorKey: string;
  readonly connections: number;
  readonly wait?: Wait | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** From the server's root on: "/v1/orders". */
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
}

export interface Answer {
  /** null: the server gave no answer; `body` then says why. */
  readonly status: number | null;
  /** Parsed JSON, or the beginning of a text that is none. */
  readonly body: unknown;
  readonly location?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly replayed: boolean;
}

type Headers = Record<string, string | string[] | undefined>;

export class Client {
  readonly #base: URL;
  readonly #authorization: string;
  readonly #pool: Pool;
  readonly #wait: Wait;
  readonly #signal: AbortSignal | undefined;
  readonly #stop = new AbortController();
  readonly #onAbort = () => {
    this.#stop.abort();
    void this.#pool.destroy();
  };

  constructor(options: ClientOptions) {
    this.#base = new URL(options.url.endsWith('/') ? options.url : `${options.url}/`);
    this.#authorization = `Bearer ${options.operatorKey}`;
    this.#pool = new Pool(this.#base.origin, {
      connections: options.connections,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    this.#wait = options.wait ?? pause;
    this.#signal = options.signal;
    // The caller's signal gets one listener, not one for each worker that waits; Node warns of
    // more than ten as a leak.
    setMaxListeners(0, this.#stop.signal);
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Asks until there is an answer that asking again would not change. */
  async send(request: Request): Promise<Answer> {
    return this.#sendPatiently(request, SILENT_ATTEMPTS_MAX);
  }

  /** For what must not be done twice: a busy engine is asked again, a lost answer is returned. */
  async sendUnlessLost(request: Request): Promise<Answer> {
    return this.#sendPatiently(request, 1);
  }

  /** The path that a Location leads to. Its host is left aside: the key goes to one server only. */
  pathOf(location: string): string {
    const { pathname, search } = new URL(location, this.#base);
    return pathname + search;
  }

  async pause(delayMs: number): Promise<void> {
    await this.#wait(Math.min(delayMs, DELAY_MAX_MS), this.#stop.signal);
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    await this.#pool.destroy();
  }

  async #sendPatiently(request: Request, silentMax: number): Promise<Answer> {
    let silent = 0;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#ask(request);
      if (answer.status === null) silent += 1;
      const again = answer.status === null ? silent < silentMax : isBusy(answer);
      if (!again || attempt >= BUSY_ATTEMPTS_MAX) return answer;
      await this.pause(answer.status === null ? backoffMs(silent) : delayOf(answer));
    }
  }

  async #ask(request: Request): Promise<Answer> {
    this.#signal?.throwIfAborted();
    try {
      return await this.#exchange(request);
    } catch (error) {
      this.#signal?.throwIfAborted();
      // Such a request can never be sent, however often it is tried.
      if (error instanceof errors.InvalidArgumentError) throw error;
      return { status: null, body: { detail: `no answer: ${textOf(error)}` }, replayed: false };
    }
  }

  async #exchange(request: Request): Promise<Answer> {
    const { statusCode, headers, body } = await this.#pool.request({
      method: request.method,
      path: this.#rooted(request.path),
      headers: this.#headersOf(request),
      body: request.body === undefined ? null : JSON.stringify(request.body),
    });
    const text = await body.text();
    return {
      status: statusCode,
      body: parsed(text),
      location: single(headers, 'location'),
      retryAfterMs: retryAfterMs(single(headers, 'retry-after')),
      replayed: single(headers, 'idempotent-replayed') === 'true',
    };
  }

  // A server may live below a path of a shared host; a Location already includes that path.
  #rooted(path: string): string {
    const prefix = this.#base.pathname.slice(0, -1);
    return path.startsWith(`${prefix}/`) ? path : prefix + path;
  }

  #headersOf(request: Request): Record<string, string> {
    const headers: Record<string, string> = {
      authorization: this.#authorization,
      accept: 'application/json',
    };
    if (request.body !== undefined) headers['content-type'] = 'application/json';
    if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey;
    return headers;
  }
}

/** A field of an answer's body, whatever the body turned out to be. */
export function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? (body as Record<string, unknown>)[name]
    : undefined;
}

function isBusy(answer: Answer): boolean {
  if (answer.status === 503 || answer.status === 429) return true;
  if (answer.status !== 409) return false;
  const type = field(answer.body, 'type');
  // A problem's type is a URI reference (RFC 9457); its last part names the problem.
  return typeof type === 'string' && type.endsWith('request-in-progress');
}

function delayOf(answer: Answer): number {
  return answer.retryAfterMs ?? BUSY_DELAY_MS;
}

export function backoffMs(attempt: number): number {
  return SILENT_DELAY_MS * 2 ** (attempt - 1);
}

/** Retry-After is seconds or a date (RFC 9110, 10.2.3); nonsense counts as absent. */
export function retryAfterMs(value: string | undefined, nowMs = Date.now()): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, TEXT_SHOWN_MAX);
  }
}

function single(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

// undici words some failures only in the code, and a refused connection only in the first cause.
function textOf(error: unknown): string {
  if (error instanceof AggregateError) return textOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
