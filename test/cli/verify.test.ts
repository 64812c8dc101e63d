// `orderloom verify`: 0 when every invariant holds, 1 with the offenders named otherwise.

import Database from 'better-sqlite3';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../support/command-line.js';
import { type SampleLedger, writeSampleLedger } from '../support/sample-ledger.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folders: string[] = [];
let dataDir: string;
let sample: SampleLedger;

beforeEach(async () => {
  dataDir = temporaryFolder();
  folders.push(dataDir);
  sample = await writeSampleLedger(dataDir);
});
afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

const verify = (...options: string[]) => run(['verify', ...options], { DATA_DIR: dataDir });

function corrupt(sql: string): void {
  const db = new Database(sample.ledger);
  db.exec(sql);
  db.close();
}

describe('a ledger', () => {
  test('that is clean ends with 0 and a line for each invariant', async () => {
    const { code, stdout, stderr } = await verify();

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('13 orders');
    expect(stdout).toMatch(/ok\s+no-charge-without-an-order/);
    expect(stdout).toMatch(/ok\s+amounts-add-up/);
    expect(stdout).not.toContain('WRONG');
  });

  test('that is corrupted ends with 1, the invariant and the offender', async () => {
    corrupt(`update stock set on_hand = on_hand + 1 where sku = '${sample.skus.common}'`);

    const { code, stdout } = await verify();

    expect(code).toBe(1);
    expect(stdout).toMatch(/WRONG\s+stock-moves-sum-to-level/);
    expect(stdout).toContain(sample.skus.common);
    expect(stdout).toMatch(/ok\s+amounts-add-up/);
    expect(stdout).toMatch(/1 offences? found/);
  });

  test('is told of in JSON for programs', async () => {
    corrupt(`update orders set payment_state = 'declined' where id = '${sample.orders.confirmed}'`);

    const { code, stdout } = await verify('--json');

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      orders: 13,
      offences: expect.arrayContaining([
        expect.objectContaining({
          invariant: 'payments-match-orders',
          offender: sample.orders.confirmed,
        }),
      ]),
    });
  });

  test('that is not there, or is none, ends with 1 and one line', async () => {
    const missing = await run(['verify'], { DATA_DIR: `${dataDir}/nowhere` });
    corrupt('pragma application_id = 1');
    const foreign = await verify();

    for (const { code, stdout, stderr } of [missing, foreign]) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('ledger.db');
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
