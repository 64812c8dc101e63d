import { SingleBar } from 'cli-progress';
import { createCalendar } from '../calendar.js';
import { readConfig } from '../config.js';
import type { EInvoiceFormat } from '../core/e-invoice/e-invoice-request.js';
import { type CollectedDocument, collectDocuments, openDesk } from './invoice-desk.js';
import { withBooks } from './open-books.js';
import { instantsOf, periodBetween } from './period.js';
import { writeZip, type ZipEntry } from './zip-file.js';

export interface InvoicesFlags {
  from: string;
  to: string;
  zip: string;
  xml?: EInvoiceFormat;
  json?: boolean;
}

interface Trouble {
  number: string;
  detail: string;
}

interface Counts {
  documents: number;
  /** Of these: filed before. */
  filed: number;
  /** Rendered now, and filed as issued. */
  rendered: number;
  /** Rendered now, for the running shop to file. */
  notFiled: number;
  /** E-invoices. */
  xml: number;
  /** Documents that EN 16931 cannot say. */
  withoutXml: Trouble[];
  bytes: number;
  failed: Trouble[];
}

/** Every invoice and credit note of a period in one ZIP file, by number. */
export async function invoices(flags: InvoicesFlags): Promise<void> {
  const { from, to, zip, json = false } = flags;
  const config = readConfig();
  const calendar = createCalendar(config.TIME_ZONE);
  const period = instantsOf(periodBetween(from, to), calendar);
  const request = flags.xml ? { format: flags.xml } : null;
  const counts = noCounts();
  await withBooks(config, async (books) => {
    const desk = openDesk(config, calendar, books);
    const issued = books.issued(period);
    const bar = new SingleBar({
      format: '{bar} {value}/{total} documents  {duration_formatted}',
      hideCursor: true,
    });
    bar.start(issued.length, 0);
    try {
      const collected = collectDocuments(desk, books, issued, request);
      await writeZip(
        zip,
        entriesOf(collected, counts, () => bar.increment()),
      );
    } finally {
      bar.stop();
      await desk.close();
    }
  });
  process.stdout.write(json ? `${JSON.stringify(counts, null, 2)}\n` : summary(counts, zip));
  if (counts.failed.length > 0) process.exitCode = 1;
}

const noCounts = (): Counts => ({
  ...{ documents: 0, filed: 0, rendered: 0, notFiled: 0, xml: 0, bytes: 0 },
  withoutXml: [],
  failed: [],
});

async function* entriesOf(
  collected: AsyncIterable<CollectedDocument>,
  counts: Counts,
  step: () => void,
): AsyncGenerator<ZipEntry> {
  const entry = (name: string, bytes: Buffer, at: Date, compress: boolean): ZipEntry => {
    counts.bytes += bytes.length;
    return { name, bytes, at, compress };
  };
  for await (const { number, at, outcome } of collected) {
    step();
    counts.documents += 1;
    if (outcome.type === 'failed') {
      counts.failed.push({ number, detail: outcome.detail });
      continue;
    }
    const { type, pdf, xml } = outcome;
    counts[type] += 1;
    yield entry(`${number}.pdf`, pdf, at, false);
    if (xml === null) continue;
    if ('missing' in xml) counts.withoutXml.push({ number, detail: xml.missing });
    else {
      counts.xml += 1;
      yield entry(`${number}.xml`, Buffer.from(xml.text), at, true);
    }
  }
}

const MEGABYTE = 1_000_000;

function summary(counts: Counts, zip: string): string {
  const { documents, filed, rendered, notFiled, xml, withoutXml, bytes, failed } = counts;
  const written = documents - failed.length;
  const count = (label: string, value: number, note = '') =>
    value === 0 ? [] : [`  ${label.padEnd(17)}${String(value).padStart(8)}  ${note}`.trimEnd()];
  const named = (troubles: Trouble[]) =>
    troubles.map(({ number, detail }) => `    ${number}: ${detail}`);
  const lines = [
    `${zip}: ${written} documents, ${(bytes / MEGABYTE).toFixed(1)} MB`,
    ...count('filed before', filed),
    ...count('rendered, filed', rendered),
    ...count('rendered only', notFiled, 'the running shop files them'),
    ...count('e-invoices', xml),
    ...count('without e-invoice', withoutXml.length),
    ...named(withoutXml),
    ...count('FAILED', failed.length),
    ...named(failed),
  ];
  return `${lines.join('\n')}\n`;
}
