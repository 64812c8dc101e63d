// The OpenAPI document: what the routes' schemas say, with every schema that has a name (`title`)
// told once under `components` and referred to everywhere else.

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
