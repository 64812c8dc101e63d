// The member states of the EU: whose law the VATEX-EU codes cite, and who owes VAT in which currency.

/** Only those whose currency is not the euro. */
const ownCurrencies: Readonly<Record<string, string>> = {
  CZ: 'CZK',
  DK: 'DKK',
  HU: 'HUF',
  PL: 'PLN',
  RO: 'RON',
  SE: 'SEK',
};

export const euMembers: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** The currency of a member state: Bulgaria's is the euro since 2026-01-01. `null` for all others. */
export const euCurrency = (country: string): string | null =>
  euMembers.has(country) ? (ownCurrencies[country] ?? 'EUR') : null;
