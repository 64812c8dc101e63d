// The typefaces of documents: Noto Sans for Latin, Greek and Cyrillic, and behind it Noto Sans JP
// for Chinese characters and kana. Each file is read once per thread, and the large Japanese ones
// only when a text needs them.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { TrueTypeFont } from './true-type-font.js';

export type Weight = 'regular' | 'bold';

export interface FaceFile {
  /** The PostScript name, and the file's in the folder of cut fonts. */
  name: string;
  /** In an npm package. */
  source: string;
}

const face = (name: string, file: string): FaceFile => ({
  name,
  source: `@expo-google-fonts/${file}`,
});

/** In the order in which they are asked for a glyph. A further script is one more row for each weight. */
export const faces: Readonly<Record<Weight, readonly FaceFile[]>> = {
  regular: [
    face('NotoSans-Regular', 'noto-sans/400Regular/NotoSans_400Regular.ttf'),
    face('NotoSansJP-Regular', 'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'),
  ],
  bold: [
    face('NotoSans-Bold', 'noto-sans/700Bold/NotoSans_700Bold.ttf'),
    face('NotoSansJP-Bold', 'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf'),
  ],
};

/** Written by the build, beside the compiled code; there is none where the sources run by themselves. */
export const cutFontFile = (name: string): string =>
  fileURLToPath(new URL(`../../../fonts/${name}.ttf`, import.meta.url));

const require = createRequire(import.meta.url);

export const sourceOf = ({ source }: FaceFile): Buffer => readFileSync(require.resolve(source));

const opened = new Map<string, TrueTypeFont>();

function open(file: FaceFile): TrueTypeFont {
  const known = opened.get(file.name);
  if (known) return known;
  const cut = cutFontFile(file.name);
  // A document has the same bytes with either: cutting leaves alone what it takes of a font.
  const font = new TrueTypeFont(file.name, existsSync(cut) ? readFileSync(cut) : sourceOf(file));
  opened.set(file.name, font);
  return font;
}

export interface FoundGlyph {
  font: TrueTypeFont;
  glyph: number;
}

/** The glyph of the first face that has one. */
export function findGlyph(codePoint: number, weight: Weight): FoundGlyph | undefined {
  for (const file of faces[weight]) {
    const font = open(file);
    const glyph = font.glyphOf(codePoint);
    if (glyph !== 0) return { font, glyph };
  }
  return undefined;
}
