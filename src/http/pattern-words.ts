// What a schema's regular expression asks for, in words: a person who has mistyped something is told
// that, and not the expression. A test holds this table against every pattern of the OpenAPI document.

const visible = 'must be text with something to be seen in it, without control characters';
const decimal = (digits: number, decimals: number): string =>
  `must be a decimal number with at most ${digits} digits before its point and ${decimals} after it`;

const words: Readonly<Record<string, string>> = {
  '^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\p{C}][^\\u0000-\\u001f\\u007f-\\u009f]*$': visible,
  '^[^\\s\\p{Cc}]([^\\p{Cc}]*[^\\s\\p{Cc}])?$':
    'must be text without space at either end and without control characters',
  '^(?!\\s*$)[^\\u0000-\\u001f\\u007f-\\u009f]*$':
    'must be text that is not blank, without control characters',
  '^[^\\u0000-\\u001f\\u007f-\\u009f]*$': 'must be text without control characters',
  '^[^@\\s\\u0000-\\u001f\\u007f-\\u009f,;:<>()]+@[^@\\s\\u0000-\\u001f\\u007f-\\u009f,;:<>()]+$':
    'must be an e-mail address, such as ada@example.com',
  '^[A-Z]{2}$': 'must be a country as two capital letters (ISO 3166-1), such as DE',
  '^[A-Z]{3}$': 'must be a currency as three capital letters (ISO 4217), such as EUR',
  '^[A-Z0-9]{1,3}$': 'must be a region as in ISO 3166-2 without its country, such as NY',
  '^[A-Z]{2}[A-Z0-9+*.]{2,13}$':
    'must be a VAT id: two capital letters of its country, then 2 to 13 capital letters and digits',
  '^[!-~]([ -~]*[!-~])?$': 'must be printable ASCII without space at either end',
  '^[ -~]+$': 'must be printable ASCII',
  '^[!-~][ -~]{0,31}$': 'must be 1 to 32 characters of printable ASCII, the first of them no space',
  '^[!-~]{1,32}$': 'must be 1 to 32 characters of printable ASCII without spaces',
  '^\\d{1,9}(\\.\\d{1,6})?$': decimal(9, 6),
  '^\\d{1,7}(\\.\\d{1,6})?$': decimal(7, 6),
  '^-?\\d{1,7}(\\.\\d{1,6})?$': decimal(7, 6),
  '^\\d{1,4}(\\.\\d{1,4})?$': decimal(4, 4),
  '^(\\d{4}|[A-Z]{2})$': 'must be a scheme of electronic addresses: four digits, or two letters',
  '^\\d{4}$': 'must be four digits',
  '^\\d{4}-\\d{2}-\\d{2}$': 'must be a date, such as 2026-01-31',
  '^([1-9]\\d?|100)$': 'must be a whole number from 1 to 100',
  '^[1-9]\\d{0,5}$': 'must be a whole number from 1 to 999999',
  '^\\d{1,12}$': 'must be a whole number',
  '^[\\w-]+$': 'must be letters, digits, _ and -',
  '^[\\w-]{1,64}$': 'must be 1 to 64 letters, digits, _ and -',
  '^[\\w-]{43}$': 'must be the 43 characters of the link in the e-mail',
};

export const patternWords = (pattern: string): string | undefined =>
  Object.hasOwn(words, pattern) ? words[pattern] : undefined;
