// The OpenAPI document: what the routes' schemas say, with every schema that has a name (`title`)
// told once under `components` and referred to everywhere else.

import { SESSION_COOKIE } from './cookies.js';

type Json = Record<string, unknown>;

/** A schema's title is its name when it could be the name of a type: `Order`, `QuoteRequest`. */
const TYPE_NAME = /^[A-Z][A-Za-z0-9]*$/;

/** @throws Error when two different schemas have the same name. */
export function withComponents(document: object): Json {
  const schemas: Record<string, Json> = {};
  const paths = hoisted((document as Json).paths, schemas);
  const components = { ...((document as Json).components as Json), schemas: sorted(schemas) };
  return { ...(document as Json), paths, components };
}

function hoisted(node: unknown, schemas: Record<string, Json>): unknown {
  if (Array.isArray(node)) return node.map((item) => hoisted(item, schemas));
  if (typeof node !== 'object' || node === null) return node;
  const members = Object.entries(node).map(([key, value]) => {
    const isLiteral = key === 'example' || key === 'examples' || key === 'default';
    return [key, isLiteral ? value : hoisted(value, schemas)] as const;
  });
  return referred(Object.fromEntries(members), schemas);
}

function referred(schema: Json, schemas: Record<string, Json>): Json {
  const { title } = schema;
  if (typeof title !== 'string' || !TYPE_NAME.test(title)) return schema;
  const known = schemas[title];
  if (known && JSON.stringify(known) !== JSON.stringify(schema)) {
    throw new Error(`two different schemas are called ${title}`);
  }
  schemas[title] = schema;
  return { $ref: `#/components/schemas/${title}` };
}

const sorted = (schemas: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));

export const openApiFrame = (version: string) => ({
  openapi: '3.1.0' as const,
  info: {
    title: 'Orderloom',
    description:
      'The shop’s HTTP API. Amounts are integers of minor units beside an ISO 4217 code, times are ' +
      'RFC 3339 in UTC, fields are camelCase, and an unknown field in a body is refused. Lists are ' +
      'read page by page: `nextCursor` of one page is the `cursor` of the next. Refusals are problem ' +
      'details (RFC 9457) whose `type` is documented at the path that it carries. An answer with ' +
      '`Deprecation` and `Sunset` names the day on which its operation ends.',
    version,
    contact: { name: 'Whoever runs this shop' },
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'This shop' }],
  tags: [
    { name: 'carts', description: 'Carts of guests and customers' },
    { name: 'catalogue', description: 'What is sold' },
    { name: 'customers', description: 'Accounts, sessions and what they hold' },
    { name: 'demo', description: 'In demo mode only' },
    { name: 'operations', description: 'Health, and what problems mean' },
    { name: 'operators', description: 'Running the shop, by key' },
    { name: 'orders', description: 'Placing, reading, cancelling and refunding orders' },
    { name: 'pages', description: 'Pages for people' },
    { name: 'quotes', description: 'Prices, discounts and taxes of a cart, with nothing held' },
    { name: 'webhooks', description: 'What payment providers and the warehouse send' },
  ],
  components: {
    securitySchemes: {
      operatorKey: {
        type: 'http' as const,
        scheme: 'bearer',
        description: 'A key with scopes; operations name the one that they need',
      },
      orderToken: {
        type: 'http' as const,
        scheme: 'bearer',
        description:
          'The `accessToken` of a guest’s order, also as `?token=`; it opens that order alone',
      },
      sessionCookie: {
        type: 'apiKey' as const,
        in: 'cookie' as const,
        name: SESSION_COOKIE,
        description: 'The session of a customer who has signed in',
      },
    },
  },
});
