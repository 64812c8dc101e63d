// The race as one PNG: both charts under each other, with their names and times, on the page's paper.

import { texts } from '../shell/texts.js';
import { elapsedMs, type RaceView, tracks } from './race.js';
import { chartSize, drawTrack } from './race-chart.js';
import { raceModes } from './race-state.js';
import { coloursNow, sharedUntilMs } from './track-panel.js';

const WIDTH = 1_200;
const MARGIN = 32;
const HEADING = 44;
const SCALE = 2;

export function savePicture(view: RaceView, caption: string): void {
  const { customers } = view.plan;
  const sizes = raceModes.map((mode) =>
    chartSize(WIDTH - 2 * MARGIN, customers, tracks[mode].lanes.size),
  );
  const height = sizes.reduce((sum, size) => sum + size.height + HEADING, 2 * MARGIN + HEADING);
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) return;
  const styles = getComputedStyle(document.documentElement);
  context.scale(SCALE, SCALE);
  context.fillStyle = styles.getPropertyValue('--card');
  context.fillRect(0, 0, WIDTH, height);
  write(context, caption, MARGIN, MARGIN + 10, '16px', styles.getPropertyValue('--ink'));
  let top = MARGIN + HEADING;
  for (const [index, mode] of raceModes.entries()) {
    const size = sizes[index] as (typeof sizes)[number];
    const time = ((tracks[mode].lastTaskMs ?? elapsedMs()) / 1000).toFixed(3);
    const title = `${texts().race.modes[mode]}: ${time} s`;
    write(context, title, MARGIN, top + 12, '600 18px', styles.getPropertyValue('--ink'));
    const chart = document.createElement('canvas');
    chart.width = size.width * SCALE;
    chart.height = size.height * SCALE;
    const chartContext = chart.getContext('2d');
    if (!chartContext) return;
    chartContext.scale(SCALE, SCALE);
    const scale = { untilMs: sharedUntilMs(), nowMs: elapsedMs() };
    drawTrack(chartContext, tracks[mode], size, scale, coloursNow(document.documentElement));
    context.drawImage(chart, MARGIN, top + HEADING - 8, size.width, size.height);
    top += size.height + HEADING;
  }
  canvas.toBlob((blob) => {
    if (blob) download(blob, `orderloom-race-${view.id}.png`);
  });
}

function write(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  font: string,
  colour: string,
): void {
  context.font = `${font} system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
