// The characters that nearly every document uses. Those of a face are cut and deflated once per
// thread, as one font that all documents share; each document adds a small font with what else it
// needs. That costs some kilobytes a document, and saves a third of its time.

import type { Weight } from './faces.js';

const ASCII = Array.from({ length: 0x7f - 0x20 }, (_, index) =>
  String.fromCharCode(0x20 + index),
).join('');
const GERMAN = 'ÄÖÜäöüß';
const SIGNS = '\u00a0€–−·…×';
const WESTERN = 'ÀÁÂÇÈÉÊËÎÔàáâãåæçèéêëíîïñòóôõøùúû§°«»„“”‚‘’';

/** Bold type is for headings and names. */
export const commonCharacters: Readonly<Record<Weight, string>> = {
  regular: ASCII + GERMAN + SIGNS + WESTERN,
  bold: ASCII + GERMAN + SIGNS,
};
