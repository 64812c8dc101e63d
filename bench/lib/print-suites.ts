/** The small measurements as a person reads them: a table per suite. */
import type { Case, CaseFigures, CaseResult, Suite } from './suite.js';
import { figure, table } from './table.js';

export interface SuiteResult {
  name: string;
  title: string;
  unit: string;
  note: string;
  results: CaseResult[];
}

export const SUITES_LEGEND = [
  'ops/s: calls by the time they took; where a call does many items, items a second stand beside',
  'it. mean, p50, p99: of a call. ±: half the 95 % confidence interval of the mean.',
].join('\n');

export function suiteResult({ name, title, unit, note }: Suite, results: CaseResult[]) {
  return { name, title, unit, note, results } satisfies SuiteResult;
}

export function printSuite({ title, unit, note, results }: SuiteResult): string {
  const hasItems = results.some(({ items }) => items > 1);
  const header = ['', ...(hasItems ? [`${unit}/s`, `${unit} a call`] : []), 'ops/s'];
  const rows = results.map((result) => [
    result.name,
    ...(hasItems ? [itemsPerSecond(result), String(result.items)] : []),
    ...('figures' in result ? cells(result.figures) : ['FAILED']),
  ]);
  const columns = [...header, 'mean ms', 'p50 ms', 'p99 ms', '±', 'samples'];
  return [title, '', table(columns, rows), '', note].join('\n');
}

function itemsPerSecond(result: CaseResult): string {
  return 'figures' in result ? figure(result.figures.itemsPerSecond) : '–';
}

function cells(figures: CaseFigures): string[] {
  const { callsPerSecond, meanMs, p50Ms, p99Ms, marginPercent, samples } = figures;
  return [
    figure(callsPerSecond),
    ...[meanMs, p50Ms, p99Ms].map(milliseconds),
    `${figure(marginPercent)} %`,
    samples.toLocaleString('en-US'),
  ];
}

/** A quote takes microseconds: three significant figures of it are wanted too. */
function milliseconds(value: number): string {
  return value < 1 ? value.toPrecision(3) : figure(value);
}

/** What went wrong, as sentences. */
export function caseFailures(suites: SuiteResult[]): string[] {
  return suites.flatMap(({ name, results }) =>
    results.flatMap((result) =>
      'error' in result ? [`${name}: “${result.name}” failed: ${result.error}`] : [],
    ),
  );
}

export function printProgress(suite: string, { name }: Case, result: CaseResult): string {
  const outcome =
    'figures' in result ? `${figure(result.figures.itemsPerSecond)}/s` : `failed: ${result.error}`;
  return `${suite}: ${name}: ${outcome}`;
}
