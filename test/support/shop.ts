/** The real engine, in this process, on a free port and in a folder of its own. */
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { readConfig } from '../../src/config.js';
import {
  type Engine,
  type EngineOverrides,
  ledgerFile,
  simulatedPaymentsFile,
  startEngine,
} from '../../src/main.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { verifyLedger } from '../../src/store/sqlite/verify.js';
import type { Store } from '../../src/store/store.js';
import { Client, OPERATOR_KEY } from './http-client.js';
import { removeFolder, temporaryFolder } from './temporary-folder.js';

export interface TestShop {
  engine: Engine;
  client: Client;
  dataDir: string;
  /** Stops it, if it runs, and removes its data. @throws Error when an invariant does not hold. */
  end(): Promise<void>;
}

export interface ShopOptions extends EngineOverrides {
  /** Works on the store before the engine has it. */
  prepare?: (store: Store) => Promise<unknown>;
  logger?: Logger;
}

export async function startShop(
  settings: Record<string, string> = {},
  { prepare, logger = pino({ level: 'silent' }), ...overrides }: ShopOptions = {},
): Promise<TestShop> {
  const dataDir = temporaryFolder();
  if (prepare) await prepared(dataDir, prepare);
  const config = readConfig({ ...testSettings(dataDir), ...settings });
  const engine = await startEngine(config, logger, '0.0.0-test', overrides);
  const client = new Client(engine.url);
  const end = async () => {
    await Promise.all([client.close(), engine.stop()]);
    const { offences } = verifyLedger(ledgerFile(dataDir), simulatedPaymentsFile(dataDir));
    removeFolder(dataDir);
    if (offences.length > 0) throw new Error(`offences: ${JSON.stringify(offences, null, 2)}`);
  };
  return { engine, client, dataDir, end };
}

export const testSettings = (dataDir: string): Record<string, string> => ({
  PORT: '0',
  DATA_DIR: dataDir,
  ORDERLOOM_OPERATOR_KEY: OPERATOR_KEY,
  QUOTE_THREADS: '1',
  INVOICE_THREADS: '1',
  // Orders stay `confirmed`, but for the tests that are about what comes after.
  SIMULATED_WAREHOUSE_DELAY_MS: String(HOUR_MS),
});

const HOUR_MS = 3_600_000;

async function prepared(dataDir: string, prepare: (store: Store) => Promise<unknown>) {
  const file = join(dataDir, 'ledger.db');
  const store = openSqliteStore({ file, batchMax: 64, queueMax: 64 });
  try {
    await prepare(store);
  } finally {
    await store.close();
  }
}
