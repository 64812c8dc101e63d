// A line chart over time, with the table of its figures behind it for whoever does not see it.

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { texts } from '../shell/texts.js';
import { theme } from '../shell/theme.js';
import { Table } from './table.js';

export interface ChartLine {
  label: string;
  values: readonly number[];
  /** A custom property that holds its colour. */
  colour: string;
}

interface ChartProps {
  title: string;
  /** Seconds since the epoch, one for each value. */
  at: readonly number[];
  lines: readonly ChartLine[];
  print: (value: number) => string;
  printTime: (seconds: number) => string;
  /** Shorter, for the axis. */
  printTick: (seconds: number) => string;
  /** Changes when there is more to be drawn. */
  version: unknown;
  isBars?: boolean;
}

const HEIGHT = 200;
const TABLE_ROWS_MAX = 60;

export function Chart(props: ChartProps) {
  const { title, at, lines, print, printTime, version, isBars = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shape = `${theme.value} ${isBars} ${lines.map(({ label }) => label).join()}`;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsOf(element, props), [[]], element);
    plot.current = made;
    const resized = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => {
    plot.current?.setData([[...at], ...lines.map(({ values }) => [...values])]);
  }, [version, shape]);
  const rows = at.slice(-TABLE_ROWS_MAX).map((time, index) => ({
    time,
    index: Math.max(0, at.length - TABLE_ROWS_MAX) + index,
  }));
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div ref={place} class="chart-place" aria-hidden="true" />
      <details>
        <summary>{texts().ops.asTable}</summary>
        <Table
          caption={title}
          isCaptionHidden
          rows={rows.toReversed()}
          keyOf={({ index }) => index}
          columns={[
            { label: texts().ops.time, cell: ({ time }) => printTime(time) },
            ...lines.map(({ label, values }) => ({
              label,
              isFigure: true,
              cell: ({ index }: { index: number }) => print(values[index] ?? 0),
            })),
          ]}
        />
      </details>
    </figure>
  );
}

function optionsOf(
  element: HTMLElement,
  { lines, print, printTick, isBars = false }: ChartProps,
): uPlot.Options {
  const styles = getComputedStyle(element);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--soft'),
    grid: { stroke: colour('--rule'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui',
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    legend: { show: lines.length > 1 },
    scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      { ...axis, space: 80, values: (_, splits) => splits.map(printTick) },
      { ...axis, size: 84, values: (_, splits) => splits.map(print) },
    ],
    series: [
      {},
      ...lines.map(({ label, colour: name }) => ({
        label,
        stroke: colour(name),
        fill: `${colour(name)}22`,
        width: 2,
        points: { show: false },
        ...(isBars && uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [0.8, 40] }) } : {}),
      })),
    ],
  };
}
