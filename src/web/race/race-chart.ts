// A track as a Gantt chart on a canvas: a row a customer, a bar a step, and below them a lane a thread.
// Up to 500 customers with nine steps each are drawn anew in every frame, which no DOM could do.

import { type RaceStep, raceSteps, type Track } from './race-state.js';

export interface ChartColours {
  steps: Record<RaceStep, string>;
  ink: string;
  soft: string;
  rule: string;
  failed: string;
  lane: string;
}

export interface ChartSize {
  width: number;
  height: number;
  rowHeight: number;
  customers: number;
  lanes: number;
}

const LANE_HEIGHT = 14;
const LANE_GAP = 4;
const AXIS_HEIGHT = 22;
const LABEL_WIDTH = 76;
const ROWS_MAX_HEIGHT = 460;

export function chartSize(width: number, customers: number, lanes: number): ChartSize {
  const rowHeight = Math.min(22, Math.max(1, ROWS_MAX_HEIGHT / customers));
  const rows = Math.ceil(rowHeight * customers);
  const height = rows + AXIS_HEIGHT + Math.max(3, lanes) * (LANE_HEIGHT + LANE_GAP) + LANE_GAP;
  return { width, height, rowHeight, customers, lanes };
}

export const readColours = (element: Element): ChartColours => {
  const styles = getComputedStyle(element);
  const read = (name: string) => styles.getPropertyValue(name).trim();
  const steps = Object.fromEntries(raceSteps.map((step) => [step, read(`--step-${step}`)]));
  return {
    steps: steps as ChartColours['steps'],
    ink: read('--ink'),
    soft: read('--soft'),
    rule: read('--rule'),
    failed: read('--bad'),
    lane: read('--accent'),
  };
};

/** Where in its row a step is drawn, so that those that overlap are both seen: top and height in parts. */
const places: Record<RaceStep, [top: number, height: number]> = {
  stock: [0, 0.5],
  quote: [0.5, 0.5],
  reserve: [0, 1],
  pay: [0, 1],
  confirm: [0, 1],
  invoice: [0, 0.25],
  'confirmation-email': [0.25, 0.25],
  warehouse: [0.5, 0.25],
  analytics: [0.75, 0.25],
};

export function drawTrack(
  context: CanvasRenderingContext2D,
  track: Track,
  size: ChartSize,
  scale: { untilMs: number; nowMs: number },
  colours: ChartColours,
): void {
  const { width, height, rowHeight, customers } = size;
  context.clearRect(0, 0, width, height);
  const x = (ms: number) => LABEL_WIDTH + ((width - LABEL_WIDTH) * ms) / scale.untilMs;
  const rowsHeight = rowHeight * customers;
  drawAxis(context, x, rowsHeight, height, scale.untilMs, colours);
  const gap = rowHeight >= 8 ? 2 : 0;
  for (const { customer, step, startedMs, endedMs, isFailed } of track.bars) {
    const [top, part] = places[step];
    const rowTop = (customer - 1) * rowHeight;
    const left = x(startedMs);
    const right = x(endedMs ?? Math.max(startedMs, scale.nowMs));
    context.fillStyle = isFailed ? colours.failed : colours.steps[step];
    context.fillRect(
      left,
      rowTop + top * (rowHeight - gap),
      Math.max(1, right - left - (rowHeight >= 8 ? 0.5 : 0)),
      Math.max(0.75, part * (rowHeight - gap)),
    );
  }
  drawRowLabels(context, size, colours);
  drawLanes(context, track, x, rowsHeight + AXIS_HEIGHT, width, colours);
}

function drawAxis(
  context: CanvasRenderingContext2D,
  x: (ms: number) => number,
  rowsHeight: number,
  height: number,
  untilMs: number,
  colours: ChartColours,
): void {
  const step = tickMs(untilMs);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (let ms = 0; ms <= untilMs; ms += step) {
    context.fillStyle = colours.rule;
    context.fillRect(Math.round(x(ms)), 0, 1, height);
    context.fillStyle = colours.soft;
    context.textAlign = ms === 0 ? 'left' : 'center';
    if (x(ms) < x(untilMs) - 14 || ms === 0) {
      context.fillText(`${ms / 1000} s`, x(ms) + (ms === 0 ? 4 : 0), rowsHeight + AXIS_HEIGHT / 2);
    }
  }
}

/** A round number of milliseconds, so that there are at most six ticks. */
export function tickMs(untilMs: number): number {
  const steps = [50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000];
  return steps.find((step) => untilMs / step <= 6) ?? 60_000;
}

function drawRowLabels(
  context: CanvasRenderingContext2D,
  { rowHeight, customers }: ChartSize,
  colours: ChartColours,
): void {
  const every = Math.ceil(customers / Math.max(1, Math.floor((rowHeight * customers) / 18)));
  context.fillStyle = colours.soft;
  context.textAlign = 'right';
  for (let customer = 1; customer <= customers; customer += every) {
    const middle = (customer - 0.5) * rowHeight;
    context.fillText(String(customer), LABEL_WIDTH - 8, Math.max(8, middle));
  }
}

function drawLanes(
  context: CanvasRenderingContext2D,
  { lanes }: Track,
  x: (ms: number) => number,
  top: number,
  width: number,
  colours: ChartColours,
): void {
  const names = [...lanes.keys()].sort();
  for (const [index, name] of names.entries()) {
    const y = top + LANE_GAP + index * (LANE_HEIGHT + LANE_GAP);
    context.fillStyle = colours.rule;
    context.fillRect(LABEL_WIDTH, y + LANE_HEIGHT - 1, width - LABEL_WIDTH, 1);
    context.fillStyle = colours.soft;
    context.textAlign = 'right';
    context.fillText(name, LABEL_WIDTH - 8, y + LANE_HEIGHT / 2);
    context.fillStyle = colours.lane;
    for (const { startedMs, endedMs } of lanes.get(name)?.bars ?? []) {
      context.fillRect(x(startedMs), y, Math.max(1, x(endedMs) - x(startedMs)), LANE_HEIGHT - 2);
    }
  }
}
