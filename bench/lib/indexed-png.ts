/**
 * Pixels → a PNG with a palette (W3C PNG, third edition): a page of text has few colours, and takes
 * a third of the bytes that true colour would.
 */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLORS_MAX = 256;
const INDEXED = 3;
const BITS = 8;

/** @param rgba four bytes a pixel, opaque. @param colorsMax at most 256; fewer take fewer bytes */
export function indexedPng(
  rgba: Uint8Array,
  width: number,
  height: number,
  colorsMax = COLORS_MAX,
): Buffer {
  const palette = commonColors(rgba, colorsMax);
  const rows = indexed(rgba, width, height, palette);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, INDEXED], 8);
  const colors = palette.flatMap((color) => [color >> 16, (color >> 8) & 0xff, color & 0xff]);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colors)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const colorAt = (rgba: Uint8Array, pixel: number): number =>
  ((rgba[4 * pixel] as number) << 16) |
  ((rgba[4 * pixel + 1] as number) << 8) |
  (rgba[4 * pixel + 2] as number);

/** As many as are wanted, the most frequent first: the rare ones are what smooths edges. */
function commonColors(rgba: Uint8Array, colorsMax: number): number[] {
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < rgba.length / 4; pixel += 1) {
    const color = colorAt(rgba, pixel);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, colorsMax)
    .map(([color]) => color);
}

/** Each pixel as the place of its colour in the palette, or of the one that is nearest to it. */
function indexed(rgba: Uint8Array, width: number, height: number, palette: number[]): Buffer {
  const places = new Map(palette.map((color, place) => [color, place]));
  // Each row begins with the number of its filter: 0, none.
  const rows = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const color = colorAt(rgba, pixel);
    const place = places.get(color) ?? nearest(color, palette);
    places.set(color, place);
    rows[pixel + Math.floor(pixel / width) + 1] = place;
  }
  return rows;
}

function nearest(color: number, palette: readonly number[]): number {
  const distances = palette.map((other) => distance(color, other));
  return distances.indexOf(Math.min(...distances));
}

const distance = (a: number, b: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 0xff) - ((b >> shift) & 0xff)) ** 2, 0);

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
