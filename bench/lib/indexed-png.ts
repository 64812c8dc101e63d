/**
 * Pixels → a PNG with a palette (W3C PNG, third edition): a page of text has few colours, and takes
 * a third of the bytes that true colour would.
 */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLORS_MAX = 256;
const INDEXED = 3;
const BITS = 8;
/** Of each part of a colour, as many as the palette has room for: the rest is what smooths edges. */
const KEPT_BITS = [0xff, 0xfe, 0xfc, 0xf8, 0xf0];

/** @param rgba four bytes a pixel, opaque. @throws where there are more than 256 colours */
export function indexedPng(rgba: Uint8Array, width: number, height: number): Buffer {
  const drawings = KEPT_BITS.map((bits) => indexed(rgba, width, height, bits));
  const { rows, palette } = drawings.find((each) => each.palette.size <= COLORS_MAX) ?? tooMany();
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, INDEXED], 8);
  const colors = [...palette.keys()].flatMap((color) => [
    color >> 16,
    (color >> 8) & 0xff,
    color & 0xff,
  ]);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colors)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const tooMany = (): never => {
  throw new Error(`more than ${COLORS_MAX} colours`);
};

function indexed(rgba: Uint8Array, width: number, height: number, bits: number) {
  const palette = new Map<number, number>();
  // Each row begins with the number of its filter: 0, none.
  const rows = Buffer.alloc(height * (width + 1));
  // White stays white.
  const rounded = (value = 0): number => Math.round(((value & bits) * 255) / bits);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const place = 4 * pixel;
    const [red, green, blue] = [rgba[place], rgba[place + 1], rgba[place + 2]].map(rounded);
    const color = ((red as number) << 16) | ((green as number) << 8) | (blue as number);
    const index = palette.get(color) ?? palette.size;
    palette.set(color, index);
    rows[pixel + Math.floor(pixel / width) + 1] = index;
  }
  return { palette, rows };
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
