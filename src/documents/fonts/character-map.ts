// The table `cmap` of a font: which glyph stands for a code point. Segments are searched where they
// lie, so that a face of 17,000 glyphs opens as fast as a small one.

type GlyphOf = (codePoint: number) => number;

/** Format 12 covers all of Unicode, format 4 its first plane. */
export function characterMapOf(table: Buffer): GlyphOf {
  const subtables = subtablesOf(table);
  const full = subtables.find((subtable) => subtable.readUInt16BE(0) === 12);
  if (full) return (codePoint) => glyphInGroups(full, codePoint);
  const basic = subtables.find((subtable) => subtable.readUInt16BE(0) === 4);
  if (basic) return (codePoint) => glyphInSegments(basic, codePoint);
  throw new Error('The font has no Unicode character map of format 4 or 12');
}

function subtablesOf(table: Buffer): Buffer[] {
  return Array.from({ length: table.readUInt16BE(2) }, (_, index) =>
    table.subarray(table.readUInt32BE(8 + 8 * index)),
  );
}

/** The first of `count` ascending ends that is not below the code point. */
function firstNotBelow(count: number, endAt: (index: number) => number, codePoint: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endAt(middle) < codePoint) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Format 12: groups of first code point, last code point, first glyph. */
function glyphInGroups(table: Buffer, codePoint: number): number {
  const count = table.readUInt32BE(12);
  const group = firstNotBelow(count, (index) => table.readUInt32BE(20 + 12 * index), codePoint);
  if (group === count) return 0;
  const first = table.readUInt32BE(16 + 12 * group);
  return codePoint < first ? 0 : table.readUInt32BE(24 + 12 * group) + codePoint - first;
}

/** Format 4: four parallel arrays; a range offset counts from the place where it stands itself. */
function glyphInSegments(table: Buffer, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const count = table.readUInt16BE(6) / 2;
  const segment = firstNotBelow(count, (index) => table.readUInt16BE(14 + 2 * index), codePoint);
  if (segment === count) return 0;
  const [starts, deltas, offsets] = [16 + 2 * count, 16 + 4 * count, 16 + 6 * count];
  const start = table.readUInt16BE(starts + 2 * segment);
  if (codePoint < start) return 0;
  const delta = table.readUInt16BE(deltas + 2 * segment);
  const offset = table.readUInt16BE(offsets + 2 * segment);
  if (offset === 0) return (codePoint + delta) & 0xffff;
  const glyph = table.readUInt16BE(offsets + 2 * segment + offset + 2 * (codePoint - start));
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
}
