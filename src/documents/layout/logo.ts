// Whose letter it is: the seller's logo, or a wordmark made of the name.

import type { Logo, Seller } from '../../core/invoice.js';
import type { Color, Shape } from '../pdf/page-canvas.js';
import { pathOperators } from '../pdf/svg-path.js';
import { colors, margins, millimetres, type Style, styles, textWidth } from './paper.js';
import type { Sheets } from './sheets.js';

const LOGO_TOP = millimetres(16);
const LOGO_HEIGHT = millimetres(14);
const LOGO_WIDTH_MAX = millimetres(75);
const TILE = 30;
const TILE_GAP = 10;
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

/** The first letter on a tile, and the name beside it. */
function drawWordmark(sheets: Sheets, name: string): void {
  const { page } = sheets;
  page.rectangle(margins.left, LOGO_TOP, TILE, TILE, colors.accent);
  const initial = [...name.trim()][0]?.toLocaleUpperCase() ?? '';
  const tile: Style = { ...styles.sender, color: colors.paper };
  const width = sheets.widthOf(initial, tile);
  const top = LOGO_TOP + (TILE - styles.sender.size) / 2 - 3;
  sheets.write(initial, margins.left + (TILE - width) / 2, top, tile);
  const left = TILE + TILE_GAP;
  const style = sheets.fitting(name, styles.sender, textWidth - left, NAME_SIZE_MIN);
  const nameTop = LOGO_TOP + (TILE - style.size) / 2 - 3;
  const [line = ''] = sheets.wrap(name, style, textWidth - left, 1);
  sheets.write(line, margins.left + left, nameTop, style);
}
