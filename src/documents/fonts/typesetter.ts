// Turns texts into glyphs for one document, and remembers which glyphs of which font it used.
//
// A text is set in runs: each character in the first face that has it. One that no face has is set
// as a replacement sign, visibly: an invoice can always be issued, and the glyph for the unknown,
// which archives forbid (ISO 19005-3, 6.2.11.8), is never shown.

import { findGlyph, type Weight } from './faces.js';
import { printable } from './printable.js';
import type { TrueTypeFont } from './true-type-font.js';

export interface FontUse {
  /** The font's name in a page's resources. */
  resource: string;
  font: TrueTypeFont;
  /** By number in the document: the glyph in the whole font, and the code point it stands for. */
  glyphs: number[];
  codePoints: number[];
}

export interface Run {
  fontUse: FontUse;
  /** The inside of a PDF string: two bytes a glyph, escaped; where it is kerned, of an array of them. */
  codes: string;
  isKerned: boolean;
  /** Thousandths of the type size, as all widths here. */
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

export class Typesetter {
  readonly #placed = {
    regular: new Map<number, PlacedGlyph>(),
    bold: new Map<number, PlacedGlyph>(),
  };
  readonly #uses = new Map<TrueTypeFont, FontUse>();

  set(text: string, weight: Weight): SetText {
    const placed = this.#placed[weight];
    const runs: Run[] = [];
    let run: Run | undefined;
    let last = 0;
    let width = 0;
    for (const character of printable(text)) {
      const codePoint = character.codePointAt(0) as number;
      const glyph = placed.get(codePoint) ?? this.#place(codePoint, weight);
      if (run?.fontUse !== glyph.fontUse) {
        run = { fontUse: glyph.fontUse, codes: '', isKerned: false, width: 0 };
        runs.push(run);
      } else {
        const kerning = glyph.fontUse.font.kerningOf(last, glyph.glyph);
        if (kerning !== 0) {
          // Between two strings of an array stands how far to go back.
          run.codes += `)${-kerning}(`;
          run.isKerned = true;
          run.width += kerning;
          width += kerning;
        }
      }
      last = glyph.glyph;
      run.codes += glyph.code;
      run.width += glyph.width;
      width += glyph.width;
    }
    return { runs, width };
  }

  fontUses(): FontUse[] {
    return [...this.#uses.values()];
  }

  /** Each code point gets a number of its own, even where two share a glyph: so it is read back. */
  #place(codePoint: number, weight: Weight): PlacedGlyph {
    const found = findGlyph(codePoint, weight);
    if (!found) return this.#placeReplacement(codePoint, weight);
    const fontUse = this.#useOf(found.font);
    const number = fontUse.glyphs.push(found.glyph) - 1;
    fontUse.codePoints.push(codePoint);
    const width = found.font.toThousandths(found.font.advanceOf(found.glyph));
    const glyph = { fontUse, glyph: found.glyph, code: escapedCode(number), width };
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
    const known = this.#uses.get(font);
    if (known) return known;
    const use = { resource: `F${this.#uses.size}`, font, glyphs: [0], codePoints: [0] };
    this.#uses.set(font, use);
    return use;
  }
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
