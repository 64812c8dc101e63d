/** Requests made from the OpenAPI document, sent to a shop, and their answers held against it. */
import * as fc from 'fast-check';
import { Agent, request } from 'undici';
import type { Json } from './http-client.js';
import {
  bodyFaults,
  documentedFor,
  type OpenApiDocument,
  type Operation,
  operationsOf,
} from './openapi.js';
import { type SchemaValues, spoilt, wildValue } from './schema-values.js';

export interface FuzzRequest {
  method: string;
  /** As the document has it. */
  path: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface FuzzReport {
  requests: number;
  /** By status. */
  statuses: Record<string, number>;
  /** Operations that gave an answer of the two hundreds. */
  succeeded: Set<string>;
  faults: string[];
}

type Mode = 'right' | 'near' | 'wild';
const FAULTS_MAX = 20;
const IN_FLIGHT = 16;

interface Target {
  method: string;
  path: string;
  operation: Operation;
}

/** `callers`: headers that make somebody of a request; `{}` is nobody. */
export function fuzzRequests(
  document: OpenApiDocument,
  values: SchemaValues,
  callers: readonly Record<string, string>[],
): fc.Arbitrary<FuzzRequest> {
  const targets: Target[] = operationsOf(document);
  const mode = fc.constantFrom<Mode>('right', 'right', 'near', 'near', 'wild');
  return fc
    .tuple(fc.constantFrom(...targets), mode, fc.constantFrom(...callers))
    .chain(([target, mode, caller]) => requestOf(target, values, mode, caller));
}

/** A request that the document allows, for a caller. */
export const rightRequest = (
  target: Target,
  values: SchemaValues,
  caller: Record<string, string>,
): fc.Arbitrary<FuzzRequest> => requestOf(target, values, 'right', caller);

function requestOf(
  { method, path, operation }: Target,
  values: SchemaValues,
  mode: Mode,
  caller: Record<string, string>,
): fc.Arbitrary<FuzzRequest> {
  const parts = fc.record({
    path: parametersOf(operation, 'path', values, mode),
    query: parametersOf(operation, 'query', values, mode),
    header: parametersOf(operation, 'header', values, mode),
    body: bodyOf(operation, values, mode),
    type: mode === 'wild' ? contentType : fc.constant(mediaTypeOf(operation)),
  });
  return parts.map(({ path: inPath, query, header, body, type }) => {
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
  });
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
  const right = values.right(media.schema ?? {});
  if (mode === 'right') return right.map((value) => JSON.stringify(value));
  const near = right.chain(spoilt).map((value) => JSON.stringify(value) ?? 'null');
  return mode === 'near' ? near : fc.oneof(wildText, near, fc.constant(null));
}

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

export async function runFuzz(
  url: string,
  document: OpenApiDocument,
  requests: Iterable<FuzzRequest>,
  onProgress: (sent: number) => void = () => {},
): Promise<FuzzReport> {
  const dispatcher = new Agent({
    connections: IN_FLIGHT,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  const report: FuzzReport = { requests: 0, statuses: {}, succeeded: new Set(), faults: [] };
  const waiting = requests[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      if (report.faults.length >= FAULTS_MAX) return;
      await sendOne(url, document, next.value, dispatcher, report);
      onProgress(report.requests);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  await dispatcher.close();
  return report;
}

async function sendOne(
  url: string,
  document: OpenApiDocument,
  sent: FuzzRequest,
  dispatcher: Agent,
  report: FuzzReport,
): Promise<void> {
  const { method, path, headers, body } = sent;
  const fault = (text: string) =>
    report.faults.push(
      `${method} ${sent.url.slice(0, 500)} ${JSON.stringify(headers)} ${body?.slice(0, 1_500) ?? ''} → ${text}`,
    );
  try {
    const answer = await request(`${url}${sent.url}`, {
      method: method as 'GET',
      headers,
      body,
      dispatcher,
    });
    const status = answer.statusCode;
    const type = String(answer.headers['content-type'] ?? '').split(';', 1)[0] as string;
    report.requests += 1;
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    if (status < 300) report.succeeded.add(`${method} ${path}`);
    if (type === 'text/event-stream') {
      answer.body.on('error', () => {}).destroy();
      return;
    }
    const text = await answer.body.text();
    for (const found of faultsOf(document, { method, path, status, type, text })) fault(found);
  } catch (error) {
    fault(`no answer: ${(error as Error).message}`);
  }
}

interface Answered {
  method: string;
  path: string;
  status: number;
  type: string;
  text: string;
}

function faultsOf(
  document: OpenApiDocument,
  { method, path, status, type, text }: Answered,
): string[] {
  if (status === 500) return [`500 ${text}`];
  // An empty segment is another path, or none at all.
  const isNoRoute = status === 404 && /"detail":"no route /.test(text);
  const documented = documentedFor(document, { method, path, status });
  if (!documented) return isNoRoute ? [] : [`${status} is not documented: ${text.slice(0, 300)}`];
  const { content } = documented;
  if (!content) return text === '' ? [] : [`${status} has a body that is not documented`];
  const media = content[type];
  if (!media) return [`${status} of ${type} is not documented`];
  if (!/[/+]json$/.test(type)) return [];
  const answer = { status, headers: {}, body: JSON.parse(text), text };
  return bodyFaults(document, { description: '', content: { [type]: media } }, answer).map(
    (found) => `${status} ${found}: ${text.slice(0, 300)}`,
  );
}
