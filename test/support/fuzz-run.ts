/** Generated requests sent to a shop, their answers held against its document, and what became of them. */

import { Agent, request } from 'undici';
import type { FuzzRequest } from './fuzz.js';
import type { Heard } from './fuzz-knowledge.js';
import { bodyFaults, documentedFor, type OpenApiDocument, operationsOf } from './openapi.js';

const FAULTS_MAX = 20;
const IN_FLIGHT = 16;

export interface FuzzReport {
  requests: number;
  /** By status. */
  statuses: Record<string, number>;
  /** By operation, then by status: many requests are worth little where all of one end as a 401. */
  operations: Record<string, Record<string, number>>;
  faults: string[];
}

export async function runFuzz(
  url: string,
  document: OpenApiDocument,
  requests: Iterable<FuzzRequest>,
  onAnswer: (sent: FuzzRequest, heard: Heard) => void = () => {},
): Promise<FuzzReport> {
  const dispatcher = new Agent({
    connections: IN_FLIGHT,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  const report: FuzzReport = { requests: 0, statuses: {}, operations: {}, faults: [] };
  const waiting = requests[Symbol.iterator]();
  const worker = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) {
      if (report.faults.length >= FAULTS_MAX) return;
      const heard = await sendOne(url, document, next.value, dispatcher, report);
      if (heard) onAnswer(next.value, heard);
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
): Promise<Heard | null> {
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
    const name = `${method} ${path}`;
    report.operations[name] ??= {};
    const operation = report.operations[name] as Record<string, number>;
    operation[status] = (operation[status] ?? 0) + 1;
    if (type === 'text/event-stream') {
      answer.body.on('error', () => {}).destroy();
      return null;
    }
    const text = await answer.body.text();
    for (const found of faultsOf(document, { method, path, status, type, text })) fault(found);
    const isJson = /[/+]json$/.test(type) && text !== '';
    return { status, headers: answer.headers, body: isJson ? JSON.parse(text) : null };
  } catch (error) {
    fault(`no answer: ${(error as Error).message}`);
    return null;
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
  // An empty segment or a dot is another path, or none at all.
  if (status === 405 || (status === 404 && /"detail":"no route /.test(text))) return [];
  const documented = documentedFor(document, { method, path, status });
  if (!documented) return [`${status} is not documented: ${text.slice(0, 300)}`];
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

const isDone = ([status]: [string, number]): boolean => Number(status) < 400;
const sum = (counts: [string, number][]): number => counts.reduce((all, [, n]) => all + n, 0);

/** Operations of the document that never did their work. */
export const neverDone = (document: OpenApiDocument, { operations }: FuzzReport): string[] =>
  operationsOf(document)
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    .filter((name) => !Object.entries(operations[name] ?? {}).some(isDone));

/** Of all requests, those that were done and not refused. */
export const shareDone = ({ statuses }: FuzzReport): number =>
  sum(Object.entries(statuses).filter(isDone)) / Math.max(1, sum(Object.entries(statuses)));

/** A line an operation: how many requests, the share that was done, and the answers by status. */
export const operationLines = (document: OpenApiDocument, { operations }: FuzzReport): string[] =>
  operationsOf(document).map(({ method, path }) => {
    const name = `${method.toUpperCase()} ${path}`;
    const counts = Object.entries(operations[name] ?? {});
    const share = Math.round((100 * sum(counts.filter(isDone))) / Math.max(1, sum(counts)));
    const statuses = counts.map(([status, count]) => `${status} × ${count}`).join(', ');
    return `${name.padEnd(56)} ${String(sum(counts)).padStart(6)}  ${share} % done: ${statuses}`;
  });
