// What every route has in common, made from its row in the route table: who may call it and what it
// may be refused for in the OpenAPI document, its limit and its headers while serving.

import type { RouteOptions } from 'fastify';
import { problems, type RefusalType } from '../core/problems.js';
import { frameHeaders } from '../web/reference-page.js';
import { type RouteFacts, routeTable } from './route-table.js';
import { problemExample, problemSchemas } from './schemas/problems.js';

type Json = Record<string, unknown>;
type AnySchema = Json & { response?: Json; params?: unknown; security?: unknown };

const methodOf = ({ method }: Pick<RouteOptions, 'method'>): string =>
  Array.isArray(method) ? (method[0] as string) : method;

export function factsOf(route: Pick<RouteOptions, 'method' | 'url'>): RouteFacts | undefined {
  const method = methodOf(route);
  return routeTable[`${method === 'HEAD' ? 'GET' : method} ${route.url}`];
}

const hasBody = (method: string): boolean => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);
const isSafe = (method: string): boolean => ['GET', 'HEAD'].includes(method);

/** Everything that a route may be refused for. */
export function refusalsOf(facts: RouteFacts, method: string): RefusalType[] {
  const key = ['unauthorized', 'key-revoked', 'key-expired'] as const;
  const byAccess: Record<RouteFacts['access'], readonly RefusalType[]> = {
    anybody: [],
    signed: [],
    guest: key,
    visitor: key,
    customer: [...key, 'session-expired'],
    person: [...key, 'session-expired', 'forbidden'],
    operator: [...key, 'forbidden'],
    order: [...key, 'link-expired', 'session-expired', 'forbidden'],
  };
  const knowsSessions = facts.access !== 'anybody' && facts.access !== 'signed';
  return [
    'invalid-request',
    'uri-too-long',
    ...byAccess[facts.access],
    ...(knowsSessions && !isSafe(method) ? (['cross-site-request'] as const) : []),
    ...(hasBody(method) ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(facts.limit === null ? [] : (['too-many-requests'] as const)),
    ...(facts.refuses ?? []),
    'request-timeout',
    'headers-too-large',
    'internal-error',
    'shutting-down',
  ];
}

function securityOf({ access }: RouteFacts): Json[] {
  switch (access) {
    case 'operator':
      return [{ operatorKey: [] }];
    case 'order':
      return [{ orderToken: [] }, { sessionCookie: [] }, { operatorKey: [] }];
    case 'person':
      return [{ sessionCookie: [] }, { operatorKey: [] }];
    case 'customer':
      return [{ sessionCookie: [] }];
    case 'visitor':
      return [{}, { sessionCookie: [] }];
    case 'guest':
      return [{}, { sessionCookie: [] }, { operatorKey: [] }];
    default:
      return [];
  }
}

/** By status, each with the schemas of its problem types and an example of each. */
export function problemResponses(types: readonly RefusalType[]): Json {
  const distinct = [...new Set(types)];
  const statuses = [...new Set(distinct.map((type) => problems[type].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const own = distinct.filter((type) => problems[type].status === status);
      const schemas = own.map((type) => problemSchemas[type]);
      const media = {
        schema: schemas.length === 1 ? schemas[0] : { oneOf: schemas },
        examples: Object.fromEntries(own.map((type) => [type, { value: problemExample(type) }])),
      };
      const description = own.map((type) => problems[type].title).join(' Or: ');
      return [status, { description, content: { 'application/problem+json': media } }];
    }),
  );
}

function pageResponses(types: readonly RefusalType[]): Json {
  const page = { 'text/html': { schema: { type: 'string' } } };
  return Object.fromEntries(
    Object.entries(problemResponses(types)).map(([status, answer]) => {
      const { description, content } = answer as { description: string; content: Json };
      // What is wrong before there is a route is told as to programs.
      return [status, { description, content: { ...page, ...content } }];
    }),
  );
}

/**
 * Headers of every answer of a route. What has to do with a person is for that person; a browser may
 * keep an order that it asks about again each time (`ETag`), and nothing else.
 */
export function headersOf(route: Pick<RouteOptions, 'method' | 'url'>): Record<string, string> {
  const facts = factsOf(route);
  const isPublic = facts
    ? facts.access === 'anybody' && isSafe(methodOf(route))
    : !route.url.startsWith('/v1/');
  const everywhere = {
    'x-content-type-options': 'nosniff',
    ...(facts?.isPage ? frameHeaders : {}),
  };
  if (isPublic) return everywhere;
  const isKept = facts?.access === 'order' && isSafe(methodOf(route));
  const cache = isKept ? 'private, no-cache' : 'private, no-store';
  return { ...everywhere, 'cache-control': cache };
}

const words: Record<RouteFacts['access'], string> = {
  anybody: 'Open to anybody.',
  guest: 'Open to anybody; a session or a key counts where there is one.',
  visitor: 'Open to anybody; a session counts where there is one.',
  customer: 'For customers who are signed in.',
  person: 'For customers, who see what is theirs, and for operators.',
  order: "For the order's token, its customer's session, or an operator.",
  operator: 'For operators.',
  signed: 'For whoever signs the body with the shared secret.',
};

/** The schema of a route with what its row adds to it. */
export function documented(route: RouteOptions): Json | undefined {
  const facts = factsOf(route);
  const schema = route.schema as AnySchema | undefined;
  if (!facts || !schema || schema.hide) return schema;
  const method = methodOf(route);
  const types = refusalsOf(facts, method);
  const refusals = facts.isPage ? pageResponses(types) : problemResponses(types);
  const { '4xx': _some, '5xx': _more, ...answers } = schema.response ?? {};
  const scopes = [facts.scope ?? []].flat();
  const scope =
    scopes.length > 0 && facts.access !== 'guest'
      ? ` Operators need the scope ${scopes.map((one) => `\`${one}\``).join(' or ')}.`
      : '';
  const description = schema.description ?? `${schema.summary}.`;
  return {
    operationId: operationName(facts.isPage ? 'show' : method, route.url),
    ...schema,
    ...(facts.deprecation ? { deprecated: true } : {}),
    description: `${description} ${words[facts.access]}${scope}`,
    security: securityOf(facts),
    ...(scopes.length > 0 ? { 'x-scopes': scopes } : {}),
    response: { ...named(answers), ...refusals, ...readyAnswers(schema.response) },
  };
}

/** Of what a route answers itself under the status of a refusal, both stand: `/readyz` has its own 503. */
const readyAnswers = (response: Json = {}): Json =>
  Object.fromEntries(Object.entries(response).filter(([status]) => /^[45]\d\d$/.test(status)));

const statusWords: Record<string, string> = {
  200: 'Done',
  201: 'Created',
  202: 'Taken; it goes on in the background',
  204: 'Done; there is nothing to say',
  304: 'Not changed since the version that `If-None-Match` names',
};

/** Every answer has words of its own. */
const named = (answers: Json): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const isDescribed = (answer as Json).content !== undefined;
      const isNothing = (answer as Json).type === 'null';
      if (isDescribed) return [status, answer];
      const description = statusWords[status] ?? 'Done';
      if (isNothing) return [status, { type: 'null', description }];
      return [status, { description, content: { 'application/json': { schema: answer } } }];
    }),
  );

/** `GET /v1/orders/:id/timeline` → `getOrdersByIdTimeline`. */
export function operationName(method: string, url: string): string {
  const parts = url
    .replace(/^\/v1\//, '/')
    .split(/[/.]/)
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `By-${part.slice(1)}` : part));
  const name = [method.toLowerCase(), ...parts].join('-');
  return name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}
