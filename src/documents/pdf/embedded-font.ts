// A font in a PDF: the subset of its glyphs, their widths, and what each of them means as text
// (ISO 32000-1, 9.7: a composite font whose codes are the subset's own glyph numbers).

import { subsetOf } from '../fonts/subset.js';
import type { FontUse } from '../fonts/typesetter.js';
import { type PdfFile, referenceTo } from './pdf-file.js';

/** Flag 3, "symbolic": the codes are no standard character set. */
const SYMBOLIC = 4;
/** Noto Sans: the height of its capitals and how thick its stems are, which only guide substitutes. */
const CAP_HEIGHT = 714;
const STEM_WIDTH = 80;

/** At most a hundred entries a block (Adobe Technical Note 5411). */
const MAPPINGS_PER_BLOCK = 100;

const IDENTITY = '/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>';

/** Answers the number of the font's object. */
export function embedFont(file: PdfFile, use: FontUse): number {
  const { font, glyphs } = use;
  const name = `${subsetTag(use)}+${font.name}`;
  const subset = subsetOf(font, glyphs);
  const program = file.addStream(`/Length1 ${subset.length}`, subset);
  const descriptor = file.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags ${SYMBOLIC}/FontBBox[${font.boundingBox.join(' ')}]` +
      `/ItalicAngle 0/Ascent ${font.ascent}/Descent ${font.descent}/CapHeight ${CAP_HEIGHT}` +
      `/StemV ${STEM_WIDTH}/FontFile2 ${referenceTo(program)}>>`,
  );
  const widths = glyphs.map((glyph) => font.toThousandths(font.advanceOf(glyph)));
  const descendant = file.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}${IDENTITY}` +
      `/FontDescriptor ${referenceTo(descriptor)}/CIDToGIDMap/Identity/W[0[${widths.join(' ')}]]>>`,
  );
  const meanings = file.addStream('', Buffer.from(toUnicode(use.codePoints), 'latin1'));
  return file.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
      `/DescendantFonts[${referenceTo(descendant)}]/ToUnicode ${referenceTo(meanings)}>>`,
  );
}

/** Six capitals that tell two subsets of one font apart (ISO 32000-1, 9.6.4), made of its contents. */
function subsetTag({ codePoints }: FontUse): string {
  let hash = 0x811c9dc5;
  for (const codePoint of codePoints) hash = Math.imul(hash ^ codePoint, 0x01000193) >>> 0;
  const letters = Array.from({ length: 6 }, (_, place) => Math.floor(hash / 26 ** place) % 26);
  return String.fromCharCode(...letters.map((letter) => 65 + letter));
}

/** So that text can be searched, copied and read aloud (ISO 32000-1, 9.10.3). */
function toUnicode(codePoints: readonly number[]): string {
  const mappings = codePoints
    .map((codePoint, code) => `<${hex(code)}> <${utf16(codePoint)}>`)
    .slice(1);
  let blocks = '';
  for (let start = 0; start < mappings.length; start += MAPPINGS_PER_BLOCK) {
    const block = mappings.slice(start, start + MAPPINGS_PER_BLOCK);
    blocks += `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`;
  }
  return (
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
    '/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n' +
    '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n' +
    `1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${blocks}` +
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend'
  );
}

const hex = (value: number): string => value.toString(16).padStart(4, '0');

const utf16 = (codePoint: number): string =>
  codePoint > 0xffff
    ? hex(0xd800 + ((codePoint - 0x10000) >> 10)) + hex(0xdc00 + (codePoint & 0x3ff))
    : hex(codePoint);
