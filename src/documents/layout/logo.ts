// Whose letter it is: the seller's logo, or a wordmark made of the name.

import type { Logo, Seller } from '../../core/invoice.js';
import type { Color, Shape } from '../pdf/page-canvas.js';
import { pathOperators } from '../pdf/svg-path.js';
import { colors, margins, millimetres, styles } from './paper.js';
import type { Sheets } from './sheets.js';

const LOGO_TOP = millimetres(18);
const LOGO_HEIGHT = millimetres(11);
const LOGO_WIDTH_MAX = millimetres(80);
const BAR_WIDTH = 5;
const BAR_GAP = 9;
const NAME_SIZE_MIN = 6;

export function drawLogo(sheets: Sheets, { logo, name }: Seller): void {
  if (logo) drawShapes(sheets, logo);
  else drawWordmark(sheets, name);
}

/** As large as height and width allow. */
function drawShapes(sheets: Sheets, logo: Logo): void {
  const scale = Math.min(LOGO_HEIGHT / logo.height, LOGO_WIDTH_MAX / logo.width);
  const factor = Number(scale.toPrecision(5));
  sheets.page.shapes(shapesOf(logo), margins.left, LOGO_TOP, factor);
}

/** A shop has one logo: its paths are read once per thread. */
let known: { key: string; shapes: Shape[] } | undefined;

function shapesOf(logo: Logo): Shape[] {
  const key = logo.paths.map(({ path, color }) => color + path).join();
  if (known?.key !== key) {
    const shapes = logo.paths.map(({ path, color }) => ({
      operators: pathOperators(path),
      color: colorOf(color),
    }));
    known = { key, shapes };
  }
  return known.shapes;
}

/** `#rrggbb` → three parts of one. */
const colorOf = (hex: string): Color =>
  [1, 3, 5]
    .map(
      (place) => Math.round((Number.parseInt(hex.slice(place, place + 2), 16) * 1000) / 255) / 1000,
    )
    .join(' ');

/** The name beside a bar. */
function drawWordmark(sheets: Sheets, name: string): void {
  sheets.page.rectangle(margins.left, LOGO_TOP, BAR_WIDTH, LOGO_HEIGHT, colors.accent);
  const left = margins.left + BAR_WIDTH + BAR_GAP;
  const width = margins.right - left;
  const style = sheets.fitting(name, styles.sender, width, NAME_SIZE_MIN);
  const [line = ''] = sheets.wrap(name, style, width, 1);
  sheets.write(line, left, LOGO_TOP + (LOGO_HEIGHT - style.leading) / 2, style);
}
