// CSV as spreadsheets open it: RFC 4180, and no text in it is ever a formula.

/** What a spreadsheet would compute instead of show (OWASP, “CSV Injection”). */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Numbers are told from texts by their form; an apostrophe keeps a text from being a formula. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (values: readonly (string | number)[]): string =>
  `${values.map(cell).join(',')}\r\n`;
