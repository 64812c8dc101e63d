// The OpenAPI document as a page to read: every operation with what it takes and what it answers.

import { escaped } from '../documents/html.js';
import { json, prose, referencePage, table } from './reference-page.js';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: { description?: string };
}
interface Media {
  schema?: { $ref?: string };
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  deprecated?: boolean;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}
export interface DocumentToRead {
  info: { title: string; description: string; version: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
}

interface Entry {
  method: string;
  path: string;
  operation: Operation;
}

export function docsPage({ info, tags, paths }: DocumentToRead): string {
  const entries: Entry[] = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const sections = tags
    .map((tag) => ({
      ...tag,
      own: entries.filter(({ operation }) => operation.tags?.[0] === tag.name),
    }))
    .filter(({ own }) => own.length > 0);
  const links = sections.map(
    ({ name }) => `<li><a href="#${escaped(name)}">${escaped(name)}</a></li>`,
  );
  return referencePage(
    `${info.title} API`,
    [
      `<h1>${escaped(info.title)} API</h1>`,
      `<p class="soft">${escaped(info.version)} · <a href="/openapi.json">OpenAPI 3.1</a> · <a href="/problems">problem types</a></p>`,
      `<p>${prose(info.description)}</p>`,
      `<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`,
      ...sections.map(
        ({ name, description, own }) =>
          `<section id="${escaped(name)}"><h2>${escaped(name)}</h2><p class="soft">${prose(description)}</p>${own.map(operationOf).join('\n')}</section>`,
      ),
    ].join('\n'),
  );
}

function operationOf({ method, path, operation }: Entry): string {
  const {
    summary = '',
    description = summary,
    deprecated,
    parameters = [],
    requestBody,
  } = operation;
  const isOver = deprecated ? ' <strong>deprecated</strong>' : '';
  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${escaped(path)}</code> <span class="soft">${escaped(summary)}</span>${isOver}</summary><div>
<p>${prose(description)}</p>
${parameters.length === 0 ? '' : `<h3>Parameters</h3>${table(['Name', 'In', ''], parameters.map(parameterRow))}`}
${requestBody ? `<h3>Body</h3>${bodyOf(requestBody.content)}` : ''}
<h3>Answers</h3>${table(['Status', ''], Object.entries(operation.responses).map(answerRow))}
</div></details>`;
}

const parameterRow = ({ name, in: place, required, description, schema }: Parameter): string[] => [
  `<code>${escaped(name)}</code>${required ? '' : ' <span class="soft">optional</span>'}`,
  place,
  prose(description ?? schema?.description ?? ''),
];

function bodyOf(content: Record<string, Media>): string {
  return Object.entries(content)
    .map(([type, media]) => {
      const [first] = Object.values(media.examples ?? {});
      const example = first?.value ?? media.example;
      return `<p><code>${escaped(type)}</code> ${nameOf(media)}</p>${example === undefined ? '' : json(example)}`;
    })
    .join('');
}

const nameOf = ({ schema }: Media): string =>
  schema?.$ref ? `<span class="soft">${escaped(schema.$ref.replace(/^.*\//, ''))}</span>` : '';

const exampleOf = ({ example }: Media): string =>
  example === undefined
    ? ''
    : `<details><summary class="soft">Example</summary>${json(example)}</details>`;

/** Refusals by the names of their problem types, each a link to its page. */
function answerRow([status, { description, content = {} }]: [
  string,
  Operation['responses'][string],
]): string[] {
  const [[type, media] = ['', {}]] = Object.entries(content) as [string, Media][];
  if (type !== 'application/problem+json') {
    const of = type === '' ? '' : ` <code>${escaped(type)}</code> ${nameOf(media)}`;
    return [status, `${prose(description)}${of}${exampleOf(media)}`];
  }
  const links = Object.keys(media.examples ?? {}).map(
    (name) => `<a href="/problems/${escaped(name)}"><code>${escaped(name)}</code></a>`,
  );
  return [status, links.join(' ')];
}
