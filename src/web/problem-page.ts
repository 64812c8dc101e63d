// What a problem type means: the page at the path that every problem carries as its `type`.

import { escaped } from '../documents/html.js';
import { json, prose, referencePage, table } from './reference-page.js';

export interface ProblemDocumentation {
  /** Its path, as problems carry it. */
  type: string;
  status: number;
  title: string;
  means: string;
  remedy: string;
  /** Whether the same request may succeed later. */
  retry: boolean;
  /** Its own members beside type, title and status. */
  members: { name: string; description: string; isRequired: boolean }[];
  example: object;
}

export function problemPage(problem: ProblemDocumentation): string {
  const { type, status, title, means, remedy, retry, members, example } = problem;
  const rows = members.map(({ name, description, isRequired }) => [
    `<code>${escaped(name)}</code>${isRequired ? '' : ' <span class="soft">not always</span>'}`,
    prose(description),
  ]);
  const name = type.slice(type.lastIndexOf('/') + 1);
  return referencePage(
    `${name}: ${title}`,
    [
      `<p><a href="/problems">Problem types</a> · <a href="/docs">API</a></p>`,
      `<h1>${escaped(name)}</h1>`,
      `<p class="soft">${status} · ${escaped(title)}</p>`,
      `<h2>What it means</h2><p>${prose(means)}</p>`,
      `<h2>What to do</h2><p>${prose(remedy)}</p>`,
      `<p>${retry ? 'The same request may succeed later.' : 'The same request will be refused again.'}</p>`,
      rows.length === 0 ? '' : `<h2>Members of its own</h2>${table(['Member', ''], rows)}`,
      `<h2>Example</h2>${json(example)}`,
    ].join('\n'),
  );
}

export function problemsPage(problems: readonly ProblemDocumentation[]): string {
  const rows = problems.map(({ type, status, title }) => [
    String(status),
    `<a href="${escaped(type)}"><code>${escaped(type.slice(type.lastIndexOf('/') + 1))}</code></a>`,
    escaped(title),
  ]);
  return referencePage(
    'Problem types',
    `<p><a href="/docs">API</a></p>
<h1>Problem types</h1>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457). Its <code>type</code> is one of these paths; <code>title</code> and <code>status</code> come with it, and what else is said on its page.</p>
${table(['Status', 'Type', ''], rows)}`,
  );
}
