// Which identifiers the Peppol network takes, and how numbers of registers look that it checks.
// https://docs.peppol.eu/poacc/billing/3.0/codelist/eas/ and rules PEPPOL-COMMON-R040 to R057

/** The schemes that it delivers to (PEPPOL-EN16931-CL008, May 2026): fewer than the EAS list has. */
export const peppolSchemes: ReadonlySet<string> = new Set(
  (
    '0002 0007 0009 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 0192 ' +
    '0195 0196 0198 0199 0200 0201 0204 0208 0209 0210 0211 0216 0218 0221 0225 0230 0235 0240 ' +
    '0242 0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 ' +
    '9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 ' +
    '9946 9947 9948 9949 9950 9951 9952 9953 9957 9959'
  ).split(' '),
);

export interface IdentifierForm {
  scheme: string;
  /** The number of the rule: `PEPPOL-COMMON-R…`. */
  rule: string;
  what: string;
  pattern: RegExp;
  /** Whether the check digits are right. */
  stands?: (digits: number[]) => boolean;
}

export const identifierForms: readonly IdentifierForm[] = [
  { scheme: '0088', rule: '040', what: 'a GLN', pattern: /^\d{2,}$/, stands: isGln },
  { scheme: '0192', rule: '041', what: 'Norwegian', pattern: /^\d{9}$/, stands: isNorwegian },
  { scheme: '0184', rule: '042', what: 'a Danish CVR number', pattern: /^(DK)?\d{8}$/ },
  { scheme: '0208', rule: '043', what: 'Belgian', pattern: /^\d{10}$/, stands: isBelgian },
  { scheme: '0007', rule: '049', what: 'Swedish', pattern: /^\d{10}$/, stands: isSwedish },
  { scheme: '0151', rule: '050', what: 'an ABN', pattern: /^\d{11}$/, stands: isAustralian },
  { scheme: '0096', rule: '052', what: 'a Danish P number', pattern: /^\d{10}$/ },
  { scheme: '0198', rule: '053', what: 'a Danish SE number', pattern: /^DK\d{8}$/ },
  { scheme: '0106', rule: '054', what: 'a Dutch KVK number', pattern: /^\d{8}$/ },
  { scheme: '0190', rule: '055', what: 'a Dutch OIN', pattern: /^\d{20}$/ },
  { scheme: '9944', rule: '056', what: 'a Dutch VAT id', pattern: /^NL\d{9}B\d{2}$/ },
  { scheme: '0217', rule: '057', what: 'a Dutch establishment', pattern: /^\d{12}$/ },
];

export const hasForm = (form: IdentifierForm, id: string): boolean =>
  form.pattern.test(id) && (form.stands?.([...id].map(Number)) ?? true);

/** Weighs what stands before the check digit from right to left. */
const weighed = (digits: readonly number[], weight: (index: number) => number): number =>
  digits
    .slice(0, -1)
    .reverse()
    .reduce((sum, digit, index) => sum + digit * weight(index), 0);

function isGln(digits: number[]): boolean {
  return (10 - (weighed(digits, (index) => (index % 2 === 0 ? 3 : 1)) % 10)) % 10 === digits.at(-1);
}

function isNorwegian(digits: number[]): boolean {
  return (11 - (weighed(digits, (index) => (index % 6) + 2) % 11)) % 11 === digits.at(-1);
}

function isBelgian(digits: number[]): boolean {
  const text = digits.join('');
  return 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8));
}

/** Luhn's: every second digit is doubled, and its two digits added. */
function isSwedish(digits: number[]): boolean {
  const sum = digits
    .slice(0, -1)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? digit * 2 : digit))
    .reduce((all, digit) => all + (digit > 9 ? digit - 9 : digit), 0);
  return (10 - (sum % 10)) % 10 === digits.at(-1);
}

function isAustralian([first = 0, ...rest]: number[]): boolean {
  const sum = rest.reduce((all, digit, index) => all + digit * (2 * index + 1), (first - 1) * 10);
  return sum % 89 === 0;
}
