// A file that was being brought in when the process ended: what had begun is finished at the next
// start, what was only being checked is given up.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { type Engine, ledgerFile, startEngine } from '../../src/main.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { createStaging } from '../../src/store/sqlite/staging.js';
import type { ImportFacts, Store, StoredImport } from '../../src/store/store.js';
import { valueIn } from '../support/result.js';
import { testSettings } from '../support/shop.js';
import { T0 } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const ROWS = 450;
const skuOf = (row: number): string => `R-${String(row).padStart(4, '0')}`;
const facts: ImportFacts = {
  format: 'csv',
  mode: 'file',
  isDryRun: false,
  bytes: 1,
  sha256: null,
  faults: [],
  faultCount: 0,
  exceptions: [],
};
const noted: Pick<StoredImport, 'kind' | 'facts' | 'rows'> = { kind: 'stock', facts, rows: ROWS };

let dataDir: string;
let engine: Engine | undefined;

beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(async () => {
  await engine?.stop();
  removeFolder(dataDir);
});

const fileOf = (id: string, part: string): string => join(dataDir, 'imports', `${id}.${part}`);

async function inStore(work: (store: Store) => Promise<void>): Promise<void> {
  const store = openSqliteStore({ file: ledgerFile(dataDir), batchMax: 64, queueMax: 64 });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

const start = async (): Promise<Engine> => {
  const config = readConfig({ ...testSettings(dataDir), DEMO: 'false' });
  engine = await startEngine(config, pino({ level: 'silent' }), '0.0.0-test');
  return engine;
};

test('half applied, it is applied to its end, each row once', async () => {
  mkdirSync(join(dataDir, 'imports'), { recursive: true });
  const staging = createStaging(fileOf('half', 'staged'));
  for (let row = 0; row < ROWS; row += 1) {
    staging.add(skuOf(row), row + 2, JSON.stringify({ sku: skuOf(row), onHand: row + 1 }));
  }
  staging.close();
  await inStore(async (store) => {
    for (let row = 0; row < ROWS; row += 1) {
      const product = { sku: skuOf(row), name: 'R', category: 'R', taxCategory: 'standard' };
      valueIn(await store.putProduct({ ...product, prices: {}, at: T0 }));
    }
    valueIn(await store.noteImport({ id: 'half', state: 'checking', ...noted, at: T0 }));
    valueIn(await store.openImport({ id: 'half', at: T0 }));
    const step = { id: 'half', kind: 'stock', file: fileOf('half', 'staged'), at: T0 } as const;
    const first = valueIn(await store.importRows({ ...step, limit: 200 }));
    expect(first).toMatchObject({ done: false, applied: 200 });
  });

  const { shop } = await start();

  const done = await until('its end', async () => {
    const now = await shop.store.import('half');
    return now?.state === 'applied' ? now : undefined;
  });
  expect(done.applied).toBe(ROWS);
  expect(await shop.store.stock(skuOf(ROWS - 1))).toMatchObject({ onHand: ROWS });
  const moves = await shop.store.stockMoves({ sku: skuOf(0), cursor: null, limit: 10 });
  expect(moves.items.map(({ delta }) => delta)).toEqual([1]);
  await until('its files gone', () => !existsSync(fileOf('half', 'staged')));
});

test('only being checked, it is interrupted, and nothing of it is left', async () => {
  mkdirSync(join(dataDir, 'imports'), { recursive: true });
  writeFileSync(fileOf('cut', 'upload'), 'sku,onHand\n');
  await inStore(async (store) => {
    valueIn(await store.noteImport({ id: 'cut', state: 'checking', ...noted, at: T0 }));
  });

  const { shop } = await start();

  expect(await shop.store.import('cut')).toMatchObject({ state: 'interrupted', applied: 0 });
  expect(existsSync(fileOf('cut', 'upload'))).toBe(false);
});
