/** The OpenAPI document → the types of the client, `src/web/client/schema.ts`. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { comment, memberOf, type Schema, typeOf } from './write-types.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}
type Content = Record<string, { schema?: Schema }>;
interface Operation {
  summary?: string;
  deprecated?: boolean;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { content?: Content }>;
}
export interface ClientDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, Schema> };
}

const HEADING = `// Made by \`npm run client\` from the OpenAPI document; a test fails when it is out of date.
// Every operation with what it takes and what it answers, by status.
`;

export function writeClient({ paths, components }: ClientDocument): string {
  const named = Object.entries(components.schemas ?? {}).map(
    ([name, schema]) => `${comment(schema)}export type ${name} = ${typeOf(schema)};`,
  );
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(method, path, operation)),
  );
  return `${HEADING}\n${named.join('\n\n')}\n\nexport interface Operations {\n${operations.join('\n')}\n}\n`;
}

function operationOf(method: string, path: string, operation: Operation): string {
  const { summary, deprecated, parameters = [], requestBody, responses } = operation;
  const words = comment({
    ...(summary ? { description: summary } : {}),
    ...(deprecated ? { deprecated } : {}),
  });
  return `${words}'${method.toUpperCase()} ${path}': {
path: ${parametersOf(parameters, 'path')};
query: ${parametersOf(parameters, 'query')};
headers: ${parametersOf(parameters, 'header')};
body: ${requestBody ? bodyOf(requestBody) : 'never'};
answers: {\n${Object.entries(responses).map(answerOf).join('\n')}\n};
};`;
}

/** What is not given may also be `undefined`, and texts also numbers: callers pass what they have. */
function parametersOf(parameters: Parameter[], place: string): string {
  const members = parameters
    .filter((parameter) => parameter.in === place)
    .map(({ name, required = false, description, schema = {} }) => {
      const words = description ? { ...schema, description } : schema;
      const member = memberOf(name, words, required).replace(/: string;$/, ': string | number;');
      return required ? member : member.replace(/;$/, ' | undefined;');
    });
  return members.length === 0 ? 'never' : `{\n${members.join('\n')}\n}`;
}

function bodyOf({ required = true, content }: { required?: boolean; content: Content }): string {
  const types = Object.entries(content).map(([media, { schema = {} }]) =>
    isJson(media) ? typeOf(schema) : 'string | Blob | Uint8Array<ArrayBuffer>',
  );
  return [...types, ...(required ? [] : ['undefined'])].join(' | ');
}

/** `4XX` cannot be a number: it stands for every status that has no line of its own. */
function answerOf([status, { content = {} }]: [string, { content?: Content }]): string {
  const types = Object.entries(content).map(([media, { schema = {} }]) => mediaType(media, schema));
  const key = /^\d+$/.test(status) ? status : `'${status}'`;
  return `${key}: ${types.length === 0 ? 'null' : [...new Set(types)].join(' | ')};`;
}

const isJson = (media: string): boolean => /[/+]json$/.test(media);

function mediaType(media: string, schema: Schema): string {
  if (isJson(media)) return typeOf(schema);
  if (media === 'text/event-stream') return 'ReadableStream<Uint8Array>';
  return /^text\/|[/+](xml|ndjson|csv|x-ndjson)$/.test(media) ? 'string' : 'Blob';
}

/** As the linter wants it, so that the file can stand among the others. */
export function formatted(source: string): string {
  const root = fileURLToPath(
    new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url),
  );
  return execFileSync(
    process.execPath,
    [
      `${root}node_modules/@biomejs/biome/bin/biome`,
      'check',
      '--write',
      '--stdin-file-path=src/web/client/schema.ts',
    ],
    { cwd: root, input: source, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] },
  );
}
