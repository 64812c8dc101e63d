/** An OpenAPI document as far as the tests read it, and answers checked against it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import type { Answer, Json } from './http-client.js';

export interface MediaType {
  schema?: Json;
  example?: Json;
  examples?: Record<string, { value: Json }>;
}

export interface Operation {
  operationId?: string;
  /** Which of these an operator's key must have. */
  'x-scopes'?: string[];
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Json }[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, Documented>;
  security?: Record<string, string[]>[];
}

interface Documented {
  description: string;
  content?: Record<string, MediaType>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  components: { securitySchemes: Json; schemas: Record<string, Json> };
  paths: Record<string, Record<string, Operation>>;
}

// The package's types describe an ES module's default export, its code is CommonJS.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

/** One compiler a document: its schemas refer to its components. */
const compilers = new WeakMap<OpenApiDocument, Ajv2020>();

function compilerOf(document: OpenApiDocument): Ajv2020 {
  const known = compilers.get(document);
  if (known) return known;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'document:', components: document.components });
  compilers.set(document, ajv);
  return ajv;
}

/** As it stands in the document, made to be compiled outside of it. */
const outside = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document:#/'));

export function operationsOf(document: OpenApiDocument) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

/** The schema with everything in it that it refers to. */
export function resolved(document: OpenApiDocument, schema: Json): Json {
  const text = JSON.stringify(schema, (_key, value) => {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(value?.$ref ?? '')?.[1];
    return name === undefined ? value : document.components.schemas[name];
  });
  return JSON.parse(text);
}

/** What is documented for a status: itself, or its hundred. */
export function documentedFor(
  document: OpenApiDocument,
  { method, path, status }: { method: string; path: string; status: number },
): Documented | undefined {
  const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
  return responses[status] ?? responses[`${String(status)[0]}XX`];
}

/** Why the schema is none of JSON Schema 2020-12; nothing when it is one. */
export function schemaFault(document: OpenApiDocument, schema: Json): string | null {
  try {
    compilerOf(document).compile(outside(schema));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const validators = new WeakMap<Json, ValidateFunction>();

function compiled(document: OpenApiDocument, schema: Json): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const validate = compilerOf(document).compile(outside(schema));
  validators.set(schema, validate);
  return validate;
}

/** What of a body its documented schema does not allow. */
export function bodyFaults(
  document: OpenApiDocument,
  { content = {} }: Documented,
  { body }: Answer<unknown>,
): string[] {
  const [schema] = Object.values(content).map((media) => media.schema ?? {});
  if (!schema) return ['no body is documented'];
  const validate = compiled(document, schema);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
