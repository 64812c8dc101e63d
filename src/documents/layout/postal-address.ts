// A postal address as the post of its country wants it, as far as the order of town and code goes.

import { countries } from '../../core/countries.js';
import { type Language, languages } from '../../core/languages/language.js';

interface PostalAddress {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  region?: string;
  postalCode: string;
  country: string;
}

/** Where the code follows the town (Universal Postal Union, addressing systems by country). */
const codeAfterTown: ReadonlySet<string> = new Set([
  ...['AU', 'BR', 'CA', 'CN', 'GB', 'GG', 'HK', 'ID', 'IE', 'IM', 'IN', 'JE', 'JP', 'KR', 'NZ'],
  ...['PK', 'SA', 'SG', 'TH', 'TW', 'US', 'VN', 'ZA'],
]);

const namesIn: ReadonlyMap<Language, Intl.DisplayNames> = new Map(
  languages.map((code) => [
    code,
    new Intl.DisplayNames(code, { type: 'region', fallback: 'code' }),
  ]),
);

const knownNames = new Map<string, string>();

/** Remembered, as ICU takes its time. */
export function countryName(code: string, language: Language): string {
  const key = `${language} ${code}`;
  const known = knownNames.get(key);
  if (known !== undefined) return known;
  if (!countries.has(code)) return code;
  const name = namesIn.get(language)?.of(code) ?? code;
  knownNames.set(key, name);
  return name;
}

export function townLine({
  city,
  region,
  postalCode,
  country,
}: Omit<PostalAddress, 'name'>): string {
  const town = region === undefined ? city : `${city}, ${region}`;
  const parts = codeAfterTown.has(country) ? [town, postalCode] : [postalCode, town];
  return parts.filter((part) => part !== '').join(' ');
}

/** The country stands in capitals below everything, and only on letters that leave `from`. */
export function addressLines(address: PostalAddress, from: string, language: Language): string[] {
  return [
    address.name,
    address.line1,
    address.line2 ?? '',
    townLine(address),
    address.country === from
      ? ''
      : countryName(address.country, language).toLocaleUpperCase(language),
  ].filter((line) => line !== '');
}
