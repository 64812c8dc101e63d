// Electronic addresses that follow from a VAT id: the schemes of the EAS list for VAT numbers, by the
// prefix of the id. Countries whose scheme was withdrawn for a register's number are not among them.
// https://docs.peppol.eu/poacc/billing/3.0/codelist/eas/ (November 2025)

import type { ElectronicAddress } from '../invoice/electronic-address.js';
import { cleanText, textOrNull } from './clean-text.js';

const schemes: Readonly<Record<string, string>> = {
  AT: '9914',
  BE: '9925',
  BG: '9926',
  CH: '9927',
  CY: '9928',
  CZ: '9929',
  DE: '9930',
  EE: '9931',
  GB: '9932',
  EL: '9933',
  HR: '9934',
  IE: '9935',
  LI: '9936',
  LT: '9937',
  LU: '9938',
  LV: '9939',
  MC: '9940',
  MT: '9943',
  NL: '9944',
  PL: '9945',
  PT: '9946',
  RO: '9947',
  SI: '9949',
  SK: '9950',
  ES: '9920',
  FR: '9957',
  HU: '9910',
  IT: '0211',
};

/** An e-mail address; the Peppol network does not deliver to it. */
export const EMAIL_SCHEME = 'EM';

/** The address that a party gave, or its VAT id, or its e-mail address. */
export function electronicAddressOf(
  given: ElectronicAddress | undefined,
  vatId: string | null,
  email: string | undefined,
): ElectronicAddress | null {
  if (given) return { scheme: given.scheme, id: cleanText(given.id) };
  const scheme = vatId === null ? undefined : schemes[vatId.slice(0, 2)];
  if (vatId !== null && scheme !== undefined) return { scheme, id: vatId };
  const known = textOrNull(email);
  return known === null ? null : { scheme: EMAIL_SCHEME, id: known };
}
