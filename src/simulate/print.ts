// What a simulation shows: each step as it happens, who got one, and what it took.

import { gantt } from './gantt.js';
import { type Mode, predict, type SimulationPlan } from './plan.js';
import type { CustomerOutcome, CustomerResult, Recorded } from './recorder.js';
import type { Simulation } from './simulate.js';
import type { Latencies } from './statistics.js';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3).padStart(7)} s`;
export const milliseconds = (ms: number): string => `${Math.round(ms).toLocaleString('en-US')} ms`;

export function printStep({ customer, step, startedMs, endedMs, outcome }: Recorded): string {
  const took = milliseconds(endedMs - startedMs);
  const said = outcome === 'ok' ? '' : ` ${outcome}`;
  return `${seconds(endedMs)}  Customer ${customer}: ${step}${said} (${took})`;
}

export function printAnswer({ customer, outcome, answerMs, detail }: CustomerResult): string {
  const words =
    outcome === 'got one'
      ? `Order processed successfully. Number ${detail}`
      : `${outcome} (${detail})`;
  return `${seconds(answerMs)}  Customer ${customer}: ${words}`;
}

const outcomesInOrder: readonly CustomerOutcome[] = ['got one', 'sold out', 'declined', 'refused'];

export function printSummary(plan: SimulationPlan, simulation: Simulation): string[] {
  const { results, answerMs, lastTaskMs, attempts, mode } = simulation;
  const people = outcomesInOrder.flatMap((outcome) => {
    const own = results.filter((result) => result.outcome === outcome);
    if (own.length === 0) return [];
    return [`${outcome.padEnd(10)} ${String(own.length).padStart(5)}   ${ranges(own)}`];
  });
  const predicted = predict(plan, mode);
  const failed = attempts.failed > 0 ? `, ${attempts.failed} failed and were tried again` : '';
  return [
    ...people,
    '',
    ...latencyRow('answer', answerMs.served),
    ...latencyRow('refusal', answerMs.refused),
    `last task   ${milliseconds(lastTaskMs)} after the click (${attempts.done} attempts done${failed})`,
    `delays alone: answer ${milliseconds(predicted.answerMs)}, last task ${milliseconds(predicted.lastTaskMs)}`,
  ];
}

function latencyRow(name: string, { count, p50, p90, p99, max }: Latencies): string[] {
  if (count === 0) return [];
  const [a, b, c, d] = [p50, p90, p99, max].map(milliseconds);
  return [`${name.padEnd(11)} p50 ${a}   p90 ${b}   p99 ${c}   max ${d}`];
}

/** `1–4, 7`: the customers' numbers. */
function ranges(results: readonly CustomerResult[]): string {
  const numbers = results.map(({ customer }) => customer).sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  const shown = runs.slice(0, RANGES_MAX).map(([a, b]) => (a === b ? `${a}` : `${a}–${b}`));
  return `customers ${shown.join(', ')}${runs.length > RANGES_MAX ? ' …' : ''}`;
}

const RANGES_MAX = 12;

/** Both modes side by side, and one order of each as bars on the same scale of time. */
export function printComparison(
  plan: SimulationPlan,
  simulations: readonly Simulation[],
  width: number,
): string[] {
  const rows = simulations.map(({ mode, answerMs, lastTaskMs, results }) => {
    const predicted = predict(plan, mode);
    const sold = results.filter(({ outcome }) => outcome === 'got one').length;
    return [
      mode,
      String(sold),
      milliseconds(answerMs.served.p50),
      milliseconds(answerMs.served.p99),
      milliseconds(predicted.answerMs),
      milliseconds(lastTaskMs),
      milliseconds(predicted.lastTaskMs),
    ];
  });
  const header = ['', 'sold', 'answer p50', 'p99', 'by delays', 'last task', 'by delays'];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ');
  const orders = simulations.map((simulation) => ({ simulation, steps: firstOrder(simulation) }));
  const untilMs = Math.max(0, ...orders.flatMap(({ steps }) => steps.map((step) => step.endedMs)));
  return [
    line(header),
    ...rows.map(line),
    ...orders.flatMap(({ simulation, steps }) => [
      '',
      titleOf(simulation.mode, steps),
      ...gantt(steps, untilMs, width),
    ]),
  ];
}

const titleOf = (mode: Mode, steps: readonly Recorded[]): string =>
  steps.length === 0 ? `${mode}: nobody got one` : `${mode}: customer ${steps[0]?.customer}`;

/** Of the first customer who got one. */
function firstOrder({ results, steps }: Simulation): Recorded[] {
  const served = results.find(({ outcome }) => outcome === 'got one');
  return steps.filter(({ customer }) => customer === served?.customer);
}
