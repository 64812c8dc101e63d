// A typed client of the HTTP API for browsers and Node.js: `fetch`, and types made from the OpenAPI
// document. An answer is data, refusals too: `ok` and `status` say which body it has. It throws
// only where there is no answer (as `fetch` does).

import type { Operations } from './schema.js';

export type * from './schema.js';

export type OperationName = keyof Operations;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The paths that take a method. */
export type PathOf<M extends Method> = OperationName extends infer Name
  ? Name extends `${M} ${infer Path}`
    ? Path
    : never
  : never;

type IsOptional<Part> = Record<never, never> extends Part ? true : false;
type Given<Name extends string, Part> = [Part] extends [never]
  ? { [N in Name]?: never }
  : IsOptional<Part> extends true
    ? { [N in Name]?: Part }
    : { [N in Name]: Part };

/** What a call is given: only what the operation takes, and all that it needs. */
export type Input<Name extends OperationName> = Given<'path', Operations[Name]['path']> &
  Given<'query', Operations[Name]['query']> &
  Given<'headers', Operations[Name]['headers']> &
  (undefined extends Operations[Name]['body']
    ? { body?: Operations[Name]['body'] }
    : Given<'body', Operations[Name]['body']>) & {
    signal?: AbortSignal;
    /** A key or a token for this call alone. */
    key?: string;
  };

/** What an operation answers: the status decides which body it is. */
export type Answer<Name extends OperationName> = {
  [Status in keyof Operations[Name]['answers']]: {
    ok: Status extends 200 | 201 | 202 | 204 ? true : false;
    status: Status extends number ? Status : number;
    body: Operations[Name]['answers'][Status];
    headers: Headers;
  };
}[keyof Operations[Name]['answers']];

/** The body that comes with a status, such as `BodyOf<'GET /v1/products', 200>`. */
export type BodyOf<
  Name extends OperationName,
  Status extends keyof Operations[Name]['answers'],
> = Operations[Name]['answers'][Status];

type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...input: IsOptional<Input<`${M} ${P}` & OperationName>> extends true
    ? [Input<`${M} ${P}` & OperationName>?]
    : [Input<`${M} ${P}` & OperationName>]
) => Promise<Answer<`${M} ${P}` & OperationName>>;

export interface Client {
  get: Call<'GET'>;
  post: Call<'POST'>;
  put: Call<'PUT'>;
  patch: Call<'PATCH'>;
  delete: Call<'DELETE'>;
}

export interface ClientOptions {
  /** Where the shop is; the page's own origin when empty. */
  baseUrl?: string;
  /** An operator's key, or an order's token. */
  key?: string;
  fetch?: typeof fetch;
}

interface AnyInput {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
  key?: string;
}

export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl = '', fetch: send = globalThis.fetch } = options;
  const base = baseUrl.replace(/\/$/, '');
  const call =
    (method: Method) =>
    async (path: string, input: AnyInput = {}) => {
      const url = `${base}${filled(path, input.path)}${queryOf(input.query)}`;
      const response = await send(url, {
        method,
        headers: headersOf(input, input.key ?? options.key),
        credentials: 'same-origin',
        ...(input.body === undefined ? {} : { body: encoded(input.body) }),
        ...(input.signal ? { signal: input.signal } : {}),
      });
      const { ok, status, headers } = response;
      return { ok, status, headers, body: await decoded(response) };
    };
  return {
    get: call('GET') as Call<'GET'>,
    post: call('POST') as Call<'POST'>,
    put: call('PUT') as Call<'PUT'>,
    patch: call('PATCH') as Call<'PATCH'>,
    delete: call('DELETE') as Call<'DELETE'>,
  };
}

/** `/v1/orders/{id}` with the id in its place. */
const filled = (path: string, values: Record<string, unknown> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));

function queryOf(query: Record<string, unknown> = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.append(name, String(value));
  }
  return given.size === 0 ? '' : `?${given}`;
}

function headersOf({ headers = {}, body }: AnyInput, key: string | undefined): Headers {
  const sent = new Headers({ accept: 'application/json, */*;q=0.9' });
  if (body !== undefined && isJsonBody(body)) sent.set('content-type', 'application/json');
  if (key !== undefined) sent.set('authorization', `Bearer ${key}`);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) sent.set(name, String(value));
  }
  return sent;
}

/** Texts and blobs (CSV, NDJSON) go as they are, under the content type that the caller names. */
const isJsonBody = (body: unknown): boolean =>
  typeof body !== 'string' && !(body instanceof Blob) && !(body instanceof Uint8Array);

const encoded = (body: unknown): string | Blob | Uint8Array<ArrayBuffer> =>
  isJsonBody(body) ? JSON.stringify(body) : (body as string | Blob | Uint8Array<ArrayBuffer>);

async function decoded(response: Response): Promise<unknown> {
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0] as string;
  if (type === 'text/event-stream') return response.body;
  if (/[/+]json$/.test(type)) return response.json();
  if (type === '' || response.status === 204 || response.status === 304) return null;
  return /^text\/|[/+](xml|ndjson|csv)$/.test(type) ? response.text() : response.blob();
}
