import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { cutFont } from '../../src/documents/fonts/cut-font.js';
import { faces, sourceOf } from '../../src/documents/fonts/faces.js';
import { subsetOf } from '../../src/documents/fonts/subset.js';
import { TrueTypeFont } from '../../src/documents/fonts/true-type-font.js';
import { type Run, Typesetter } from '../../src/documents/fonts/typesetter.js';

const [latin, japanese] = faces.regular.map(
  (face) => new TrueTypeFont(face.name, sourceOf(face)),
) as [TrueTypeFont, TrueTypeFont];

const kerning = (font: TrueTypeFont, pair: string): number => {
  const [left, right] = [...pair].map((sign) => font.glyphOf(sign.codePointAt(0) as number));
  return font.kerningOf(left as number, right as number);
};

/** Widths of single letters, and of the word. */
const widths = (text: string) => {
  const typesetter = new Typesetter();
  const single = [...text].reduce((sum, sign) => sum + typesetter.set(sign, 'regular').width, 0);
  return { single, set: typesetter.set(text, 'regular').width };
};

describe('kerning', () => {
  test('brings pairs together that stand too far apart, and leaves others', () => {
    // Figures of the font's own table, as the reference shaper HarfBuzz gives them.
    expect(['AV', 'To', 'Va', 'LT', 'ΑΥ', 'Та'].map((pair) => kerning(latin, pair))).toEqual([
      -40, -70, -20, -20, -60, -40,
    ]);
    expect(['nn', '12', '00'].map((pair) => kerning(latin, pair))).toEqual([0, 0, 0]);
    expect(kerning(japanese, 'AV')).toBe(-18);
  });

  test('is in the width of a text, and in what is drawn', () => {
    const { single, set } = widths('AVATAR');
    const pairs = ['AV', 'VA', 'AT', 'TA', 'AR'];
    expect(set - single).toBe(pairs.reduce((sum, pair) => sum + kerning(latin, pair), 0));
    const [run] = new Typesetter().set('AV', 'regular').runs;
    expect(run).toMatchObject({ isKerned: true });
    const { of, start, end } = (run as Run).codes;
    const codes = of.written().toString('latin1', start, end);
    expect(codes).toContain(`)${-kerning(latin, 'AV')}(`);
  });

  test('goes on where the document’s own font follows the common one', () => {
    const typesetter = new Typesetter();
    const { runs, width } = typesetter.set('TŸ', 'regular');
    expect(runs.map(({ fontUse }) => fontUse.resource)).toEqual(['R', 'F0']);
    expect(runs.reduce((sum, run) => sum + run.width, 0)).toBe(width);
  });
});

describe('a font that was cut', () => {
  const require = createRequire(import.meta.url);
  test.each([
    [faces.regular[0], 'AVATAR Łódź Αθήνα Київ Nẵng ½'],
    [faces.bold[0], 'AVATAR Łódź Αθήνα Київ Nẵng ½'],
    [faces.bold[1], '東京 さくら AV'],
  ])('gives the same subset and kerning as the whole one', (face, text) => {
    if (!face) throw new Error('a face is missing');
    const bytes = readFileSync(require.resolve(face.source));
    const [whole, cut] = [
      new TrueTypeFont(face.name, bytes),
      new TrueTypeFont(face.name, cutFont(face.name, bytes)),
    ];
    const glyphs = [0, ...[...text].map((sign) => whole.glyphOf(sign.codePointAt(0) as number))];
    expect(glyphs.filter((glyph) => glyph === 0)).toHaveLength(1);
    expect(subsetOf(cut, glyphs).equals(subsetOf(whole, glyphs))).toBe(true);
    expect(kerning(cut, 'AV')).toBe(kerning(whole, 'AV'));
    expect(cutFont(face.name, bytes).length).toBeLessThan(bytes.length);
  });
});
