/** Orders a second and p99 over the number of threads, as an SVG. Pure. */
import { median } from '../lib/statistics.js';
import type { Sweep } from './recommend.js';

const WIDTH = 880;
const HEIGHT = 360;
const PANEL = { width: 340, height: 220, top: 70, lefts: [70, 500] };
const TICKS = 4;
/** Keeps the figures of the first points off those of the axis. */
const INSET = 32;
/** Where a point's figure stands from it: the lower one of two hangs under its point. */
const LABEL = { above: -9, below: 18 };

interface Series {
  name: string;
  style: string;
  points: { x: number; y: number }[];
}

export function drawChart(sweeps: readonly Sweep[], title: string): string {
  const series = (figure: 'ordersPerSecond' | 'latencyP99Ms'): Series[] =>
    sweeps.map(({ setting, what, points }, index) => ({
      name: `${setting} (${what})`,
      style: `s${index}`,
      points: points.map((point) => ({ x: point.value, y: median(point[figure]) })),
    }));
  const panels = [
    panel('orders/s', series('ordersPerSecond'), PANEL.lefts[0] as number),
    panel('p99 in ms', series('latencyP99Ms'), PANEL.lefts[1] as number),
  ];
  const legend = sweeps.map(({ setting, what }, index) => {
    const x = 70 + index * 300;
    return `<circle class="s${index} dot" cx="${x}" cy="${HEIGHT - 20}" r="5"/><text x="${x + 12}" y="${HEIGHT - 15}">${setting}: orders ${what}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">
<style>
svg { font: 13px system-ui, sans-serif; }
.paper { fill: #ffffff; } text { fill: #1d1d1b; } .label { font-size: 12px; stroke: #ffffff; stroke-width: 3px; paint-order: stroke; } .axis { stroke: #77776f; } .grid { stroke: #e2e2de; }
.line { fill: none; stroke-width: 2.5; } .s0 { stroke: #0b6e8a; fill: #0b6e8a; } .s1 { stroke: #b3470b; fill: #b3470b; }
.line.s0, .line.s1 { fill: none; } .title { font-size: 15px; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #16181a; } text { fill: #e8e8e4; } .label { stroke: #16181a; } .grid { stroke: #34383b; }
  .s0 { stroke: #5cc4e0; fill: #5cc4e0; } .s1 { stroke: #f0995c; fill: #f0995c; }
}
</style>
<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>
<text class="title" x="70" y="28">${escaped(title)}</text>
${panels.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function panel(label: string, series: readonly Series[], left: number): string {
  const all = series.flatMap(({ points }) => points);
  const xs = [...new Set(all.map(({ x }) => x))].sort((a, b) => a - b);
  const top = niceCeiling(Math.max(...all.map(({ y }) => y)));
  const span = Math.max(1, (xs.at(-1) ?? 0) - (xs[0] ?? 0));
  const toX = (x: number) =>
    round(left + INSET + ((x - (xs[0] ?? 0)) / span) * (PANEL.width - 2 * INSET));
  const bottom = PANEL.top + PANEL.height;
  const toY = (y: number) => round(bottom - (y / top) * PANEL.height);
  const right = left + PANEL.width;
  const grid = Array.from({ length: TICKS + 1 }, (_, tick) => {
    const value = (top / TICKS) * tick;
    const y = toY(value);
    return `<line class="grid" x1="${left}" y1="${y}" x2="${right}" y2="${y}"/><text x="${left - 8}" y="${y + 4}" text-anchor="end">${value.toLocaleString('en-US')}</text>`;
  });
  const ticks = xs.map(
    (x) => `<text x="${toX(x)}" y="${bottom + 20}" text-anchor="middle">${x}</text>`,
  );
  const lines = series.map(({ style, points }) => {
    const sorted = points.toSorted((a, b) => a.x - b.x);
    const path = sorted.map(({ x, y }) => `${toX(x)},${toY(y)}`).join(' ');
    const dots = sorted.map(
      ({ x, y }) => `<circle class="${style} dot" cx="${toX(x)}" cy="${toY(y)}" r="4"/>`,
    );
    return `<polyline class="line ${style}" points="${path}"/>${dots.join('')}`;
  });
  const labels = series.flatMap(({ points }) =>
    points.map(({ x, y }) => {
      const isLower = all.some((other) => other.x === x && other.y > y);
      const isRoomBelow = toY(y) + LABEL.below < bottom;
      const at = toY(y) + (isLower && isRoomBelow ? LABEL.below : LABEL.above);
      return `<text class="label" x="${toX(x)}" y="${round(at)}" text-anchor="middle">${printed(y)}</text>`;
    }),
  );
  return [
    `<text x="${left}" y="${PANEL.top - 14}">${label}</text>`,
    ...grid,
    `<line class="axis" x1="${left}" y1="${bottom}" x2="${right}" y2="${bottom}"/>`,
    ...ticks,
    `<text x="${right}" y="${bottom + 38}" text-anchor="end">threads</text>`,
    `<line class="axis" x1="${left}" y1="${PANEL.top}" x2="${left}" y2="${bottom}"/>`,
    ...lines,
    ...labels,
  ].join('\n');
}

/** The least of 1, 2, 4, 5, 8 × 10ⁿ that is not below it: four ticks below it are round. */
function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10;
  return factor * power;
}

const printed = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });

const round = (value: number): number => Math.round(value * 10) / 10;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
