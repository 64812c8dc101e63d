/**
 * The country names of the Online Retail data set (Dr Daqing Chen, UCI Machine Learning
 * Repository) as ISO 3166-1 alpha-2 codes. Two of its names are no country: such sales are taken
 * as sold at the retailer's home, and the report says how many.
 */

export interface Country {
  readonly name: string;
  readonly code: string;
  readonly known: boolean;
}

const HOME_CODE = 'GB';

const NO_COUNTRY: ReadonlySet<string> = new Set(['European Community', 'Unspecified']);

const CODES: ReadonlyMap<string, string> = new Map([
  ['Australia', 'AU'],
  ['Austria', 'AT'],
  ['Bahrain', 'BH'],
  ['Belgium', 'BE'],
  ['Brazil', 'BR'],
  ['Canada', 'CA'],
  // Jersey and Guernsey (GG) share the name; one of them has to stand for both.
  ['Channel Islands', 'JE'],
  ['Cyprus', 'CY'],
  ['Czech Republic', 'CZ'],
  ['Denmark', 'DK'],
  ['EIRE', 'IE'],
  ['Finland', 'FI'],
  ['France', 'FR'],
  ['Germany', 'DE'],
  ['Greece', 'GR'],
  ['Hong Kong', 'HK'],
  ['Iceland', 'IS'],
  ['Israel', 'IL'],
  ['Italy', 'IT'],
  ['Japan', 'JP'],
  ['Lebanon', 'LB'],
  ['Lithuania', 'LT'],
  ['Malta', 'MT'],
  ['Netherlands', 'NL'],
  ['Norway', 'NO'],
  ['Poland', 'PL'],
  ['Portugal', 'PT'],
  ['RSA', 'ZA'],
  ['Saudi Arabia', 'SA'],
  ['Singapore', 'SG'],
  ['Spain', 'ES'],
  ['Sweden', 'SE'],
  ['Switzerland', 'CH'],
  ['USA', 'US'],
  ['United Arab Emirates', 'AE'],
  ['United Kingdom', 'GB'],
]);

export function countryOf(name: string): Country | undefined {
  if (NO_COUNTRY.has(name)) return { name, code: HOME_CODE, known: false };
  const code = CODES.get(name);
  return code === undefined ? undefined : { name, code, known: true };
}
