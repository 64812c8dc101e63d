// The sheet: A4 with the places of DIN 5008:2020, form B, so that the address shows in a window
// envelope; and the few type styles and colours of a document. All measures are in points.

import type { Weight } from '../fonts/faces.js';
import type { Color } from '../pdf/page-canvas.js';

export const millimetres = (length: number): number => (length * 72) / 25.4;

export const paper = { width: 595.28, height: 841.89 };

export const margins = {
  left: millimetres(25),
  right: millimetres(190),
  /** Where the second and later pages begin, below their running head. */
  top: millimetres(32),
  bottom: millimetres(262),
};

export const textWidth = margins.right - margins.left;

export const addressWindow = {
  returnLine: millimetres(59),
  top: millimetres(62.7),
  width: millimetres(80),
  height: millimetres(27.3),
};

/** The facts stand right of the window. */
export const factsBlock = { left: millimetres(113), top: millimetres(50) };

/** Where the subject stands on the first page, below window and facts. */
export const subjectTop = millimetres(98.5);

/** Marks at the left edge: folding for a long envelope, and the middle for the punch. */
export const foldMarks = [millimetres(105), millimetres(210)];
export const punchMark = millimetres(148.5);

export const footerTop = millimetres(266);

export const colors = {
  ink: '0.11 0.13 0.16',
  paper: '1 1 1',
  soft: '0.4 0.43 0.47',
  accent: '0.06 0.31 0.38',
  tint: '0.94 0.96 0.965',
  rule: '0.82 0.84 0.86',
} satisfies Record<string, Color>;

export interface Style {
  weight: Weight;
  size: number;
  /** From one baseline to the next. */
  leading: number;
  color: Color;
}

const style = (weight: Weight, size: number, leading: number, color: Color): Style => ({
  weight,
  size,
  leading,
  color,
});

export const styles = {
  sender: style('bold', 17, 21, colors.accent),
  title: style('bold', 16, 20, colors.ink),
  heading: style('bold', 9, 13, colors.accent),
  body: style('regular', 9, 12.5, colors.ink),
  strong: style('bold', 9, 12.5, colors.ink),
  soft: style('regular', 9, 12.5, colors.soft),
  address: style('regular', 10, 12.6, colors.ink),
  columnHead: style('bold', 8, 11, colors.accent),
  small: style('regular', 7.5, 10, colors.soft),
  total: style('bold', 11.5, 16, colors.ink),
} satisfies Record<string, Style>;
