import { writeFileSync } from 'node:fs';
import { createCalendar } from '../calendar.js';
import { type Config, readConfig } from '../config.js';
import { formatScaled, parseMicros } from '../core/decimal.js';
import { digitsOf } from '../core/money.js';
import { defaultTaxSeller } from '../core/tax/tax-rules.js';
import {
  OssReport,
  type OssRow,
  type TaxedDocument,
  TaxReport,
  type TaxReportRow,
} from '../core/tax-report.js';
import { csvLine } from '../csv/write-csv.js';
import { loadRules, loadTaxSeller } from '../shop-data.js';
import type { Books } from '../store/sqlite/book-reader.js';
import { ownTaxFolder } from '../tax-data.js';
import { ExpectedError } from './expected-error.js';
import { withBooks } from './open-books.js';
import { instantsOf, type Period, periodOf } from './period.js';
import { taxedDocuments } from './taxed-documents.js';

export const taxReportLayouts = ['jurisdictions', 'oss'] as const;

export interface TaxReportFlags {
  month: string;
  layout: (typeof taxReportLayouts)[number];
  out: string;
  /** `GBP=1.1534`: what one major unit of it is in EUR. */
  rate?: string[];
}

type Cells = (string | number)[];

export async function taxReport({ month, layout, out, rate = [] }: TaxReportFlags): Promise<void> {
  const config = readConfig();
  const period = periodOf(month);
  const rates = ratesOf(rate);
  const lines = await withBooks(config, (books) =>
    layout === 'oss'
      ? ossLines(config, books, period, rates)
      : taxLines(documentsOf(config, books, period)),
  );
  const text = lines.map(csvLine).join('');
  if (out === '-') process.stdout.write(text);
  else writeFileSync(out, text);
}

function documentsOf(config: Config, books: Books, period: Period): Iterable<TaxedDocument> {
  const calendar = createCalendar(config.TIME_ZONE);
  return taxedDocuments(books, instantsOf(period, calendar), calendar);
}

/** @throws ExpectedError */
function ratesOf(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const [, currency = '', rate = ''] = /^([A-Z]{3})=(.+)$/.exec(text) ?? [];
      const parsed = parseMicros(rate);
      if (currency !== '' && parsed.ok && parsed.value > 0) return [currency, rate];
      throw new ExpectedError(`--rate "${text}" must be like GBP=1.1534`);
    }),
  );
}

const taxHead = [
  ...['country', 'jurisdiction', 'code', 'rate', 'treatment', 'withheld', 'currency'],
  ...['invoices', 'base', 'tax', 'credit_notes', 'corrected_base', 'corrected_tax'],
  ...['net_base', 'net_tax'],
];

function taxLines(documents: Iterable<TaxedDocument>): Cells[] {
  const report = new TaxReport();
  for (const document of documents) report.add(document);
  return [taxHead, ...report.rows().map(taxLine)];
}

function taxLine(row: TaxReportRow): Cells {
  const { country, jurisdiction, code, rate, treatment, isWithheld, currency } = row;
  const { invoiced, corrected } = row;
  const money = moneyIn(currency);
  return [
    ...[country, jurisdiction, code, rate, treatment, isWithheld ? 'yes' : 'no', currency],
    ...[invoiced.documents, money(invoiced.base), money(invoiced.tax)],
    ...[corrected.documents, money(corrected.base), money(corrected.tax)],
    money(invoiced.base - corrected.base),
    money(invoiced.tax - corrected.tax),
  ];
}

const ossHead = [
  ...['section', 'member_state', 'period', 'rate', 'currency', 'base', 'tax', 'documents'],
];

function ossLines(
  config: Config,
  books: Books,
  period: Period,
  rates: ReadonlyMap<string, string>,
): Cells[] {
  const { taxes, seller = defaultTaxSeller } = loadRules(
    [],
    loadTaxSeller(config.SELLER_FILE),
    ownTaxFolder(config),
  );
  const members = taxes.determination.areas.EU ?? [];
  const isMember = ({ since, until }: (typeof members)[number]) =>
    since < period.until && (until === null || until > period.from);
  const report = new OssReport({
    from: period.from,
    memberStates: new Set(members.filter(isMember).map(({ jurisdiction }) => jurisdiction)),
    declaredElsewhere: new Set([seller.country, ...(seller.registrations ?? [])]),
    rates,
  });
  for (const document of documentsOf(config, books, period)) report.add(document);
  const rows = report.rows();
  warnOfCurrencies(rows);
  return [ossHead, ...rows.map(ossLine)];
}

function ossLine(row: OssRow): Cells {
  const { section, memberState, period, rate, currency, base, tax, documents } = row;
  const money = moneyIn(currency);
  return [section, memberState, period, rate, currency, money(base), money(tax), documents];
}

/** The return is in EUR, at the European Central Bank's rate of the period's last day (art. 369h). */
function warnOfCurrencies(rows: readonly OssRow[]): void {
  const others = new Set(rows.map(({ currency }) => currency).filter((code) => code !== 'EUR'));
  for (const currency of others) {
    process.stderr.write(
      `orderloom: rows in ${currency} are not converted: give --rate ${currency}=<EUR for one>\n`,
    );
  }
}

const moneyIn =
  (currency: string) =>
  (amount: number): string =>
    formatScaled(amount, digitsOf(currency));
