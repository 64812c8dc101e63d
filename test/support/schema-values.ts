/** JSON Schemas of the OpenAPI document → values: right ones, nearly right ones, and wild ones. */
import * as fc from 'fast-check';
import type { Json } from './http-client.js';
import type { OpenApiDocument } from './openapi.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

/** Values that the shop knows, by the name of the field: without them every request would end early. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

const DEPTH_MAX = 5;

export class SchemaValues {
  readonly #document: OpenApiDocument;
  readonly #known: Known;
  readonly #isKnownOnly: boolean;
  readonly #made = new Map<string, fc.Arbitrary<unknown>>();

  /** `isKnownOnly`: where the shop knows values for a field, no others. */
  constructor(document: OpenApiDocument, known: Known = {}, isKnownOnly = false) {
    this.#isKnownOnly = isKnownOnly;
    this.#document = document;
    this.#known = known;
  }

  /** What the schema allows; `name`: of the field, for values that the shop knows. */
  right(schema: unknown, name = '', depth = 0): fc.Arbitrary<unknown> {
    const key = `${name} ${Math.min(depth, DEPTH_MAX)} ${JSON.stringify(schema)}`;
    const made = this.#made.get(key) ?? this.#withKnown(schema as Schema, name, depth);
    this.#made.set(key, made);
    return made;
  }

  /** One of the values that the shop knows for a field now; `null` where it knows none. */
  known(name: string): fc.Arbitrary<unknown> | null {
    const known = this.#known[name];
    // What is known may grow meanwhile.
    return known ? fc.nat().map((any) => known[any % known.length]) : null;
  }

  #withKnown(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const isFigure = schema.type === 'integer' || schema.type === 'number';
    const known =
      isFigure !== (typeof this.#known[name]?.[0] === 'number') ? null : this.known(name);
    const any = this.#any(schema, name, depth);
    if (!known) return any;
    if (this.#isKnownOnly) return known;
    return fc.oneof({ weight: 8, arbitrary: known }, any);
  }

  #any(schema: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    if (schema.$ref) return this.right(this.#named(schema.$ref), '', depth);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return fc.oneof(...choices.map((choice) => this.right(choice, '', depth)));
    const types = Array.isArray(schema.type) ? schema.type : [schema.type];
    return fc.oneof(...types.map((type) => this.#typed(schema, type, name, depth)));
  }

  #named(reference: string): unknown {
    return this.#document.components.schemas[reference.replace('#/components/schemas/', '')];
  }

  #typed(
    schema: Schema,
    type: string | undefined,
    name: string,
    depth: number,
  ): fc.Arbitrary<unknown> {
    switch (type) {
      case 'string':
        return textOf(schema);
      case 'integer':
        return fc.integer(rangeOf(schema));
      case 'number':
        return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return this.#array(schema, name, depth);
      case 'object':
        return this.#object(schema, depth);
      default:
        return fc.jsonValue({ maxDepth: 1 });
    }
  }

  #array(
    { items = {}, minItems = 0, maxItems = 4, uniqueItems }: Schema,
    name: string,
    depth: number,
  ) {
    // The entries of `coupons` are each a `coupon`.
    const of = this.right(items, name.replace(/s$/, ''), depth + 1);
    const maxLength = Math.max(minItems, depth >= DEPTH_MAX ? 0 : Math.min(maxItems, 4));
    if (!uniqueItems) return fc.array(of, { minLength: minItems, maxLength });
    return fc.uniqueArray(of, {
      minLength: minItems,
      maxLength,
      selector: (v) => JSON.stringify(v),
    });
  }

  #object(schema: Schema, depth: number) {
    const { properties = {}, required = [], patternProperties = {} } = schema;
    const [[pattern, rest] = ['', schema.additionalProperties]] = Object.entries(patternProperties);
    const entries = Object.entries(properties).filter(
      ([name]) => required.includes(name) || depth < DEPTH_MAX,
    );
    const members = Object.fromEntries(
      entries.map(([name, member]) => [name, this.right(member, name, depth + 1)]),
    );
    const named = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
    if (typeof rest !== 'object') return named;
    const names = ['EUR', 'USD', 'JPY', 'A', 'MUG-BLUE'];
    const keys = fc.constantFrom(...names.filter((name) => new RegExp(pattern).test(name)));
    return fc.dictionary(keys, this.right(rest, '', depth + 1), { minKeys: 1, maxKeys: 3 });
  }
}

const rangeOf = ({ minimum = -1_000_000, maximum = 1_000_000 }: Schema) => ({
  min: Math.ceil(minimum),
  max: Math.floor(maximum),
});

function textOf({ pattern, format, minLength = 0, maxLength = 64 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((d) => d.toISOString());
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern === undefined || pattern.includes('\\u007f')) {
    return fc.string({ minLength, maxLength: Math.min(maxLength, Math.max(minLength, 40)) });
  }
  return fc.stringMatching(new RegExp(pattern), { maxLength }).filter(fits);
}

const deep = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
};

/** What no schema of ours allows, and what has broken servers before. */
export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, -0, 0.1, 2 ** 53, 1e308, '', [], {}, '0', 'null'),
  fc.constantFrom<unknown>(
    '\u0000',
    '\ud800',
    '../../etc/passwd',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '{{7*7}}',
    '%00%ff',
    '\r\nSet-Cookie: a=b',
    'x'.repeat(5_000),
    '٣',
    '1e400',
    '=1+1',
  ),
  fc.constantFrom<unknown>(
    deep(50),
    deep(1_000),
    Array.from({ length: 2_000 }, () => 0),
  ),
  fc.constantFrom<unknown>({ constructor: { prototype: { x: 1 } } }, { toString: 1, valueOf: 2 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The value with some of its places spoilt: replaced, taken away, or joined by what is not known. */
export const spoilt = (value: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(fc.nat(), fc.constantFrom('replace', 'remove', 'add'), wildValue), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => changes.reduce((spoiling, change) => spoil(spoiling, change), value));

function spoil(value: unknown, [at, how, wild]: [number, string, unknown]): unknown {
  const copy = structuredClone(value);
  const places = placesOf(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return wild;
  const [parent, key] = place;
  if (how === 'remove') delete parent[key];
  else if (Array.isArray(parent)) parent.splice(Number(key), how === 'add' ? 0 : 1, wild);
  else if (how === 'add') parent[typeof wild === 'string' ? wild.slice(0, 40) : 'extra'] = wild;
  else parent[key] = wild;
  return copy;
}

/** Near the top alone: what is spoilt may be nested by the thousand. */
function placesOf(value: unknown, depth = 0): [Json, string][] {
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  return Object.keys(value).flatMap((key) => [
    [value as Json, key] as [Json, string],
    ...placesOf((value as Json)[key], depth + 1),
  ]);
}
