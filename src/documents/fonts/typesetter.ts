// Turns texts into glyphs for one document, and remembers which glyphs of which font it used.
//
// A text is set in runs: each character in the first face that has it. One that no face has is set
// as a replacement sign, visibly: an invoice can always be issued, and the glyph for the unknown,
// which archives forbid (ISO 19005-3, 6.2.11.8), is never shown. Scripts that run from right to left
// or join their letters are among those: no face here has them, so that nothing is set in a wrong
// order. The e-invoice inside has the text as it was given.

import { ByteWriter } from '../pdf/byte-writer.js';
import { commonCharacters } from './common-characters.js';
import { findGlyph, type Weight } from './faces.js';
import { printable } from './printable.js';
import type { TrueTypeFont } from './true-type-font.js';

export interface FontUse {
  /** The font's name in a page's resources. */
  resource: string;
  font: TrueTypeFont;
  /** The same in every document. */
  isCommon: boolean;
  /** By number in the document: the glyph in the whole font, and the code point it stands for. */
  glyphs: number[];
  codePoints: number[];
}

export interface Run {
  fontUse: FontUse;
  /**
   * The inside of a PDF string: two bytes a glyph, escaped; where it is kerned, of an array of them. All
   * of a document stand in one place.
   */
  codes: { of: ByteWriter; start: number; end: number };
  isKerned: boolean;
  /** Thousandths of the type size, as all widths here; with the kerning towards the next run. */
  width: number;
}

export interface SetText {
  runs: Run[];
  width: number;
}

interface PlacedGlyph {
  fontUse: FontUse;
  /** In the whole font. */
  glyph: number;
  code: string;
  width: number;
}

const REPLACEMENTS = [0xfffd, 0x3f];

/** Bytes that the texts of a short invoice take. */
const CODES_CAPACITY = 8_192;
const OPEN = 0x28;
const CLOSE = 0x29;

export class Typesetter {
  readonly #set = { regular: new Map<string, SetText>(), bold: new Map<string, SetText>() };
  readonly #placed = {
    regular: new Map<number, PlacedGlyph>(),
    bold: new Map<number, PlacedGlyph>(),
  };
  readonly #uses = new Set<FontUse>();
  /** Beside the common ones. */
  readonly #own = new Map<TrueTypeFont, FontUse>();
  readonly #codes = new ByteWriter(CODES_CAPACITY);

  /** Texts are measured before they are drawn, and many are drawn on every page. */
  set(text: string, weight: Weight): SetText {
    const known = this.#set[weight].get(text);
    if (known) return known;
    const set = this.#setAnew(text, weight);
    this.#set[weight].set(text, set);
    return set;
  }

  fontUses(): FontUse[] {
    return [...this.#uses];
  }

  #setAnew(text: string, weight: Weight): SetText {
    const common = commonOf(weight);
    const placed = this.#placed[weight];
    const codes = this.#codes;
    const runs: Run[] = [];
    let run: Run | undefined;
    let last: PlacedGlyph | undefined;
    let width = 0;
    const shown = printable(text);
    for (let index = 0; index < shown.length; index += 1) {
      const codePoint = shown.codePointAt(index) as number;
      // The second half of a pair belongs to the first.
      if (codePoint > 0xffff) index += 1;
      const glyph =
        common.get(codePoint) ?? placed.get(codePoint) ?? this.#place(codePoint, weight);
      const kerning =
        last?.fontUse.font === glyph.fontUse.font
          ? glyph.fontUse.font.kerningOf(last.glyph, glyph.glyph)
          : 0;
      if (run && kerning !== 0) run.width += kerning;
      if (run?.fontUse !== glyph.fontUse) {
        run = this.#startRun(glyph.fontUse);
        runs.push(run);
      } else if (kerning !== 0) {
        // Between two strings of an array stands how far to go back.
        codes.byte(CLOSE);
        codes.figure(-kerning);
        codes.byte(OPEN);
        run.isKerned = true;
      }
      last = glyph;
      codes.text(glyph.code);
      run.codes.end = codes.length;
      run.width += glyph.width;
      width += glyph.width + kerning;
    }
    return { runs, width };
  }

  #startRun(fontUse: FontUse): Run {
    this.#uses.add(fontUse);
    const { length } = this.#codes;
    const codes = { of: this.#codes, start: length, end: length };
    return { fontUse, codes, isKerned: false, width: 0 };
  }

  #place(codePoint: number, weight: Weight): PlacedGlyph {
    const found = findGlyph(codePoint, weight);
    if (!found) return this.#placeReplacement(codePoint, weight);
    const glyph = place(this.#useOf(found.font), codePoint, found.glyph);
    this.#placed[weight].set(codePoint, glyph);
    return glyph;
  }

  #placeReplacement(codePoint: number, weight: Weight): PlacedGlyph {
    const replacement = REPLACEMENTS.find((sign) => findGlyph(sign, weight)) as number;
    const placed = this.#placed[weight];
    const glyph = placed.get(replacement) ?? this.#place(replacement, weight);
    placed.set(codePoint, glyph);
    return glyph;
  }

  #useOf(font: TrueTypeFont): FontUse {
    const known = this.#own.get(font);
    if (known) return known;
    const use = fontUse(`F${this.#own.size}`, font, false);
    this.#own.set(font, use);
    return use;
  }
}

const fontUse = (resource: string, font: TrueTypeFont, isCommon: boolean): FontUse => ({
  ...{ resource, font, isCommon },
  glyphs: [0],
  codePoints: [0],
});

/** Each code point gets a number of its own, even where two share a glyph: so it is read back. */
function place(use: FontUse, codePoint: number, glyph: number): PlacedGlyph {
  const number = use.glyphs.push(glyph) - 1;
  use.codePoints.push(codePoint);
  const width = use.font.toThousandths(use.font.advanceOf(glyph));
  return { fontUse: use, glyph, code: escapedCode(number), width };
}

const common: Partial<Record<Weight, ReadonlyMap<number, PlacedGlyph>>> = {};

function commonOf(weight: Weight): ReadonlyMap<number, PlacedGlyph> {
  common[weight] ??= placeCommon(weight);
  return common[weight];
}

function placeCommon(weight: Weight): Map<number, PlacedGlyph> {
  const placed = new Map<number, PlacedGlyph>();
  let use: FontUse | undefined;
  for (const character of commonCharacters[weight]) {
    const codePoint = character.codePointAt(0) as number;
    const found = findGlyph(codePoint, weight);
    use ??= found && fontUse(weight === 'bold' ? 'B' : 'R', found.font, true);
    // All are of the first face: a character that it lacks is none of the common ones.
    if (use && found?.font === use.font) placed.set(codePoint, place(use, codePoint, found.glyph));
  }
  return placed;
}

/** In a string `(`, `)` and `\` have a meaning, and a bare CR would be read as LF. */
const escapes: Readonly<Record<string, string>> = {
  '(': '\\(',
  ')': '\\)',
  '\\': '\\\\',
  '\r': '\\r',
};

const codes: string[] = [];

function escapedCode(number: number): string {
  codes[number] ??= String.fromCharCode(number >> 8, number & 0xff).replace(
    /[()\\\r]/g,
    (character) => escapes[character] as string,
  );
  return codes[number];
}
