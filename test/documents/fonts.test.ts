import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { characterMapOf } from '../../src/documents/fonts/character-map.js';
import { subsetOf } from '../../src/documents/fonts/subset.js';
import { TrueTypeFont } from '../../src/documents/fonts/true-type-font.js';

const require = createRequire(import.meta.url);
const open = (file: string) =>
  new TrueTypeFont(file, readFileSync(require.resolve(`@expo-google-fonts/${file}`)));
const latin = open('noto-sans/400Regular/NotoSans_400Regular.ttf');
const japanese = open('noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf');

/** A character map of the one subtable that has the format. */
function onlyFormat(table: Buffer, format: number): Buffer {
  const offsets = Array.from({ length: table.readUInt16BE(2) }, (_, index) =>
    table.readUInt32BE(8 + 8 * index),
  );
  const offset = offsets.find((place) => table.readUInt16BE(place) === format) as number;
  const head = Buffer.from([0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12]);
  return Buffer.concat([head, table.subarray(offset)]);
}

describe('a character map', () => {
  test.each([latin, japanese])('of format 4 and of format 12 find the same glyphs', (font) => {
    const [basic, full] = [4, 12].map((format) =>
      characterMapOf(onlyFormat(font.table('cmap'), format)),
    );
    const codePoints = Array.from({ length: 0xffff }, (_, codePoint) => codePoint);
    const different = codePoints.filter((codePoint) => basic?.(codePoint) !== full?.(codePoint));
    expect(different).toEqual([]);
    expect(codePoints.filter((codePoint) => full?.(codePoint) !== 0).length).toBeGreaterThan(2500);
  });

  test('knows no glyph beyond its end', () => {
    expect(latin.glyphOf(0x10ffff)).toBe(0);
    expect(characterMapOf(onlyFormat(latin.table('cmap'), 4))(0x1f600)).toBe(0);
  });

  test('of another format is refused', () => {
    const table = Buffer.from([0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 6]);
    expect(() => characterMapOf(table)).toThrow('no Unicode character map of format 4 or 12');
  });
});

const numbersOf = (font: TrueTypeFont, text: string): number[] => [
  0,
  ...[...text].map((character) => font.glyphOf(character.codePointAt(0) as number)),
];

/** The tables of a subset: it needs no character map of its own. */
function tablesIn(file: Buffer): Map<string, Buffer> {
  const entries = Array.from({ length: file.readUInt16BE(4) }, (_, index) => 12 + 16 * index);
  return new Map(
    entries.map((entry) => {
      const start = file.readUInt32BE(entry + 8);
      const bytes = file.subarray(start, start + file.readUInt32BE(entry + 12));
      return [file.toString('latin1', entry, entry + 4), bytes];
    }),
  );
}

function outlinesIn(file: Buffer): Buffer[] {
  const tables = tablesIn(file);
  const [offsets, outlines] = [tables.get('loca') as Buffer, tables.get('glyf') as Buffer];
  return Array.from({ length: offsets.length / 4 - 1 }, (_, glyph) =>
    outlines.subarray(offsets.readUInt32BE(4 * glyph), offsets.readUInt32BE(4 * glyph + 4)),
  );
}

describe('a subset', () => {
  const text = 'Köln Łódź Αθήνα Nẵng½';
  const subset = subsetOf(latin, numbersOf(latin, text));

  test('has the glyphs of the text in its order, then their components', () => {
    const outlines = outlinesIn(subset);
    const tables = tablesIn(subset);
    expect(outlines.length).toBeGreaterThan(numbersOf(latin, text).length);
    expect(tables.get('maxp')?.readUInt16BE(4)).toBe(outlines.length);
    expect(tables.get('hhea')?.readUInt16BE(34)).toBe(outlines.length);
    for (const [number, glyph] of numbersOf(latin, text).entries()) {
      const original = latin.outlineOf(glyph);
      const isComposite = latin.componentsOf(original).length > 0;
      const outline = (outlines[number] as Buffer).subarray(0, isComposite ? 10 : original.length);
      expect(outline.equals(original.subarray(0, outline.length))).toBe(true);
      expect(tables.get('hmtx')?.readUInt16BE(4 * number)).toBe(latin.advanceOf(glyph));
    }
  });

  test('numbers the components of its glyphs anew, down to the last', () => {
    const outlines = outlinesIn(subset);
    const ö = outlines[2] as Buffer;
    const [base, dots] = latin.componentsOf(ö).map(({ glyph }) => outlines[glyph] as Buffer);
    const plain = latin.outlineOf(latin.glyphOf(0x6f));
    expect(base?.subarray(0, plain.length).equals(plain)).toBe(true);
    expect(dots?.length).toBeGreaterThan(0);
    for (const outline of outlines)
      for (const { glyph } of latin.componentsOf(outline))
        expect(glyph).toBeLessThan(outlines.length);
  });

  test('adds up to the checksum that the format asks for', () => {
    let sum = 0;
    for (let place = 0; place < subset.length; place += 4)
      sum = (sum + subset.readUInt32BE(place)) >>> 0;
    expect(sum).toBe(0xb1b0afba);
  });

  test('is small, of a large font too', () => {
    expect(subsetOf(japanese, numbersOf(japanese, '東京')).length).toBeLessThan(2_000);
  });
});

test('a font without TrueType outlines is refused', () => {
  expect(() => new TrueTypeFont('Empty', Buffer.alloc(12))).toThrow('no TrueType outlines');
});
