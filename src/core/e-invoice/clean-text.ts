// Text as XML may hold it: most control characters and halves of surrogate pairs cannot be written in
// XML 1.0 even escaped (https://www.w3.org/TR/xml/#charsets), and e-invoices have no empty elements.

/** Suspicious: pairs of surrogates are fine, and so are line feeds and tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const suspicious = /[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const illegal = /[\0-\x08\x0b-\x1f\x7f-\x9f\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** Without what XML cannot hold and without spaces around it. */
export const cleanText = (text: string): string =>
  (suspicious.test(text) ? text.replace(illegal, '') : text).trim();

/** `null` where nothing is left. */
export const textOrNull = (text: string | undefined): string | null =>
  (text === undefined ? '' : cleanText(text)) || null;
