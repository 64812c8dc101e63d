// A font in a PDF: the subset of its glyphs, their widths, and what each of them means as text
// (ISO 32000-1, 9.7: a composite font whose codes are the subset's own glyph numbers).

import { subsetOf } from '../fonts/subset.js';
import type { TrueTypeFont } from '../fonts/true-type-font.js';
import type { FontUse } from '../fonts/typesetter.js';
import { deflated, type PdfFile, referenceTo, wellDeflated } from './pdf-file.js';

/** Flag 3, "symbolic": the codes are no standard character set. */
const SYMBOLIC = 4;
/** Noto Sans: the height of its capitals and how thick its stems are, which only guide substitutes. */
const CAP_HEIGHT = 714;
const STEM_WIDTH = 80;

/** At most a hundred entries a block (Adobe Technical Note 5411). */
const MAPPINGS_PER_BLOCK = 100;

const IDENTITY = '/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>';

/** What a font puts into a file, whatever file that is. */
interface PreparedFont {
  name: string;
  /** Deflated, with its length before that. */
  program: Buffer;
  length: number;
  widths: string;
  /** Deflated. */
  meanings: Buffer;
}

/** Fonts that are the same in every document. */
const prepared = new WeakMap<FontUse, PreparedFont>();

/** Answers the number of the font's object. */
export function embedFont(file: PdfFile, use: FontUse): number {
  const known = prepared.get(use);
  if (known) return write(file, use.font, known);
  const font = prepare(use);
  if (use.isCommon) prepared.set(use, font);
  return write(file, use.font, font);
}

function prepare(use: FontUse): PreparedFont {
  const { font, glyphs, isCommon } = use;
  const subset = subsetOf(font, glyphs);
  // Done once per thread, the best costs nothing.
  const shrunk = isCommon ? wellDeflated : deflated;
  return {
    name: `${subsetTag(use)}+${font.name}`,
    program: shrunk(subset),
    length: subset.length,
    widths: glyphs.map((glyph) => font.toThousandths(font.advanceOf(glyph))).join(' '),
    meanings: shrunk(Buffer.from(toUnicode(use.codePoints), 'latin1')),
  };
}

function write(file: PdfFile, font: TrueTypeFont, parts: PreparedFont): number {
  const { name, length, widths } = parts;
  const program = file.addDeflatedStream(`/Length1 ${length}`, parts.program);
  const descriptor = file.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags ${SYMBOLIC}/FontBBox[${font.boundingBox.join(' ')}]` +
      `/ItalicAngle 0/Ascent ${font.ascent}/Descent ${font.descent}/CapHeight ${CAP_HEIGHT}` +
      `/StemV ${STEM_WIDTH}/FontFile2 ${referenceTo(program)}>>`,
  );
  const descendant = file.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}${IDENTITY}` +
      `/FontDescriptor ${referenceTo(descriptor)}/CIDToGIDMap/Identity/W[0[${widths}]]>>`,
  );
  const meanings = file.addDeflatedStream('', parts.meanings);
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
  const mappings = rangesOf(codePoints).map(
    ({ first, last }) => `<${hex(first)}> <${hex(last)}> <${utf16(codePoints[first] as number)}>`,
  );
  let blocks = '';
  for (let start = 0; start < mappings.length; start += MAPPINGS_PER_BLOCK) {
    const block = mappings.slice(start, start + MAPPINGS_PER_BLOCK);
    blocks += `${block.length} beginbfrange\n${block.join('\n')}\nendbfrange\n`;
  }
  return (
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
    '/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n' +
    '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n' +
    `1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${blocks}` +
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend'
  );
}

/** Codes whose characters follow each other; the first byte of neither may change on the way. */
function rangesOf(codePoints: readonly number[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  for (let code = 1; code < codePoints.length; code += 1) {
    const range = ranges.at(-1);
    const codePoint = codePoints[code] as number;
    const follows = codePoint === (codePoints[code - 1] as number) + 1;
    if (range && follows && (code & 0xff) !== 0 && (codePoint & 0xff) !== 0) range.last = code;
    else ranges.push({ first: code, last: code });
  }
  return ranges;
}

const hex = (value: number): string => value.toString(16).padStart(4, '0');

const utf16 = (codePoint: number): string =>
  codePoint > 0xffff
    ? hex(0xd800 + ((codePoint - 0x10000) >> 10)) + hex(0xdc00 + (codePoint & 0x3ff))
    : hex(codePoint);
