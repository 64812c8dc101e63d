/** The small measurements as a person reads them: a table per suite. */
import type { Case, CaseFigures, CaseResult, Comparison, Suite } from './suite.js';
import { figure, table } from './table.js';

export interface SuiteResult {
  name: string;
  title: string;
  unit: string;
  note: string;
  results: CaseResult[];
  ratios: Ratio[];
}

export interface Ratio extends Comparison {
  /** `null` where one of the two failed. */
  times: number | null;
}

export const SUITES_LEGEND = [
  'ops/s: calls by the time they took; where a call does many items, items a second stand beside',
  'it. mean, p50, p99: of a call. ±: half the 95 % confidence interval of the mean.',
].join('\n');

export function suiteResult(suite: Suite, results: CaseResult[]) {
  const { name, title, unit, note, comparisons = [] } = suite;
  const rateOf = (wanted: string): number => {
    const result = results.find((each) => each.name === wanted);
    return result && 'figures' in result ? result.figures.itemsPerSecond : 0;
  };
  const ratios = comparisons.map((comparison) => {
    const [faster, slower] = [rateOf(comparison.faster), rateOf(comparison.slower)];
    return { ...comparison, times: faster * slower === 0 ? null : faster / slower };
  });
  return { name, title, unit, note, results, ratios } satisfies SuiteResult;
}

export function printSuite({ title, unit, note, results, ratios }: SuiteResult): string {
  const hasItems = results.some(({ items }) => items > 1);
  const header = ['', ...(hasItems ? [`${unit}/s`, `${unit} a call`] : []), 'ops/s'];
  const rows = results.map((result) => [
    result.name,
    ...(hasItems ? [itemsPerSecond(result), String(result.items)] : []),
    ...('figures' in result ? cells(result.figures) : ['FAILED']),
  ]);
  const columns = [...header, 'mean ms', 'p50 ms', 'p99 ms', '±', 'samples'];
  const compared = ratios.length === 0 ? [] : [ratios.map(printRatio).join('\n'), ''];
  return [title, '', table(columns, rows), '', ...compared, note].join('\n');
}

function printRatio({ faster, slower, atLeast, times }: Ratio): string {
  const found = times === null ? 'not measured' : `${figure(times)} × as fast`;
  return `“${faster}” to “${slower}”: ${found} (wanted: ${atLeast} ×)`;
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
