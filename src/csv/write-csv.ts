// CSV as spreadsheets open it: RFC 4180, and no text in it is ever a formula.

/**
 * What a spreadsheet would compute instead of show (OWASP, “CSV Injection”), or what would be taken
 * for such a text with its apostrophe when it is read again.
 */
const GUARDED = /^'*[=+\-@\t\r\n＝＋－＠]/;
const GUARD = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Numbers are told from texts by their form; an apostrophe keeps a text from being a formula. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = GUARDED.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text as it was before an apostrophe kept it from being a formula. */
export const withoutGuard = (text: string): string => text.replace(GUARD, '');

export const csvLine = (values: readonly (string | number)[]): string =>
  `${values.map(cell).join(',')}\r\n`;
