// Reads a TrueType font (https://learn.microsoft.com/typography/opentype/spec/) where it lies in
// memory: opening one costs the table directory alone, and a glyph is looked at when it is used.

import { characterMapOf } from './character-map.js';
import { kerningOf } from './kerning.js';

/** A glyph that is put together of others, which a subset must bring along and number anew. */
export interface GlyphComponent {
  /** Where in the outline the component's number stands, in bytes. */
  offset: number;
  glyph: number;
}

/** Flags of a composite glyph's components (`glyf`, "Composite Glyph Description"). */
const ARGUMENTS_ARE_WORDS = 0x0001;
const HAS_A_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_A_MATRIX = 0x0080;

const GLYPH_HEADER_BYTES = 10;
const KERNING_PAIRS_MAX = 20_000;

export class TrueTypeFont {
  readonly name: string;
  readonly glyphCount: number;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly boundingBox: readonly number[];
  /** The glyph of a code point, 0 where the font has none. */
  readonly glyphOf: (codePoint: number) => number;
  readonly #tables: ReadonlyMap<string, Buffer>;
  readonly #longOffsets: boolean;
  readonly #metricsCount: number;
  readonly #kerning: (left: number, right: number) => number;
  readonly #knownKerning = new Map<number, number>();

  /** @param name the PostScript name under which a document embeds it */
  constructor(name: string, bytes: Buffer) {
    this.name = name;
    this.#tables = tablesOf(bytes);
    if (!this.#tables.has('glyf')) throw new Error(`${name} has no TrueType outlines`);
    const head = this.table('head');
    const horizontal = this.table('hhea');
    this.glyphCount = this.table('maxp').readUInt16BE(4);
    this.unitsPerEm = head.readUInt16BE(18);
    this.boundingBox = [36, 38, 40, 42].map((offset) =>
      this.toThousandths(head.readInt16BE(offset)),
    );
    this.#longOffsets = head.readInt16BE(50) === 1;
    this.ascent = this.toThousandths(horizontal.readInt16BE(4));
    this.descent = this.toThousandths(horizontal.readInt16BE(6));
    this.#metricsCount = horizontal.readUInt16BE(34);
    this.glyphOf = characterMapOf(this.table('cmap'));
    const positions = this.#tables.get('GPOS');
    this.#kerning = positions ? kerningOf(positions) : () => 0;
  }

  table(tag: string): Buffer {
    const table = this.#tables.get(tag);
    if (!table) throw new Error(`${this.name} has no table ${tag}`);
    return table;
  }

  /** In font units; the last width holds for all glyphs after it. */
  advanceOf(glyph: number): number {
    return this.table('hmtx').readUInt16BE(4 * Math.min(glyph, this.#metricsCount - 1));
  }

  /** Thousandths of the type size, negative where the glyphs stand closer; remembered. */
  kerningOf(left: number, right: number): number {
    const pair = left * 0x10000 + right;
    const known = this.#knownKerning.get(pair);
    if (known !== undefined) return known;
    const kerning = this.toThousandths(this.#kerning(left, right));
    // A shop writes few thousand pairs; a Chinese novel must not fill the memory.
    if (this.#knownKerning.size < KERNING_PAIRS_MAX) this.#knownKerning.set(pair, kerning);
    return kerning;
  }

  leftBearingOf(glyph: number): number {
    const count = this.#metricsCount;
    const offset = glyph < count ? 4 * glyph + 2 : 4 * count + 2 * (glyph - count);
    return this.table('hmtx').readInt16BE(offset);
  }

  /** Empty for a glyph without ink, such as the space. */
  outlineOf(glyph: number): Buffer {
    return this.table('glyf').subarray(this.#outlineStart(glyph), this.#outlineStart(glyph + 1));
  }

  componentsOf(outline: Buffer): GlyphComponent[] {
    const components: GlyphComponent[] = [];
    const isComposite = outline.length > 0 && outline.readInt16BE(0) < 0;
    let position = GLYPH_HEADER_BYTES;
    let flags = isComposite ? MORE_COMPONENTS : 0;
    while (flags & MORE_COMPONENTS) {
      flags = outline.readUInt16BE(position);
      components.push({ offset: position + 2, glyph: outline.readUInt16BE(position + 2) });
      position += componentBytes(flags);
    }
    return components;
  }

  /** Font units → thousandths of the type size, in which PDF counts. */
  toThousandths(units: number): number {
    return Math.round((units * 1000) / this.unitsPerEm);
  }

  #outlineStart(glyph: number): number {
    const offsets = this.table('loca');
    return this.#longOffsets
      ? offsets.readUInt32BE(4 * glyph)
      : 2 * offsets.readUInt16BE(2 * glyph);
  }
}

function componentBytes(flags: number): number {
  const place = flags & ARGUMENTS_ARE_WORDS ? 8 : 6;
  if (flags & HAS_A_SCALE) return place + 2;
  if (flags & HAS_TWO_SCALES) return place + 4;
  return flags & HAS_A_MATRIX ? place + 8 : place;
}

function tablesOf(bytes: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
    const entry = 12 + 16 * index;
    const start = bytes.readUInt32BE(entry + 8);
    const length = bytes.readUInt32BE(entry + 12);
    tables.set(bytes.toString('latin1', entry, entry + 4), bytes.subarray(start, start + length));
  }
  return tables;
}
