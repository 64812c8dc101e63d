/** Writes small sales files for the tests, in the data set's own columns. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export const HEADER =
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** Two sales, of which one stands in two places, and a line for each reason to leave one out. What is
 * cancelled was sold, so that there is one refund. */
export const SMALL_FILE = [
  HEADER,
  '536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom',
  '536366,BANK CHARGES,,1,2010-12-01 08:27:00,0.125,,EIRE',
  '536365,71053,"WHITE METAL ""LANTERN"", LARGE",6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom',
  'C536367,71053,WHITE METAL LANTERN,-6,2010-12-01 08:28:00,3.39,17850.0,United Kingdom',
  'A563185,B,Adjust bad debt,1,2010-12-01 08:29:00,11062.06,,United Kingdom',
  '536366,71053,damaged,-2,2010-12-01 08:27:00,3.39,,EIRE',
  '536368,22139,,56,2010-12-01 08:30:00,0.0,,United Kingdom',
].join('\n');

export function row(fields: {
  invoice: string;
  sku?: string;
  quantity?: number | string;
  price?: string;
  customer?: string;
  country?: string;
}): string {
  const { invoice, sku = '71053', quantity = 1, price = '2.55' } = fields;
  const { customer = '17850.0', country = 'United Kingdom' } = fields;
  return `${invoice},${sku},LANTERN,${quantity},2010-12-01 08:26:00,${price},${customer},${country}`;
}

export function csv(...rows: string[]): string {
  return `${[HEADER, ...rows].join('\n')}\n`;
}

/** A directory for one test file's files; call `remove` at its end. */
export class SalesDirectory {
  readonly #path: string;
  #count = 0;

  private constructor(path: string) {
    this.#path = path;
  }

  static async create(): Promise<SalesDirectory> {
    return new SalesDirectory(await mkdtemp(join(tmpdir(), 'replay-')));
  }

  async write(content: string | Buffer): Promise<string> {
    this.#count += 1;
    const file = join(this.#path, `sales-${this.#count}.csv`);
    await writeFile(file, content);
    return file;
  }

  async writeZipped(content: string): Promise<string> {
    return this.write(gzipSync(content));
  }

  async remove(): Promise<void> {
    await rm(this.#path, { recursive: true });
  }
}
