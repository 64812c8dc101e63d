// Cuts a font of an npm package down to what documents take of it: the tables that are read, and the
// outlines that a character leads to. Glyphs keep their numbers, so that the tables stay as they are.

import { fontFile } from './font-file.js';
import { TrueTypeFont } from './true-type-font.js';

const TABLES = ['GPOS', 'cmap', 'head', 'hhea', 'hmtx', 'maxp'];
const LAST_CODE_POINT = 0x10ffff;
const LONG_OFFSETS = 1;

export function cutFont(name: string, bytes: Buffer): Buffer {
  const font = new TrueTypeFont(name, bytes);
  const kept = keptGlyphs(font);
  const outlines: Buffer[] = [];
  const offsets = Buffer.alloc(4 * (font.glyphCount + 1));
  let end = 0;
  for (let glyph = 0; glyph < font.glyphCount; glyph += 1) {
    const outline = kept.has(glyph) ? font.outlineOf(glyph) : Buffer.alloc(0);
    outlines.push(outline);
    end += outline.length;
    offsets.writeUInt32BE(end, 4 * (glyph + 1));
  }
  const head = Buffer.from(font.table('head'));
  head.writeUInt16BE(LONG_OFFSETS, 50);
  return fontFile([
    ...TABLES.map((tag) => ({ tag, bytes: tag === 'head' ? head : font.table(tag) })),
    { tag: 'glyf', bytes: Buffer.concat(outlines, end) },
    { tag: 'loca', bytes: offsets },
  ]);
}

/** Those of characters and what they are made of; the glyph for the unknown belongs to every font. */
function keptGlyphs(font: TrueTypeFont): Set<number> {
  const kept = new Set([0]);
  for (let codePoint = 0; codePoint <= LAST_CODE_POINT; codePoint += 1)
    kept.add(font.glyphOf(codePoint));
  // A set hands out what is added while it is walked.
  for (const glyph of kept)
    for (const component of font.componentsOf(font.outlineOf(glyph))) kept.add(component.glyph);
  return kept;
}
