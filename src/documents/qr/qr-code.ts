// A text → a QR code (ISO/IEC 18004) of bytes, with error correction M, in versions 1 to 13: what a
// payment code may be (EPC069-12). Three steps: code words, places of the modules, the best mask.

import { mask, penaltyOf } from './mask.js';
import { Modules } from './modules.js';
import { generator, remainder } from './reed-solomon.js';

/** By version, from 1: correction words of a block, and blocks (table 9, level M). */
const CORRECTION_WORDS = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9];

const VERSION_MAX = 13;
const MODE_BYTES = 0b0100;
const PADDING = [0xec, 0x11];
const MASKS = 8;

export interface QrCode {
  /** Modules a side. */
  size: number;
  isDark(x: number, y: number): boolean;
}

/** `null` where the text is too long. */
export function qrCode(text: string): QrCode | null {
  const bytes = Buffer.from(text);
  for (let version = 1; version <= VERSION_MAX; version += 1) {
    if (bytes.length <= capacity(version)) return draw(version, withCorrection(version, bytes));
  }
  return null;
}

const correctionWords = (version: number): number => CORRECTION_WORDS[version - 1] as number;
const blocks = (version: number): number => BLOCKS[version - 1] as number;
const lengthBytes = (version: number): number => (version < 10 ? 1 : 2);

const dataWords = (version: number): number =>
  Math.floor(Modules.freeOf(version) / 8) - correctionWords(version) * blocks(version);

/** Mode and terminator share a byte. */
const capacity = (version: number): number => dataWords(version) - lengthBytes(version) - 1;

/** Everything is shifted by the four bits of the mode. */
function words(version: number, bytes: Buffer): Uint8Array {
  const length = lengthBytes(version) === 1 ? [bytes.length] : [bytes.length >> 8, bytes.length];
  const all = new Uint8Array(dataWords(version));
  let last = MODE_BYTES;
  let position = 0;
  for (const byte of [...length.map((part) => part & 0xff), ...bytes]) {
    all[position] = ((last << 4) | (byte >> 4)) & 0xff;
    last = byte & 0x0f;
    position += 1;
  }
  all[position] = (last << 4) & 0xff;
  for (let index = position + 1; index < all.length; index += 1)
    all[index] = PADDING[(index - position - 1) % 2] as number;
  return all;
}

/** Blocks are woven into one another, so that a stain spoils a little of each. */
function withCorrection(version: number, bytes: Buffer): Uint8Array {
  const data = words(version, bytes);
  const count = blocks(version);
  const shortLength = Math.floor(data.length / count);
  const shortBlocks = count - (data.length % count);
  const divisor = generator(correctionWords(version));
  const parts: Uint8Array[] = [];
  for (let block = 0, start = 0; block < count; block += 1) {
    const length = shortLength + (block < shortBlocks ? 0 : 1);
    parts.push(data.subarray(start, start + length));
    start += length;
  }
  const corrections = parts.map((part) => remainder(part, divisor));
  return Uint8Array.from([...woven(parts), ...woven(corrections)]);
}

function* woven(parts: readonly Uint8Array[]): Generator<number> {
  const longest = Math.max(...parts.map(({ length }) => length));
  for (let index = 0; index < longest; index += 1)
    for (const part of parts) if (index < part.length) yield part[index] as number;
}

function draw(version: number, all: Uint8Array): QrCode {
  const modules = new Modules(version);
  modules.fill(all);
  let best: { dark: Uint8Array; penalty: number } | undefined;
  for (let number = 0; number < MASKS; number += 1) {
    modules.drawFormat(number);
    const dark = mask(modules, number);
    const penalty = penaltyOf(dark, modules.size);
    if (!best || penalty < best.penalty) best = { dark, penalty };
  }
  const { size } = modules;
  const { dark } = best as { dark: Uint8Array };
  return { size, isDark: (x, y) => dark[y * size + x] === 1 };
}
