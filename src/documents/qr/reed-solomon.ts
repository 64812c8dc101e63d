// Error correction of QR codes (ISO/IEC 18004, 7.5): remainders in the field of 256 elements that
// x⁸ + x⁴ + x³ + x² + 1 makes.

const FIELD_POLYNOMIAL = 0x11d;
const FIELD_ORDER = 255;

/** Powers of 2 in the field, twice round, and which power an element is. */
const powers = new Uint8Array(2 * FIELD_ORDER);
const logarithms = new Uint8Array(FIELD_ORDER + 1);

for (let power = 0, value = 1; power < FIELD_ORDER; power += 1) {
  powers[power] = value;
  powers[power + FIELD_ORDER] = value;
  logarithms[value] = power;
  value <<= 1;
  if (value > FIELD_ORDER) value ^= FIELD_POLYNOMIAL;
}

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return powers[(logarithms[a] as number) + (logarithms[b] as number)] as number;
}

/** The coefficients of (x − 2⁰)(x − 2¹)…, highest first and without the leading one. */
export function generator(degree: number): Uint8Array {
  const coefficients = new Uint8Array(degree);
  coefficients[degree - 1] = 1;
  for (let root = 0; root < degree; root += 1) {
    for (let index = 0; index < degree; index += 1) {
      const product = multiply(coefficients[index] as number, powers[root] as number);
      coefficients[index] = product ^ (coefficients[index + 1] ?? 0);
    }
  }
  return coefficients;
}

/** The words that make data and remainder together divisible by the generator. */
export function remainder(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const rest = new Uint8Array(divisor.length);
  for (const word of data) {
    const factor = word ^ (rest[0] as number);
    rest.copyWithin(0, 1);
    rest[rest.length - 1] = 0;
    for (let index = 0; index < rest.length; index += 1)
      rest[index] = (rest[index] as number) ^ multiply(divisor[index] as number, factor);
  }
  return rest;
}
