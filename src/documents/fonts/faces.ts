// The typefaces of documents: Noto Sans for Latin, Greek and Cyrillic, and behind it Noto Sans JP
// for Chinese characters and kana. Each file is read once per thread, and the large Japanese ones
// only when a text needs them.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { TrueTypeFont } from './true-type-font.js';

export type Weight = 'regular' | 'bold';

interface FaceFile {
  name: string;
  file: string;
}

const files: Readonly<Record<Weight, readonly FaceFile[]>> = {
  regular: [
    {
      name: 'NotoSans-Regular',
      file: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    },
    {
      name: 'NotoSansJP-Regular',
      file: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
    },
  ],
  bold: [
    { name: 'NotoSans-Bold', file: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf' },
    {
      name: 'NotoSansJP-Bold',
      file: '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
    },
  ],
};

const require = createRequire(import.meta.url);
const opened = new Map<string, TrueTypeFont>();

function open({ name, file }: FaceFile): TrueTypeFont {
  const known = opened.get(name);
  if (known) return known;
  const font = new TrueTypeFont(name, readFileSync(require.resolve(file)));
  opened.set(name, font);
  return font;
}

export interface FoundGlyph {
  font: TrueTypeFont;
  glyph: number;
}

/** The glyph of the first face that has one. */
export function findGlyph(codePoint: number, weight: Weight): FoundGlyph | undefined {
  for (const file of files[weight]) {
    const font = open(file);
    const glyph = font.glyphOf(codePoint);
    if (glyph !== 0) return { font, glyph };
  }
  return undefined;
}
