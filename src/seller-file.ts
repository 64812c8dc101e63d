// The file that says who issues the invoices. What is wrong with it is found when it is read: a seller
// that tax offices or banks cannot make out would be on every document.

import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { calendarDate } from './core/calendar-date.js';
import { countries } from './core/countries.js';
import { currencyDigits } from './core/currencies.js';
import { parseMicros } from './core/decimal.js';
import { isBic, isIban } from './core/iban.js';
import { addressSchemes, registerSchemes } from './core/invoice/electronic-address.js';
import { checkVatId } from './core/tax/vat-id.js';
import { vatIdForms } from './core/tax/vat-id-forms.js';
import { pathOperators } from './documents/pdf/svg-path.js';

const closed = { additionalProperties: false };
/** Not spaces alone. */
const text = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
/** SVG path data; arcs are refused, since nothing here draws them. */
const LogoPath = Type.String({
  pattern: '^\\s*[Mm][MmLlHhVvCcSsQqTtZz0-9eE+\\-.,\\s]*$',
  maxLength: 20_000,
});

/** Neither so small nor so large that its scale would be a number that PDF cannot write. */
const LogoSize = Type.Number({ minimum: 0.1, maximum: 100_000 });

const Logo = Type.Object(
  {
    width: LogoSize,
    height: LogoSize,
    paths: Type.Array(
      Type.Object({ path: LogoPath, color: Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }) }, closed),
      { minItems: 1, maxItems: 100 },
    ),
  },
  closed,
);

const Accounting = Type.Object(
  {
    currency,
    rates: Type.Array(Type.Object({ currency, since: text, rate: text }, closed)),
  },
  closed,
);

const SellerFile = Type.Object(
  {
    name: text,
    line1: text,
    line2: Type.Optional(text),
    city: text,
    postalCode: text,
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    vatId: Type.Optional(text),
    taxNumber: Type.Optional(text),
    email: Type.Optional(text),
    registration: Type.Optional(text),
    legalId: Type.Optional(
      Type.Object(
        { scheme: Type.Optional(Type.String({ pattern: '^\\d{4}$' })), id: text },
        closed,
      ),
    ),
    electronicAddress: Type.Optional(
      Type.Object({ scheme: Type.String({ pattern: '^(\\d{4}|EM)$' }), id: text }, closed),
    ),
    contact: Type.Optional(Type.Object({ name: text, phone: text, email: text }, closed)),
    bank: Type.Optional(
      Type.Object({ name: Type.Optional(text), iban: text, bic: Type.Optional(text) }, closed),
    ),
    logo: Type.Optional(Logo),
    accounting: Type.Optional(Accounting),
    tax: Type.Optional(
      Type.Object(
        {
          region: Type.Optional(text),
          registrations: Type.Optional(Type.Array(text)),
          isOssRegistered: Type.Optional(Type.Boolean()),
          isBelowThreshold: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
    ),
  },
  closed,
);

export type SellerFileContent = Static<typeof SellerFile>;

export class SellerFileError extends Error {}

/** @throws SellerFileError that names the file and the field. */
export function readSellerFile(file: string): SellerFileContent {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SellerFileError(`SELLER_FILE ${file} cannot be read: ${(error as Error).message}`);
  }
  const [first] = Value.Errors(SellerFile, content);
  if (first) {
    const place = first.instancePath || 'the file';
    throw new SellerFileError(`SELLER_FILE ${file}: ${place} ${first.message}`);
  }
  const seller = content as SellerFileContent;
  const fault = faultOf(seller);
  if (fault !== null) throw new SellerFileError(`SELLER_FILE ${file}: ${fault}`);
  return seller;
}

function faultOf(seller: SellerFileContent): string | null {
  const { country, vatId, taxNumber, logo, accounting, tax: _, ...words } = seller;
  const unprintable = textFault(words, '');
  if (unprintable !== null) return unprintable;
  if (!countries.has(country)) return `/country "${country}" is no country of ISO 3166-1`;
  if (vatId !== undefined) {
    const checked = checkVatId(vatId);
    if (!checked.ok) return `/vatId ${checked.refusal}`;
  } else if (taxNumber === undefined && vatIdForms.some((form) => form.country === country))
    return '/vatId is missing, and there is no /taxNumber: invoices with VAT need either';
  const unknown = numberFault(seller);
  if (unknown !== null) return unknown;
  const unreadable = logo ? logoFault(logo) : null;
  if (unreadable !== null) return unreadable;
  return accounting ? accountingFault(accounting) : null;
}

/** What would leave a hole on every document: control characters, and texts of which nothing is seen. */
function textFault(value: unknown, place: string): string | null {
  if (typeof value === 'string') {
    const [hidden] = /[\p{Cc}\p{Cs}]/u.exec(value) ?? [];
    if (hidden !== undefined)
      return `${place} has the unprintable character ${codeOf(hidden)} in it`;
    return /[^\s\p{C}]/u.test(value) ? null : `${place} has nothing in it to be seen`;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, each] of Object.entries(value)) {
    const fault = textFault(each, `${place}/${name}`);
    if (fault !== null) return fault;
  }
  return null;
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;

/** What banks, networks and mail programs look the seller up by. */
function numberFault({ bank, email, contact, electronicAddress, legalId }: SellerFileContent) {
  if (bank && !isIban(bank.iban)) return `/bank/iban "${bank.iban}" is no IBAN`;
  if (bank?.bic !== undefined && !isBic(bank.bic)) return `/bank/bic "${bank.bic}" is no BIC`;
  if (email !== undefined && !isEmail(email)) return `/email "${email}" is no e-mail address`;
  if (contact && !isEmail(contact.email))
    return `/contact/email "${contact.email}" is no e-mail address`;
  if (electronicAddress && !addressSchemes.has(electronicAddress.scheme))
    return `/electronicAddress/scheme "${electronicAddress.scheme}" is not in the list of schemes (EAS)`;
  if (legalId?.scheme !== undefined && !registerSchemes.has(legalId.scheme))
    return `/legalId/scheme "${legalId.scheme}" is no register of ISO/IEC 6523`;
  return null;
}

const isEmail = (text: string): boolean => /^[^@\s,;:<>()]+@[^@\s,;:<>()]+$/.test(text);

function accountingFault({ currency: own, rates }: Static<typeof Accounting>): string | null {
  if (!currencyDigits.has(own)) return `/accounting/currency "${own}" is not in ISO 4217`;
  for (const [index, { currency: other, since, rate }] of rates.entries()) {
    const place = `/accounting/rates/${index}`;
    if (!currencyDigits.has(other)) return `${place}/currency "${other}" is not in ISO 4217`;
    if (!calendarDate(since)) return `${place}/since "${since}" is no date`;
    const parsed = parseMicros(rate);
    if (!parsed.ok) return `${place}/rate ${parsed.refusal}`;
    if (parsed.value === 0) return `${place}/rate is nothing`;
  }
  return null;
}

/** A path that cannot be drawn would fail with every invoice. */
function logoFault({ paths }: Static<typeof Logo>): string | null {
  for (const [index, { path }] of paths.entries()) {
    try {
      pathOperators(path);
    } catch (error) {
      return `/logo/paths/${index}/path: ${(error as Error).message}`;
    }
  }
  return null;
}
