// What can be paid in coins: dated data, one row per currency, step and source. A step is the multiple
// that a total paid in cash is rounded to; currencies without a row are payable to the minor unit.
// The euro has no step of its own: each country decides.

import { microsPerMinor } from './money.js';

export interface CashStep {
  currency: string;
  /** Only where this country is paid in; everywhere when absent. */
  country?: string;
  /** Millionths of a major unit. */
  stepMicros: number;
  /** First day, inclusive; a later row of the same currency and country ends it. */
  since: string;
  source: string;
}

const CENTS_5 = 50_000;
const CENTS_10 = 100_000;
const CENTS_20 = 200_000;
const CENTS_50 = 500_000;
const ONE = 1_000_000;

const euro = (country: string, since: string, source: string): CashStep => ({
  currency: 'EUR',
  country,
  stepMicros: CENTS_5,
  since,
  source,
});

const step = (currency: string, stepMicros: number, since: string, source: string): CashStep => ({
  currency,
  stepMicros,
  since,
  source,
});

export const cashSteps: readonly CashStep[] = [
  step(
    'AUD',
    CENTS_5,
    '1992-02-01',
    'Reserve Bank of Australia: 1 and 2 cent coins withdrawn from February 1992, https://banknotes.rba.gov.au/',
  ),
  step(
    'CAD',
    CENTS_5,
    '2013-02-04',
    'Government of Canada: the cent is no longer distributed from 4 February 2013, https://www.canada.ca/',
  ),
  step(
    'CHF',
    CENTS_5,
    '2007-01-01',
    'Swissmint: the 1-centime coin was revoked on 1 January 2007, https://www.swissmint.ch/',
  ),
  step(
    'CLP',
    10 * ONE,
    '2017-11-01',
    'Banco Central de Chile: Ley 21.054, no more 1 and 5 peso coins (1 to 5 pesos go down), https://www.bcentral.cl/',
  ),
  step(
    'CZK',
    ONE,
    '2008-09-01',
    'Czech National Bank: 50-heller coins valid until 31 August 2008, https://www.cnb.cz/',
  ),
  step(
    'DKK',
    CENTS_50,
    '2008-10-01',
    'Danmarks Nationalbank: 25-øre coins withdrawn on 1 October 2008, https://www.nationalbanken.dk/',
  ),
  euro(
    'BE',
    '2019-12-01',
    'FPS Economy: rounding is mandatory from 1 December 2019, https://economie.fgov.be/',
  ),
  euro(
    'EE',
    '2025-01-01',
    'Eesti Pank, https://www.eestipank.ee/en/press/frequently-asked-questions-faq-about-rounding-rule',
  ),
  euro(
    'FI',
    '2002-01-01',
    'Suomen Pankki: in Finland since the euro came, https://www.suomenpankki.fi/',
  ),
  euro(
    'IE',
    '2015-10-28',
    'Central Bank of Ireland: national rounding from 28 October 2015, https://www.centralbank.ie/',
  ),
  euro('IT', '2018-01-01', 'Decreto-legge 50/2017, art. 13-quater, https://www.normattiva.it/'),
  euro(
    'LT',
    '2025-05-01',
    'Seimas, law on the rounding of cash payments of 28 March 2024, https://www.lrs.lt/',
  ),
  euro(
    'NL',
    '2004-09-01',
    'De Nederlandsche Bank: rounding in shops from 1 September 2004, https://www.dnb.nl/',
  ),
  euro('SK', '2022-07-01', 'Národná banka Slovenska: rounding from 1 July 2022, https://nbs.sk/'),
  step(
    'GEL',
    CENTS_5,
    '2021-01-01',
    'National Bank of Georgia: 1 and 2 tetri coins withdrawn on 1 January 2021, https://nbg.gov.ge/',
  ),
  step(
    'HUF',
    5 * ONE,
    '2008-03-01',
    'Magyar Nemzeti Bank: 2008. évi III. törvény, 1 and 2 forint coins withdrawn, https://www.mnb.hu/',
  ),
  step(
    'ILS',
    CENTS_10,
    '2008-01-01',
    'Bank of Israel: 5-agora coins withdrawn on 1 January 2008, https://www.boi.org.il/',
  ),
  step(
    'MGA',
    CENTS_20,
    '2005-01-01',
    'Banky Foiben’i Madagasikara: an ariary is five iraimbilanja, https://www.banky-foibe.mg/',
  ),
  step(
    'MRU',
    CENTS_20,
    '2018-01-01',
    'Banque Centrale de Mauritanie: an ouguiya is five khoums, https://www.bcm.mr/',
  ),
  step(
    'MYR',
    CENTS_5,
    '2008-04-01',
    'Bank Negara Malaysia: rounding mechanism from 1 April 2008, https://www.bnm.gov.my/',
  ),
  step(
    'NOK',
    ONE,
    '2012-05-01',
    'Norges Bank: the 50-øre coin ended on 1 May 2012, https://www.norges-bank.no/',
  ),
  step(
    'NZD',
    CENTS_10,
    '2006-11-01',
    'Reserve Bank of New Zealand: the 5-cent coin ended on 1 November 2006, https://www.rbnz.govt.nz/',
  ),
  step(
    'SEK',
    CENTS_50,
    '1992-10-01',
    'Sveriges riksbank: the 10-öre coin ended on 30 September 1992, https://www.riksbank.se/',
  ),
  step(
    'SEK',
    ONE,
    '2010-10-01',
    'Sveriges riksbank: the 50-öre coin ended on 30 September 2010, https://www.riksbank.se/',
  ),
  step(
    'SGD',
    CENTS_5,
    '2002-04-01',
    'Monetary Authority of Singapore: no more 1-cent coins since 1 April 2002, https://www.mas.gov.sg/',
  ),
  step(
    'UAH',
    CENTS_10,
    '2018-07-01',
    'National Bank of Ukraine: resolution 25 of 15 March 2018, https://bank.gov.ua/',
  ),
  step(
    'UAH',
    CENTS_50,
    '2025-10-01',
    'National Bank of Ukraine: 10-kopiyka coins withdrawn from 1 October 2025, https://bank.gov.ua/',
  ),
  step(
    'XCD',
    CENTS_5,
    '2015-07-01',
    'Eastern Caribbean Central Bank: 1 and 2 cent coins withdrawn on 1 July 2015, https://www.eccb-centralbank.org/',
  ),
  step(
    'ZAR',
    CENTS_10,
    '2012-04-01',
    'South African Reserve Bank: no more 5-cent coins since 1 April 2012, https://www.resbank.co.za/',
  ),
];

/**
 * The multiple that a total paid in cash is rounded to, millionths of a major unit; the currency's
 * minor unit where there is no coarser one.
 */
export function cashStepOf(currency: string, country: string | undefined, date: string): number {
  let found: CashStep | null = null;
  for (const row of cashSteps) {
    if (row.currency !== currency || date < row.since) continue;
    if (row.country !== undefined && row.country !== country) continue;
    if (!found || row.since > found.since) found = row;
  }
  return found ? found.stepMicros : microsPerMinor(currency);
}
