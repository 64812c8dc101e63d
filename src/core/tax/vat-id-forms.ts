// How each country forms its VAT ids: pattern and check sum. Forms: “VAT identification number
// structure”, https://ec.europa.eu/taxation_customs/vies/ (FAQ 11); check sums: “Algorithms for
// verifying VAT numbers”, European Commission; GB and XI: HMRC; CH: eCH-0097; NO: Brønnøysund.
//
// Nearly all are one mechanism: a weighted sum whose remainder picks the check characters. A form
// without a test has none that is public, or several that contradict each other.

/** The sum modulo `modulus` picks the check characters; a remainder without any is given to nobody. */
export interface CheckSum {
  weights: readonly number[];
  modulus: number;
  checks: Readonly<Record<number, string>>;
  /** What a digit counts, by position, before it is weighed (a doubled digit counts its digits' sum). */
  values?: readonly (readonly number[])[];
  /** Letters in the body count their place in this text. */
  letters?: string;
  offset?: number;
  /** Tried where the remainder has no check characters. */
  again?: CheckSum;
}

export interface VatIdForm {
  country: string;
  /** Groups `body` and `more` are summed, `check` is what the sum must call for. */
  pattern: RegExp;
  test: CheckSum | 'mod-11-10' | null;
}

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const down = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, index) => from - index);
const up = (from: number, to: number): number[] => down(to, from).reverse();
/** A number as it is read: its remainder is the remainder of the sum. */
const powers = (count: number, modulus: number, shift = 0): number[] =>
  Array.from({ length: count }, (_, index) => {
    let power = 1;
    for (let times = count - 1 - index + shift; times > 0; times -= 1)
      power = (power * 10) % modulus;
    return power;
  });

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/** One character a remainder; `-` for those that no number has. */
const pick = (characters: string): Record<number, string> =>
  Object.fromEntries([...characters].map((c, r) => [r, c]).filter(([, c]) => c !== '-'));
const twoDigits = (modulus: number, of: (remainder: number) => number): Record<number, string> =>
  Object.fromEntries(
    Array.from({ length: modulus }, (_, r) => [r, String(of(r)).padStart(2, '0')]),
  );

/** The check digit is part of the sum, which must leave one of these remainders. */
const leaving = (modulus: number, weights: number[], ...remainders: number[]): CheckSum => ({
  weights,
  modulus,
  checks: Object.fromEntries(remainders.map((remainder) => [remainder, ''])),
});
const picking = (weights: number[], checks: string, again?: CheckSum): CheckSum => ({
  weights,
  modulus: checks.length,
  checks: pick(checks),
  ...(again && { again }),
});
/** Luhn: from the last digit on, every other one is doubled. */
const luhn = (count: number, checks = '0987654321'): CheckSum => ({
  ...picking(ones(count), checks),
  values: count % 2 === 1 ? [doubled, digits] : [digits, doubled],
});

const ELEVEN_MINUS = '0-987654321';
const ELEVEN_MINUS_OR_ZERO = '00987654321';
const SPANISH = 'TRWAGMYFPDXBNJZSQVHLCKE';
const IRISH = 'WABCDEFGHIJKLMNOPQRSTUV';

const form = (country: string, pattern: RegExp, test: VatIdForm['test']): VatIdForm => ({
  country,
  pattern,
  test,
});

const britain = (country: string, prefix: string): VatIdForm[] => [
  form(
    country,
    new RegExp(`^${prefix}(?<body>\\d{9})(?:\\d{3})?$`),
    // Since 2010 numbers also leave 97 − 55.
    leaving(97, [...down(8, 2), 10, 1], 0, 42),
  ),
  form(country, new RegExp(`^${prefix}(?:GD[0-4]|HA[5-9])\\d{2}$`), null),
];

export const vatIdForms: readonly VatIdForm[] = [
  form('AT', /^ATU(?<body>\d{7})(?<check>\d)$/, {
    ...picking(ones(7), '6543210987'),
    values: [digits, doubled],
  }),
  form('BE', /^BE(?<body>[01]?\d{7})(?<check>\d{2})$/, {
    weights: powers(8, 97),
    modulus: 97,
    checks: twoDigits(97, (remainder) => 97 - remainder),
  }),
  form(
    'BG',
    /^BG(?<body>\d{8})(?<check>\d)$/,
    picking(up(1, 8), '0123456789-', picking(up(3, 10), '01234567890')),
  ),
  form(
    'BG',
    /^BG(?<body>\d{9})(?<check>\d)$/,
    picking([2, 4, 8, 5, 10, 9, 7, 3, 6], '01234567890'),
  ),
  form(
    'BG',
    /^BG(?<body>\d{9})(?<check>\d)$/,
    picking([21, 19, 17, 13, 11, 9, 7, 3, 1], '0123456789'),
  ),
  form('BG', /^BG(?<body>\d{9})(?<check>\d)$/, picking([4, 3, 2, 7, 6, 5, 4, 3, 2], ELEVEN_MINUS)),
  form('CY', /^CY(?!12)(?<body>[0-59]\d{7})(?<check>[A-Z])$/, {
    ...picking(ones(8), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
    values: [[1, 0, 5, 7, 9, 13, 15, 17, 19, 21], digits],
  }),
  form('CZ', /^CZ(?<body>[0-8]\d{6})(?<check>\d)$/, picking(down(8, 2), '10987654321')),
  // Natural persons: birth numbers, which had no check digit until 1954 and have some since.
  form('CZ', /^CZ\d{9,10}$/, null),
  form('DE', /^DE(?<body>[1-9]\d{7})(?<check>\d)$/, 'mod-11-10'),
  form('DK', /^DK(?<body>[1-9]\d{7})$/, leaving(11, [2, 7, 6, 5, 4, 3, 2, 1], 0)),
  form('EE', /^EE(?<body>\d{9})$/, leaving(10, [3, 7, 1, 3, 7, 1, 3, 7, 1], 0)),
  form(
    'GR',
    /^EL(?<body>\d{8})(?<check>\d)$/,
    picking([256, 128, 64, 32, 16, 8, 4, 2], '01234567890'),
  ),
  form('ES', /^ES(?<body>\d{8})(?<check>[A-Z])$/, picking(powers(8, 23), SPANISH)),
  form('ES', /^ES(?<body>[XYZ]\d{7})(?<check>[A-Z])$/, {
    ...picking(powers(8, 23), SPANISH),
    letters: 'XYZ',
  }),
  form('ES', /^ES[KLM](?<body>\d{7})(?<check>[A-Z])$/, picking(powers(7, 23), SPANISH)),
  form('ES', /^ES[ABCDEFGHJUV](?<body>\d{7})(?<check>\d)$/, luhn(7)),
  form('ES', /^ES[CDFGJNPQRSUVW](?<body>\d{7})(?<check>[A-J])$/, luhn(7, 'JIHGFEDCBA')),
  form('FI', /^FI(?<body>\d{8})$/, leaving(11, [7, 9, 10, 5, 8, 4, 2, 1], 0)),
  form('FR', /^FR(?<check>\d{2})(?<body>\d{9})$/, {
    weights: powers(9, 97),
    modulus: 97,
    checks: twoDigits(97, (remainder) => (12 + 3 * remainder) % 97),
  }),
  form('FR', /^FR(?:[A-HJ-NP-Z][0-9A-HJ-NP-Z]|\d[A-HJ-NP-Z])\d{9}$/, null),
  form('HR', /^HR(?<body>\d{10})(?<check>\d)$/, 'mod-11-10'),
  form('HU', /^HU(?<body>\d{8})$/, leaving(10, [9, 7, 3, 1, 9, 7, 3, 1], 0)),
  form('IE', /^IE(?<body>\d{7})(?<check>[A-W])$/, picking(down(8, 2), IRISH)),
  form('IE', /^IE(?<body>\d{7})(?<check>[A-W])(?<more>[A-IW])$/, {
    ...picking([...down(8, 2), 9], IRISH),
    letters: IRISH,
  }),
  form(
    'IE',
    /^IE(?<body>\d)[A-Z+*](?<more>\d{5})(?<check>[A-W])$/,
    picking([2, ...down(7, 3)], IRISH),
  ),
  form('IT', /^IT(?<body>\d{10})(?<check>\d)$/, luhn(10)),
  form(
    'LT',
    /^LT(?<body>\d{7}1)(?<check>\d)$/,
    picking(up(1, 8), '0123456789-', picking([...up(3, 9), 1], '01234567890')),
  ),
  form(
    'LT',
    /^LT(?<body>\d{10}1)(?<check>\d)$/,
    picking([...up(1, 9), 1, 2], '0123456789-', picking([...up(3, 9), 1, 2, 3, 4], '01234567890')),
  ),
  form('LU', /^LU(?<body>\d{6})(?<check>\d{2})$/, {
    weights: powers(6, 89),
    modulus: 89,
    checks: twoDigits(89, (remainder) => remainder),
  }),
  form('LV', /^LV(?<body>[4-9]\d{10})$/, leaving(11, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], 3)),
  // Natural persons: dates of birth, or random numbers since 2017.
  form('LV', /^LV[0-3]\d{10}$/, null),
  form('MT', /^MT(?<body>[1-9]\d{7})$/, leaving(37, [3, 4, 6, 7, 8, 9, 10, 1], 0)),
  form('NL', /^NL(?<body>\d{9})B(?!00)\d{2}$/, leaving(11, [...down(9, 2), 10], 0)),
  // Sole traders since 2020: ISO/IEC 7064, MOD 97-10 over the whole id (N is 23, L 21, B 11).
  form('NL', /^NL(?<body>\d{9})B(?<more>(?!00)\d{2})$/, {
    ...leaving(97, [...powers(9, 97, 4), 10, 1], 1),
    offset: ((2321 % 97) * (powers(14, 97)[0] as number) + 1100) % 97,
  }),
  form('PL', /^PL(?<body>\d{10})$/, leaving(11, [6, 5, 7, 2, 3, 4, 5, 6, 7, 10], 0)),
  form('PT', /^PT(?<body>[1-9]\d{7})(?<check>\d)$/, picking(down(9, 2), ELEVEN_MINUS_OR_ZERO)),
  form(
    'RO',
    /^RO(?<body>[1-9]\d{0,8})(?<check>\d)$/,
    // Ten times the sum modulo eleven is eleven minus the sum.
    picking([7, 5, 3, 2, 1, 7, 5, 3, 2], ELEVEN_MINUS_OR_ZERO),
  ),
  form('SE', /^SE(?<body>\d{9})(?<check>\d)(?!00)\d{2}$/, luhn(9)),
  form('SI', /^SI(?<body>[1-9]\d{6})(?<check>\d)$/, picking(down(8, 2), '-0987654321')),
  form('SK', /^SK(?<body>[1-9]\d[2-47-9]\d{7})$/, leaving(11, powers(10, 11), 0)),
  ...britain('GB', 'GB'),
  ...britain('XI', 'XI'),
  form(
    'CH',
    /^CHE(?<body>\d{8})(?<check>\d)(?:MWST|TVA|IVA)?$/,
    picking([5, 4, 3, 2, 7, 6, 5, 4], ELEVEN_MINUS),
  ),
  form(
    'NO',
    /^(?:NO)?(?<body>[89]\d{7})(?<check>\d)(?:MVA)?$/,
    picking([3, 2, 7, 6, 5, 4, 3, 2], ELEVEN_MINUS),
  ),
];
