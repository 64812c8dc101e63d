/** Requests made from the OpenAPI document: right, nearly right, and wild. */
import * as fc from 'fast-check';
import type { FuzzKnowledge } from './fuzz-knowledge.js';
import type { Json } from './http-client.js';
import { type MediaType, type OpenApiDocument, type Operation, operationsOf } from './openapi.js';
import { type SchemaValues, spoilt, wildValue } from './schema-values.js';

export interface FuzzRequest {
  method: string;
  /** As the document has it. */
  path: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

type Mode = 'right' | 'near' | 'wild';

interface Target {
  method: string;
  path: string;
  operation: Operation;
}

export interface FuzzSources {
  document: OpenApiDocument;
  /** Values for an operation as in `GET /v1/orders`. */
  valuesFor: (name: string) => SchemaValues;
  knowledge: FuzzKnowledge;
  /** Operations that are about what they made themselves: else the shop would soon be empty. */
  sparing: readonly string[];
}

/** Most come from somebody who may, about what is there: the rest is for who may not, and for nothing. */
export function fuzzRequests({
  document,
  valuesFor,
  knowledge,
  sparing,
}: FuzzSources): fc.Arbitrary<FuzzRequest> {
  const targets: Target[] = operationsOf(document);
  const mode = fc.constantFrom<Mode>('right', 'right', 'right', 'near', 'near', 'wild');
  const chance = fc.record({ luck: fc.nat(), isKnown: often(9), isAllowed: often(9) });
  return fc.tuple(fc.constantFrom(...targets), mode, chance).chain(([target, mode, chance]) => {
    const { path, operation } = target;
    const name = `${target.method.toUpperCase()} ${path}`;
    const values = valuesFor(name);
    return partsOf(target, values, mode).map((parts) => {
      const { luck, isKnown, isAllowed } = chance;
      const known = isKnown && !sparing.includes(name) ? knowledge.parameters(path, luck) : {};
      const cursor = isKnown ? knowledge.cursor(path, luck) : undefined;
      if (mode === 'right' && parts.query.cursor !== undefined) {
        if (cursor) parts.query.cursor = cursor;
        else delete parts.query.cursor;
      }
      if (mode !== 'wild') Object.assign(parts.path, known);
      const caller = isAllowed
        ? knowledge.callerFor(operation, parts.path, luck)
        : knowledge.anybody(luck);
      return requestOf(target, parts, { ...caller, 'x-forwarded-for': addressOf(luck) });
    });
  });
}

/** True but for one time in so many. */
const often = (times: number) => fc.nat({ max: times }).map((n) => n > 0);

/** Everybody is somebody else: what counts against an address stops no other request. */
const addressOf = (luck: number): string =>
  `10.${(luck >> 16) & 255}.${(luck >> 8) & 255}.${luck & 255}`;

/** A request that the document allows, for a caller. */
export const rightRequest = (
  target: Target,
  values: SchemaValues,
  caller: Record<string, string>,
): fc.Arbitrary<FuzzRequest> =>
  partsOf(target, values, 'right').map((parts) => requestOf(target, parts, caller));

interface Parts {
  path: Json;
  query: Json;
  header: Json;
  body: string | null;
  type: string;
}

const partsOf = ({ operation }: Target, values: SchemaValues, mode: Mode): fc.Arbitrary<Parts> =>
  fc.record({
    path: parametersOf(operation, 'path', values, mode),
    query: parametersOf(operation, 'query', values, mode),
    header: parametersOf(operation, 'header', values, mode),
    body: bodyOf(operation, values, mode),
    type: mode === 'wild' ? contentType : fc.constant(mediaTypeOf(operation)),
  });

function requestOf(
  { method, path }: Target,
  { path: inPath, query, header, body, type }: Parts,
  caller: Record<string, string>,
): FuzzRequest {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segment(inPath[name]));
  const search = Object.entries(query).map(([name, value]) => `${name}=${segment(value)}`);
  return {
    method: method.toUpperCase(),
    path,
    url: search.length === 0 ? filled : `${filled}?${search.join('&')}`,
    headers: {
      ...caller,
      ...(body === null ? {} : { 'content-type': type }),
      ...Object.fromEntries(Object.entries(header).map(([name, value]) => [name, latin(value)])),
    },
    body,
  };
}

const mediaTypeOf = ({ requestBody }: Operation): string =>
  Object.keys(requestBody?.content ?? {})[0] ?? 'application/json';

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/JSON;;',
);

function parametersOf(
  { parameters = [] }: Operation,
  place: string,
  values: SchemaValues,
  mode: Mode,
): fc.Arbitrary<Json> {
  const own = parameters.filter((parameter) => parameter.in === place);
  const members = Object.fromEntries(
    own.map(({ name, schema }) => {
      const right = values.right(schema ?? {}, name);
      if (mode === 'right') return [name, right];
      return [name, fc.oneof({ weight: mode === 'near' ? 4 : 1, arbitrary: right }, wildValue)];
    }),
  );
  const requiredKeys = own
    .filter(({ required }) => required === true || place === 'path')
    .map(({ name }) => name);
  const named = fc.record(members, { requiredKeys }) as fc.Arbitrary<Json>;
  if (mode !== 'wild' || place === 'path') return named;
  const others = fc.dictionary(fc.constantFrom('x', 'limit', '__proto__', 'token'), wildValue, {
    maxKeys: 2,
  });
  return place === 'query' ? fc.tuple(named, others).map(([a, b]) => ({ ...a, ...b })) : named;
}

function bodyOf(
  operation: Operation,
  values: SchemaValues,
  mode: Mode,
): fc.Arbitrary<string | null> {
  const [media] = Object.values(operation.requestBody?.content ?? {});
  if (!media) return mode === 'wild' ? fc.option(wildText) : fc.constant(null);
  if (!mediaTypeOf(operation).endsWith('json'))
    return mode === 'right' ? file : fc.oneof(file, wildText);
  const right = fc.oneof(values.right(media.schema ?? {}), ...examplesOf(media, values));
  if (mode === 'right') return right.map((value) => JSON.stringify(value));
  const near = right.chain(spoilt).map((value) => JSON.stringify(value) ?? 'null');
  return mode === 'near' ? near : fc.oneof(wildText, near, fc.constant(null));
}

/** The document's own examples make sense as a whole; with what this shop knows in their fields. */
const examplesOf = ({ example, examples = {} }: MediaType, values: SchemaValues) =>
  [...(example ? [example] : []), ...Object.values(examples).map(({ value }) => value)].map(
    (whole) => {
      const known = Object.keys(whole).flatMap((name) => {
        const value = values.known(name);
        return value ? [[name, value] as const] : [];
      });
      return fc.record(Object.fromEntries(known)).map((fields) => ({ ...whole, ...fields }));
    },
  );

/** Rows that may be right. */
const file = fc
  .array(fc.tuple(fc.constantFrom('MUG-BLUE', 'NO-SUCH-THING', '=1+1'), fc.nat()), { maxLength: 5 })
  .map((rows) => ['sku,onHand', ...rows.map((row) => row.join(','))].join('\n'));

/** Texts that are no JSON, or JSON that a parser may trip over. */
const wildText = fc.oneof(
  wildValue.map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '{',
    '{"a":1,"a":2}',
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '[[[[',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    '1e999',
    '"\\ud800"',
    '\ufeff{}',
    '{"quantity":123456789012345678901234567890}',
  ),
);

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** Surrogates that stand alone cannot be encoded. */
const segment = (value: unknown): string =>
  encodeURIComponent(
    text(value)
      .slice(0, 3_000)
      .replace(/\p{Surrogate}/gu, '?'),
  );

/** What may stand in a header at all. */
const latin = (value: unknown): string =>
  text(value)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 2_000);
