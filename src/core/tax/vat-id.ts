// Whether a VAT id can be one: its country's form and, where the algorithm is public, its check
// digits. Whether it was given to anybody only the tax office knows (VIES, HMRC, UID register).

import { countries } from '../countries.js';
import { ok, type Result, refuse } from '../result.js';
import { type CheckSum, type VatIdForm, vatIdForms } from './vat-id-forms.js';

export interface VatId {
  /** ISO 3166-1; `XI` for Northern Ireland, `GR` for what begins with EL. */
  country: string;
  /** Capital letters and digits, without what people write in between. */
  id: string;
  /** `false`: only the form could be checked. */
  hasChecksum: boolean;
}

const ID_LENGTH_MAX = 32;

/** By the two letters in front; Greece alone has others than ISO. */
const formsByPrefix = new Map<string, VatIdForm[]>();
for (const form of vatIdForms) {
  const prefix = form.country === 'GR' ? 'EL' : form.country;
  formsByPrefix.set(prefix, [...(formsByPrefix.get(prefix) ?? []), form]);
}

/** Tolerates spaces, dots, dashes, slashes and small letters. */
export function checkVatId(text: string): Result<VatId, string> {
  if (text.length > ID_LENGTH_MAX) return refuse('a VAT id is never that long');
  const id = text.toUpperCase().replaceAll(/[\s./-]/g, '');
  // Norwegian numbers are also written without their country in front.
  const prefix = /^[A-Z]{2}/.exec(id)?.[0] ?? 'NO';
  const fitting = formsByPrefix.get(prefix)?.filter(({ pattern }) => pattern.test(id)) ?? [];
  const found = fitting.find((form) => standsTest(form, id));
  if (found) return ok({ country: found.country, id, hasChecksum: found.test !== null });
  const [first] = fitting;
  return refuse(
    first
      ? `"${id}" has a wrong check digit for ${first.country}`
      : `"${id}" has the form of no country's VAT id`,
  );
}

/**
 * Whether a text claims to be the id of a country that is known here, or of none at all, and fails. Of
 * other countries' numbers nobody here can tell.
 */
export function isWrongVatId(text: string): boolean {
  if (checkVatId(text).ok) return false;
  const prefix = text.slice(0, 2).toUpperCase();
  return formsByPrefix.has(prefix) || prefix === 'GR' || !countries.has(prefix);
}

function standsTest({ pattern, test }: VatIdForm, id: string): boolean {
  if (test === null) return true;
  const { body = '', more = '', check = '' } = pattern.exec(id)?.groups ?? {};
  const digits = body + more;
  return test === 'mod-11-10' ? mod11And10(digits) === check : sumCheck(digits, test) === check;
}

/** The check characters that the weighted sum calls for; `undefined`: no such number is given out. */
function sumCheck(body: string, sum: CheckSum): string | undefined {
  const { modulus, checks, again } = sum;
  const found = checks[weigh(body, sum) % modulus];
  return found === undefined && again ? sumCheck(body, again) : found;
}

function weigh(body: string, { weights, values, letters = '', offset = 0 }: CheckSum): number {
  let total = offset;
  for (let index = 0; index < body.length; index += 1) {
    const character = body[index] as string;
    const letter = letters.indexOf(character);
    const digit = letter < 0 ? Number(character) : letter;
    // The last weight belongs to the last character: numbers with leading zeros may lack them.
    const at = weights.length - body.length + index;
    const weight = weights[at] ?? 0;
    total += weight * (values?.[at % values.length]?.[digit] ?? digit);
  }
  return total;
}

/** ISO/IEC 7064, MOD 11,10. */
function mod11And10(digits: string): string {
  let product = 10;
  for (const digit of digits) product = (((Number(digit) + product) % 10 || 10) * 2) % 11;
  return String((11 - product) % 10);
}
