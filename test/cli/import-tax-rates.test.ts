// `orderloom import-tax-rates`: from published tables to what a shop charges.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../support/command-line.js';
import { addressRow, boundaryRow, rateRow, table, zipped } from '../support/sst-tables.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

const rates = table(folder, 'WIR2026Q4SEP01.csv', [
  rateRow({ type: '45', code: '55', rate: '0.0500' }),
  rateRow({ type: '00', code: '025', rate: '0.0050' }),
]);
const boundaries = zipped(join(folder, 'WIB2026Q4SEP01.zip'), {
  'WIB2026Q4SEP01.csv': [
    boundaryRow({ low: '53703', county: '025' }),
    boundaryRow({ low: '53704', specials: [{ code: '99', type: '63' }] }),
    addressRow('53703'),
  ].join('\n'),
});

const importing = (out: string, ...more: string[]) =>
  run(['import-tax-rates', '--rates', rates, '--boundaries', boundaries, '--out', out, ...more]);

describe('an import', () => {
  test('writes what the shop in that data folder charges from then on', async () => {
    const dataDir = join(folder, 'var');
    const imported = await importing(join(dataDir, 'tax'));

    expect(imported.stderr).toBe('');
    expect(imported.code).toBe(0);
    expect(imported.stdout.split('\n')).toEqual([
      'US-WI: 1 local jurisdictions, 2 ranges of postal codes',
      '  1 rows of addresses left out',
      '  districts without a rate: 63-00099 (1 rows)',
      `  written to ${join(dataDir, 'tax', 'US-WI.json')}`,
      '',
    ]);

    const address = { name: 'Shop', line1: '1 Main St', city: 'Madison', postalCode: '53703' };
    const seller = { ...address, country: 'US', tax: { region: 'WI' } };
    const sellerFile = join(folder, 'seller.json');
    writeFileSync(sellerFile, JSON.stringify(seller));
    const cart = join(folder, 'cart.json');
    const shippingAddress = { country: 'US', region: 'WI', postalCode: '53703' };
    const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
    writeFileSync(cart, JSON.stringify({ currency: 'USD', lines, shippingAddress }));
    const quoted = await run(['quote', cart], { DATA_DIR: dataDir, SELLER_FILE: sellerFile });
    expect(quoted.stderr).toBe('');
    expect(JSON.parse(quoted.stdout)).toMatchObject({
      taxes: [
        { code: 'SALES', rate: '5' },
        { code: 'COUNTY', rate: '0.5' },
      ],
    });
  });

  test('on trial writes nothing, and says so as JSON where that is wanted', async () => {
    const out = join(folder, 'dry');
    const imported = await importing(out, '--dry-run', '--json');
    expect(imported.code).toBe(0);
    expect(JSON.parse(imported.stdout)).toEqual({
      dryRun: true,
      states: [
        {
          jurisdiction: 'US-WI',
          path: join(out, 'US-WI.json'),
          locals: 1,
          boundaries: 2,
          addressesLeftOut: 1,
          endedLeftOut: 0,
          withoutRate: [{ district: '63-00099', rows: 1 }],
        },
      ],
    });
    expect(existsSync(out)).toBe(false);
  });

  test('of a table with faults tells each on a line, writes nothing and fails', async () => {
    const out = join(folder, 'faulty');
    const faulty = table(folder, 'faulty.csv', ['55,45,55,five,0,0,0,20090101,29991231', 'x,y']);
    const imported = await run(['import-tax-rates', '--rates', faulty, '--out', out]);
    expect(imported).toMatchObject({ code: 1, stdout: '' });
    expect(imported.stderr.split('\n')).toEqual([
      'orderloom: nothing was written',
      `${faulty}:1: general tax rate intrastate: "five" is not a rate such as 0.0550`,
      `${faulty}:2: 2 columns, not 9 at least`,
      '',
    ]);
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [['--rates', 'missing.csv'], /missing\.csv/],
    [['--rates', rates, '--since', '2026-13-01'], /--since/],
    [['--rates', rates, '--seller-state', 'Wisconsin'], /--seller-state/],
    [[], /--rates/],
  ])('with %j is refused in a line', async (words, reason) => {
    const out = join(folder, 'refused');
    const imported = await run(['import-tax-rates', '--out', out, ...words]);
    expect(imported.code).toBe(1);
    expect(imported.stderr).toMatch(reason);
    expect(imported.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });
});
