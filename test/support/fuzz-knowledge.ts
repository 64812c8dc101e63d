/**
 * What a shop's answers have told: ids, links, cursors, sessions and tokens. Without them nearly every
 * generated request would ask for what is not there, and as somebody who may not.
 */
import { SESSION_COOKIE } from '../../src/http/cookies.js';
import type { FuzzRequest } from './fuzz.js';
import type { Json } from './http-client.js';
import { type OpenApiDocument, type Operation, operationsOf } from './openapi.js';

export interface Heard {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

/** Of each kind the newest: what is older may be gone. */
const KEPT_MAX = 20;

export class FuzzKnowledge {
  readonly #operatorKey: string;
  /** By path up to a parameter, as in `/v1/orders/{id}`: values of the parameters up to there. */
  readonly #tuples = new Map<string, string[][]>();
  readonly #patterns: { path: string; pattern: RegExp }[];
  readonly #cursors = new Map<string, string[]>();
  readonly #tokens = new Map<string, string>();
  readonly #sessions: Record<string, string>[];
  /** To be used as known values of fields: they grow. */
  readonly carts: string[] = ['NONE'];
  readonly emails: string[];
  /** Orders that are paid for. */
  readonly paid: string[] = ['NONE'];

  constructor(
    document: OpenApiDocument,
    operatorKey: string,
    person: { email: string; headers: Record<string, string> },
  ) {
    this.#operatorKey = operatorKey;
    this.#sessions = [person.headers];
    this.emails = [person.email];
    this.#patterns = [...new Set(operationsOf(document).map(({ path }) => path))]
      .filter((path) => path.includes('{'))
      .map((path) => ({ path, pattern: patternOf(path) }));
  }

  note({ method, path, url, headers: sent }: FuzzRequest, { status, headers, body }: Heard): void {
    const isSignedOut = status === 401 || (method === 'DELETE' && path === '/v1/session');
    if (isSignedOut && sent.cookie) this.#forgetSession(sent.cookie);
    const own = patternOf(path)
      .exec(url.split('?', 1)[0] as string)
      ?.slice(1)
      .map(decoded);
    if (own && (status === 404 || status === 410)) this.#forget(path, own);
    if (status >= 300) return;
    const session = new RegExp(`${SESSION_COOKIE}=([^;]+)`).exec(String(headers['set-cookie']));
    if (session) {
      const cookie = `${SESSION_COOKIE}=${session[1]}`;
      keep(this.#sessions, { cookie, 'sec-fetch-site': 'same-origin' });
    }
    if (typeof headers.location === 'string') this.#noteLink(headers.location);
    if (typeof body !== 'object' || body === null) return;
    const answer = body as Json;
    for (const item of (answer.items as Json[] | undefined) ?? [answer]) {
      if (own && method !== 'DELETE') this.#noteMember(path, own, item);
    }
    for (const text of JSON.stringify(body).match(/"\/[^"\\]+"/g) ?? []) {
      this.#noteLink(JSON.parse(text) as string);
    }
    if (typeof answer.nextCursor === 'string') listOf(this.#cursors, path, answer.nextCursor);
    if (typeof answer.accessToken === 'string') {
      this.#tokens.set(String(answer.id), answer.accessToken);
    }
    const { email } = (answer.customer ?? {}) as Json;
    if (path === '/v1/customers' && typeof email === 'string') keep(this.emails, email);
    if (path === '/v1/orders' && status === 201) keep(this.paid, String(answer.id));
    if (path === '/v1/carts') keep(this.carts, String(answer.id));
  }

  /** Values for the first parameters of a path: those that belong together. */
  parameters(path: string, luck: number): Json {
    for (const prefix of prefixesOf(path).reverse()) {
      const tuples = this.#tuples.get(prefix) ?? this.#tuples.get(`/v1${prefix}`);
      if (!tuples) continue;
      const names = namesOf(prefix);
      const tuple = tuples[luck % tuples.length] as string[];
      return Object.fromEntries(names.map((name, index) => [name, tuple[index]]));
    }
    return {};
  }

  cursor(path: string, luck: number): string | undefined {
    const cursors = this.#cursors.get(path) ?? [];
    return cursors[luck % cursors.length];
  }

  /** Somebody who may do it, as the document says; an order's token is that of the order asked for. */
  callerFor({ security = [] }: Operation, parameters: Json, luck: number): Record<string, string> {
    const schemes = security.flatMap(Object.keys);
    if (schemes.length === 0) return {};
    const scheme = schemes[luck % schemes.length];
    const token = this.#tokens.get(typeof parameters.id === 'string' ? parameters.id : '');
    if (scheme === 'orderToken' && token) return { authorization: `Bearer ${token}` };
    if (scheme === 'sessionCookie') return this.#session(luck);
    return { authorization: `Bearer ${this.#operatorKey}` };
  }

  anybody(luck: number): Record<string, string> {
    const tokens = [...this.#tokens.values()];
    const callers = [
      {},
      { authorization: `Bearer ${this.#operatorKey}` },
      { authorization: `Bearer ${tokens[luck % tokens.length] ?? 'nothing'}` },
      { authorization: 'Bearer a-key-that-nobody-knows' },
      this.#session(luck),
    ];
    return callers[luck % callers.length] as Record<string, string>;
  }

  #session = (luck: number) => this.#sessions[luck % this.#sessions.length] ?? {};

  #forgetSession(cookie: string): void {
    const at = this.#sessions.findIndex((session) => session.cookie === cookie);
    if (at !== -1 && this.#sessions.length > 1) this.#sessions.splice(at, 1);
  }

  /** What is gone is asked for a last time: now. */
  #forget(path: string, own: string[]): void {
    const prefix = prefixesOf(path).at(-1) ?? path;
    const left = this.#tuples.get(prefix)?.filter((tuple) => tuple.join('/') !== own.join('/'));
    if (left && left.length > 0) this.#tuples.set(prefix, left);
    else this.#tuples.delete(prefix);
  }

  #noteLink(link: string): void {
    const [to = ''] = link.split('?', 1);
    for (const { path, pattern } of this.#patterns) {
      const values = pattern.exec(to)?.slice(1).map(decoded);
      if (!values) continue;
      for (const prefix of prefixesOf(path)) {
        listOf(this.#tuples, prefix, values.slice(0, namesOf(prefix).length));
      }
    }
  }

  /** An entry of a list, or what was just made: the path of its own ends with what it is called. */
  #noteMember(path: string, own: string[], item: Json): void {
    for (const prefix of new Set(this.#patterns.flatMap(({ path }) => prefixesOf(path)))) {
      const name = prefix.startsWith(`${path}/{`) ? namesOf(prefix).at(-1) : undefined;
      const value = name === undefined ? undefined : item[name];
      if (namesOf(prefix).length !== own.length + 1) continue;
      if ((typeof value === 'string' && !value.startsWith('/')) || typeof value === 'number') {
        listOf(this.#tuples, prefix, [...own, String(value)]);
      }
    }
  }
}

function keep<Value>(list: Value[], value: Value): void {
  if (list.some((known) => JSON.stringify(known) === JSON.stringify(value))) return;
  list.push(value);
  if (list.length > KEPT_MAX) list.shift();
}

function listOf<Value>(lists: Map<string, Value[]>, name: string, value: Value): void {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  keep(list, value);
}

const namesOf = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);

const prefixesOf = (path: string): string[] =>
  [...path.matchAll(/\}/g)].map(({ index }) => path.slice(0, index + 1));

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+?)')}$`);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
