// ISO 4217 as the Maintenance Agency keeps it (https://www.six-group.com/, List One of 2026-01-01 and
// List Three): every code that has a minor unit, funds and units of account among them. Left out are
// those without one: precious metals, XDR, XSU, XUA, and the codes for testing and for no currency.

const codesByDigits: Readonly<Record<number, string>> = {
  0: `
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
  `,
  2: `
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN
    BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT
    LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO
    NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD
    XCD XCG YER ZAR ZMW ZWG ZWL
  `,
  3: `
    BHD IQD JOD KWD LYD OMR TND
  `,
  4: `
    CLF UYW
  `,
};

/** Decimals of the minor unit; of codes that have ended too, so that an old document still adds up. */
export const currencyDigits: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByDigits).flatMap(([digits, codes]) =>
    codes
      .trim()
      .split(/\s+/)
      .map((code): [string, number] => [code, Number(digits)]),
  ),
);

/** The first day on which nothing is priced in it any more. */
export const currencyEnds: ReadonlyMap<string, string> = new Map([
  ['ANG', '2025-07-01'], // The Caribbean guilder (XCG) since 2025-03-31, both for three months.
  ['BGN', '2026-01-01'], // Bulgaria pays in euros.
  ['CUC', '2021-01-01'], // The convertible peso was folded into CUP.
  ['HRK', '2023-01-01'], // Croatia pays in euros.
  ['SLL', '2024-01-01'], // The new leone (SLE) since 2022-07-01, a thousand for one.
  ['ZWL', '2024-09-01'], // Zimbabwe Gold (ZWG) since 2024-06-25.
]);
