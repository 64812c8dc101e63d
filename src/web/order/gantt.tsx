// Rows of bars on one scale of time. What waits for its next attempt is hatched.

import { number } from '../shell/format.js';
import { fill, texts } from '../shell/texts.js';
import type { Row, Scale } from './timeline.js';

interface GanttProps {
  label: string;
  rows: readonly Row[];
  scale: Scale;
  /** When the tasks were owed: they wait from then on. */
  owedAtMs: number | null;
  nowMs: number;
}

export const Gantt = ({ label, rows, ...on }: GanttProps) => (
  <ol class="gantt" aria-label={label}>
    {rows.map((row) => (
      <GanttRow key={row.key} row={row} {...on} />
    ))}
  </ol>
);

function GanttRow({
  row,
  scale,
  owedAtMs,
  nowMs,
}: { row: Row } & Pick<GanttProps, 'scale' | 'owedAtMs' | 'nowMs'>) {
  const { attempts, step, isOpen } = row;
  const part = (ms: number) => ((ms - scale.fromMs) / (scale.toMs - scale.fromMs)) * 100;
  const place = (fromMs: number, toMs: number) => ({
    left: `${Math.min(99, part(fromMs))}%`,
    width: `${Math.max(0.4, part(toMs) - part(fromMs))}%`,
  });
  const waits = attempts.slice(1).map((attempt, index) => ({
    fromMs: attempts[index]?.endedMs ?? attempt.startedMs,
    toMs: attempt.startedMs,
  }));
  const openSince = attempts.at(-1)?.endedMs ?? owedAtMs;
  if (isOpen && openSince !== null) waits.push({ fromMs: openSince, toMs: nowMs });
  const isFailed = attempts.at(-1)?.isFailed ?? false;
  return (
    <li class="gantt-row">
      <span>{stepName(row)}</span>
      <span class="gantt-track" aria-hidden="true">
        {waits.map(({ fromMs, toMs }) => (
          <span key={`wait ${fromMs}`} class="gantt-wait" style={place(fromMs, toMs)} />
        ))}
        {attempts.map((attempt) => (
          <span
            key={attempt.startedMs}
            class={`gantt-bar bar-${step}${attempt.isFailed ? ' is-failed' : ''}`}
            style={place(attempt.startedMs, attempt.endedMs)}
          />
        ))}
      </span>
      <span class={`gantt-time${isFailed ? ' is-failed' : ''}`}>{timeOf(row)}</span>
    </li>
  );
}

function stepName({ step, reference }: Row): string {
  const { order, race } = texts();
  const name = order.tasks[step] ?? race.steps[step] ?? step;
  return reference === null ? name : `${name} ${reference}`;
}

/** What it took; the attempts where it took more than one; that it waits where it does. */
function timeOf({ attempts, isOpen }: Row): string {
  const words = texts().order;
  const last = attempts.at(-1);
  if (!last) return isOpen ? words.waiting : '–';
  if (isOpen) return fill(words.again, { count: number(attempts.length) });
  const took = duration(last.endedMs - last.startedMs);
  return attempts.length === 1
    ? took
    : fill(words.attempts, { count: number(attempts.length), took });
}

export function duration(ms: number): string {
  if (ms < 10) return `${number(Math.round(ms * 10) / 10)} ms`;
  if (ms < 1_000) return `${number(Math.round(ms))} ms`;
  return `${number(Math.round(ms / 100) / 10)} s`;
}
