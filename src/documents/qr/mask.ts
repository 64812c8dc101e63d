// Masks break up what could be mistaken for a pattern; the one that leaves least of that is taken
// (ISO/IEC 18004, 7.8).

import type { Modules } from './modules.js';

const rules: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** By the size of the code: what each mask turns round. */
const patterns = new Map<number, Uint8Array[]>();

/** The modules with the mask laid over the data. */
export function mask(modules: Modules, number: number): Uint8Array {
  const { dark, size } = modules;
  const known = patterns.get(size) ?? rules.map((rule) => patternOf(modules, rule));
  patterns.set(size, known);
  const pattern = known[number] as Uint8Array;
  // Loops, not callbacks: eight masks are tried on some thousand modules.
  const masked = new Uint8Array(dark.length);
  for (let place = 0; place < masked.length; place += 1)
    masked[place] = (dark[place] as number) ^ (pattern[place] as number);
  return masked;
}

function patternOf(
  { reserved, size }: Modules,
  rule: (x: number, y: number) => boolean,
): Uint8Array {
  return reserved.map((taken, place) =>
    taken === 0 && rule(place % size, Math.floor(place / size)) ? 1 : 0,
  );
}

const RUN_MIN = 5;
const SQUARE_PENALTY = 3;
const FINDER_PENALTY = 40;
const SHARE_PENALTY = 10;
/** Like a finder pattern with the light before or after it, eleven modules as bits. */
const FINDERS = [0b10111010000, 0b00001011101];
const FINDER_BITS = 0x7ff;

export function penaltyOf(dark: Uint8Array, size: number): number {
  let penalty = sharePenalty(dark);
  for (let line = 0; line < size; line += 1) {
    penalty += linePenalty(dark, size, line * size, 1);
    penalty += linePenalty(dark, size, line, size);
  }
  return penalty + squaresPenalty(dark, size);
}

/** Runs of one colour, and what looks like a finder, along a row or a column. */
function linePenalty(dark: Uint8Array, size: number, start: number, step: number): number {
  let penalty = 0;
  let run = 0;
  let bits = 0;
  for (let index = 0; index < size; index += 1) {
    const module = dark[start + index * step] as number;
    run = index > 0 && module === (bits & 1) ? run + 1 : 1;
    bits = ((bits << 1) | module) & FINDER_BITS;
    if (run === RUN_MIN) penalty += 3;
    else if (run > RUN_MIN) penalty += 1;
    if (index >= 10 && (bits === FINDERS[0] || bits === FINDERS[1])) penalty += FINDER_PENALTY;
  }
  return penalty;
}

function squaresPenalty(dark: Uint8Array, size: number): number {
  let penalty = 0;
  for (let y = 0; y < size - 1; y += 1) {
    for (let x = 0; x < size - 1; x += 1) {
      const place = y * size + x;
      const module = dark[place];
      if (
        module === dark[place + 1] &&
        module === dark[place + size] &&
        module === dark[place + size + 1]
      )
        penalty += SQUARE_PENALTY;
    }
  }
  return penalty;
}

/** Each step of five per cent away from half. */
function sharePenalty(dark: Uint8Array): number {
  let count = 0;
  for (let place = 0; place < dark.length; place += 1) count += dark[place] as number;
  return SHARE_PENALTY * Math.floor(Math.abs((count * 20) / dark.length - 10));
}
