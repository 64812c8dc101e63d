import { SingleBar } from 'cli-progress';
import { createCalendar } from '../calendar.js';
import { readConfig } from '../config.js';
import { type FiledInvoice, invoicesOf, openDesk } from './invoice-desk.js';
import { withBooks } from './open-books.js';
import { instantsOf, periodBetween } from './period.js';
import { writeZip, type ZipEntry } from './zip-file.js';

export interface InvoicesFlags {
  from: string;
  to: string;
  zip: string;
  json?: boolean;
}

interface Counts {
  documents: number;
  /** Of these: filed before. */
  filed: number;
  /** Rendered now, and filed as issued. */
  rendered: number;
  /** Rendered now, for the running shop to file. */
  notFiled: number;
  bytes: number;
  failed: { number: string; detail: string }[];
}

/** Every invoice of a period in one ZIP file, by number. */
export async function invoices({ from, to, zip, json = false }: InvoicesFlags): Promise<void> {
  const config = readConfig();
  const calendar = createCalendar(config.TIME_ZONE);
  const period = instantsOf(periodBetween(from, to), calendar);
  const counts: Counts = {
    ...{ documents: 0, filed: 0, rendered: 0, notFiled: 0, bytes: 0 },
    failed: [],
  };
  await withBooks(config, async (books) => {
    const desk = openDesk(config, calendar);
    const ids = books.invoiced(period);
    const bar = new SingleBar({
      format: '{bar} {value}/{total} documents  {duration_formatted}',
      hideCursor: true,
    });
    bar.start(ids.length, 0);
    try {
      const all = invoicesOf(desk, books, ids);
      await writeZip(
        zip,
        counted(all, counts, () => bar.increment()),
      );
    } finally {
      bar.stop();
      await desk.close();
    }
  });
  process.stdout.write(json ? `${JSON.stringify(counts, null, 2)}\n` : summary(counts, zip));
  if (counts.failed.length > 0) process.exitCode = 1;
}

async function* counted(
  all: AsyncIterable<FiledInvoice>,
  counts: Counts,
  step: () => void,
): AsyncGenerator<ZipEntry> {
  for await (const { number, at, outcome } of all) {
    step();
    counts.documents += 1;
    if (outcome.type === 'failed') counts.failed.push({ number, detail: outcome.detail });
    else {
      counts[outcome.type] += 1;
      counts.bytes += outcome.bytes.length;
      yield { name: `${number}.pdf`, bytes: outcome.bytes, at, compress: false };
    }
  }
}

const MEGABYTE = 1_000_000;

function summary({ documents, filed, rendered, notFiled, bytes, failed }: Counts, zip: string) {
  const written = documents - failed.length;
  const lines = [
    `${zip}: ${written} documents, ${(bytes / MEGABYTE).toFixed(1)} MB`,
    `  filed before     ${filed}`,
    `  rendered, filed  ${rendered}`,
    ...(notFiled > 0 ? [`  rendered only    ${notFiled}  the running shop files them`] : []),
    ...(failed.length > 0 ? [`  FAILED           ${failed.length}`] : []),
    ...failed.map(({ number, detail }) => `    ${number}: ${detail}`),
  ];
  return `${lines.join('\n')}\n`;
}
