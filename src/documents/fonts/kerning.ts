// The pair kerning of a font: how much closer `V` stands after `A`. Read from the table `GPOS` where
// it lies (OpenType 1.9, "GPOS", pair adjustment), for the feature `kern` of the default script.
// Contextual rules, which in Noto Sans serve Devanagari alone, are left out.

const FEATURE = 'kern';
const PAIR_ADJUSTMENT = 2;
const EXTENSION = 9;
/** Bit 2 of a value's format: a change of the first glyph's advance. */
const X_ADVANCE = 0x0004;

type Adjust = (left: number, right: number) => number | undefined;

/** Answers font units, negative where two glyphs stand closer. */
export function kerningOf(table: Buffer): (left: number, right: number) => number {
  const lookups = kernLookups(table).map(pairSubtables);
  return (left, right) => {
    let sum = 0;
    // Of one lookup the first table that knows the pair counts; lookups follow each other.
    for (const subtables of lookups) sum += firstOf(subtables, left, right);
    return sum;
  };
}

function firstOf(subtables: readonly Adjust[], left: number, right: number): number {
  for (const adjust of subtables) {
    const found = adjust(left, right);
    if (found !== undefined) return found;
  }
  return 0;
}

/** The numbers that stand behind their count. */
const listAt = (table: Buffer, offset: number): number[] =>
  Array.from({ length: table.readUInt16BE(offset) }, (_, index) =>
    table.readUInt16BE(offset + 2 + 2 * index),
  );

function kernLookups(table: Buffer): Buffer[] {
  const [scripts, features, lookups] = [4, 6, 8].map((offset) =>
    table.subarray(table.readUInt16BE(offset)),
  ) as [Buffer, Buffer, Buffer];
  if (scripts.readUInt16BE(0) === 0) return [];
  const script = scripts.subarray(scripts.readUInt16BE(6));
  if (script.readUInt16BE(0) === 0) return [];
  const language = script.subarray(script.readUInt16BE(0));
  const numbers = listAt(language, 4)
    .filter((feature) => features.toString('latin1', 2 + 6 * feature, 6 + 6 * feature) === FEATURE)
    .flatMap((feature) => listAt(features, features.readUInt16BE(6 + 6 * feature) + 2));
  return numbers
    .sort((a, b) => a - b)
    .map((number) => lookups.subarray(listAt(lookups, 0)[number]));
}

function pairSubtables(lookup: Buffer): Adjust[] {
  const type = lookup.readUInt16BE(0);
  return listAt(lookup, 4).flatMap((offset) => {
    const direct = lookup.subarray(offset);
    const isExtended = type === EXTENSION;
    if ((isExtended ? direct.readUInt16BE(2) : type) !== PAIR_ADJUSTMENT) return [];
    const subtable = isExtended ? direct.subarray(direct.readUInt32BE(4)) : direct;
    // Noto changes the first glyph's advance alone, and nothing else can be kerned in a line of PDF.
    if (subtable.readUInt16BE(4) !== X_ADVANCE || subtable.readUInt16BE(6) !== 0) return [];
    return [subtable.readUInt16BE(0) === 1 ? glyphPairs(subtable) : classPairs(subtable)];
  });
}

/** Format 1: for each first glyph the second ones, ascending, with the change. */
function glyphPairs(table: Buffer): Adjust {
  const coverage = table.subarray(table.readUInt16BE(2));
  return (left, right) => {
    const index = coverageIndex(coverage, left);
    if (index < 0) return undefined;
    const set = table.readUInt16BE(10 + 2 * index);
    const at = (pair: number): number => set + 2 + 4 * pair;
    const count = table.readUInt16BE(set);
    const pair = firstWhere(count, (each) => table.readUInt16BE(at(each)) >= right);
    if (pair === count || table.readUInt16BE(at(pair)) !== right) return undefined;
    return table.readInt16BE(at(pair) + 2);
  };
}

/** Format 2: a matrix of classes; every glyph that is in no class is in class 0. */
function classPairs(table: Buffer): Adjust {
  const coverage = table.subarray(table.readUInt16BE(2));
  const firstClasses = table.subarray(table.readUInt16BE(8));
  const secondClasses = table.subarray(table.readUInt16BE(10));
  const columns = table.readUInt16BE(14);
  return (left, right) => {
    if (coverageIndex(coverage, left) < 0) return undefined;
    const row = classOf(firstClasses, left);
    return table.readInt16BE(16 + 2 * (row * columns + classOf(secondClasses, right)));
  };
}

/** The first of `count` for which the test holds; it holds for all behind. */
function firstWhere(count: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function coverageIndex(table: Buffer, glyph: number): number {
  const count = table.readUInt16BE(2);
  if (table.readUInt16BE(0) === 1) {
    const index = firstWhere(count, (each) => table.readUInt16BE(4 + 2 * each) >= glyph);
    return index < count && table.readUInt16BE(4 + 2 * index) === glyph ? index : -1;
  }
  const range = rangeOf(table, 4, count, glyph);
  return range < 0 ? -1 : table.readUInt16BE(range + 4) + glyph - table.readUInt16BE(range);
}

function classOf(table: Buffer, glyph: number): number {
  if (table.readUInt16BE(0) === 1) {
    const index = glyph - table.readUInt16BE(2);
    return index >= 0 && index < table.readUInt16BE(4) ? table.readUInt16BE(6 + 2 * index) : 0;
  }
  const range = rangeOf(table, 4, table.readUInt16BE(2), glyph);
  return range < 0 ? 0 : table.readUInt16BE(range + 4);
}

/** Where the range (first, last, value) that holds the glyph begins, or -1. */
function rangeOf(table: Buffer, start: number, count: number, glyph: number): number {
  const range = firstWhere(count, (each) => table.readUInt16BE(start + 6 * each + 2) >= glyph);
  const place = start + 6 * range;
  return range < count && table.readUInt16BE(place) <= glyph ? place : -1;
}
