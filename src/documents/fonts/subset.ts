// Cuts a font down to the glyphs that a document uses. The result is a TrueType font of the six
// tables that PDF asks of an embedded CIDFontType2 (ISO 32000-1, 9.9); its glyphs are numbered anew.

import { fontFile, padded } from './font-file.js';
import type { TrueTypeFont } from './true-type-font.js';

interface Glyph {
  outline: Buffer;
  /** Where the outline names a component, and that component's new number. */
  renumbered: { offset: number; glyph: number }[];
}

/** @param glyphs by new number; number 0 is the glyph for the unknown. Components follow them. */
export function subsetOf(font: TrueTypeFont, glyphs: readonly number[]): Buffer {
  const all = withComponents(font, glyphs);
  const outlines = outlineTables(all.map(({ glyph }) => glyph));
  return fontFile([
    { tag: 'glyf', bytes: outlines.outlines },
    { tag: 'head', bytes: changed(font.table('head'), [50, 1]) },
    { tag: 'hhea', bytes: changed(font.table('hhea'), [34, all.length]) },
    { tag: 'hmtx', bytes: metricsTable(font, all) },
    { tag: 'loca', bytes: outlines.offsets },
    { tag: 'maxp', bytes: changed(font.table('maxp'), [4, all.length]) },
  ]);
}

interface Numbered {
  /** The glyph's number in the whole font. */
  original: number;
  glyph: Glyph;
}

function withComponents(font: TrueTypeFont, glyphs: readonly number[]): Numbered[] {
  const originals = [...glyphs];
  const numbers = new Map<number, number>();
  originals.forEach((original, index) => {
    if (!numbers.has(original)) numbers.set(original, index);
  });
  const numberOf = (original: number): number => {
    const known = numbers.get(original);
    if (known !== undefined) return known;
    numbers.set(original, originals.length);
    return originals.push(original) - 1;
  };
  const all: Numbered[] = [];
  // Grows while it is walked: a component may itself be made of components.
  for (let index = 0; index < originals.length; index += 1) {
    const original = originals[index] as number;
    const outline = font.outlineOf(original);
    const renumbered = font
      .componentsOf(outline)
      .map(({ offset, glyph }) => ({ offset, glyph: numberOf(glyph) }));
    all.push({ original, glyph: { outline, renumbered } });
  }
  return all;
}

function outlineTables(glyphs: readonly Glyph[]): { outlines: Buffer; offsets: Buffer } {
  const length = glyphs.reduce((sum, { outline }) => sum + padded(outline.length), 0);
  const outlines = Buffer.alloc(length);
  const offsets = Buffer.alloc(4 * (glyphs.length + 1));
  let position = 0;
  for (const [index, { outline, renumbered }] of glyphs.entries()) {
    outline.copy(outlines, position);
    for (const { offset, glyph } of renumbered) outlines.writeUInt16BE(glyph, position + offset);
    position += padded(outline.length);
    offsets.writeUInt32BE(position, 4 * (index + 1));
  }
  return { outlines, offsets };
}

function metricsTable(font: TrueTypeFont, glyphs: readonly Numbered[]): Buffer {
  const metrics = Buffer.alloc(4 * glyphs.length);
  for (const [index, { original }] of glyphs.entries()) {
    metrics.writeUInt16BE(font.advanceOf(original), 4 * index);
    metrics.writeInt16BE(font.leftBearingOf(original), 4 * index + 2);
  }
  return metrics;
}

function changed(table: Buffer, [offset, value]: readonly [number, number]): Buffer {
  const copy = Buffer.from(table);
  copy.writeUInt16BE(value, offset);
  return copy;
}
