// A seller whose invoices will lack something hears of it when the shop starts.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLogger } from '../../src/telemetry/log.js';
import { startShop } from '../support/shop.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

const { accounting, ...bare } = JSON.parse(readFileSync('data/demo/seller.json', 'utf8'));

/** What a shop of this seller warns of when it starts; the package's price lists have five currencies. */
async function warningsOf(seller: object): Promise<string[]> {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  const SELLER_FILE = join(folder, 'seller.json');
  writeFileSync(SELLER_FILE, JSON.stringify(seller));
  const shop = await startShop({ SELLER_FILE }, { logger: createLogger('warn', stream) });
  await shop.end();
  return lines.map((line) => JSON.parse(line).msg);
}

test('a seller in the EU without an accounting currency is told what invoices will lack', async () => {
  expect(await warningsOf(bare)).toContain(
    'the seller has no accounting currency (SELLER_FILE, accounting): invoices in GBP, PLN, JPY, USD lack their VAT in EUR',
  );
});

test('a seller whose table lacks a rate is told in which currencies no invoice can be issued', async () => {
  const rates = accounting.rates.filter(({ currency }: { currency: string }) => currency !== 'PLN');
  expect(await warningsOf({ ...bare, accounting: { ...accounting, rates } })).toContain(
    'the seller has no exchange rates to EUR (SELLER_FILE, accounting): no invoice in PLN can be issued',
  );
});

test('a seller who lacks nothing is told nothing of it', async () => {
  const warnings = await warningsOf({ ...bare, accounting });
  expect(warnings.filter((warning) => warning.includes('accounting'))).toEqual([]);
});
