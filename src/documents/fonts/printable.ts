// What of a text can stand on paper. Names come from customers: they may hold anything.

/** Nothing to do: Latin letters with their accents, without the soft hyphen. */
const plain = /^[\x20-\x7e\xa0-\xac\xae-\u024f]*$/;

const lineBreaks = /[\t\n\v\f\r\x85\u2028\u2029]+/g;

/**
 * Control characters, invisible formats (direction marks, joiners, tags) and the selectors of glyph
 * variants: they have no glyph of their own, and a direction override could turn an address round.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Embeddings, overrides and isolates: one that is not closed turns round what follows, also amounts. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;

/** For letters, which are shown by programs that know all scripts: their marks of direction may stay. */
export const withoutTurns = (text: string): string => text.replace(turns, '');

const loneSurrogates = /\p{Cs}/gu;

/** Composed letters first: fonts have a glyph for `é`, not for every pair of letter and accent. */
export function printable(text: string): string {
  if (plain.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(lineBreaks, ' ')
    .replace(invisible, '')
    .replace(loneSurrogates, '\ufffd');
}
