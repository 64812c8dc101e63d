// One engine at a time on a folder of data.

import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { startEngine } from '../../src/main.js';
import { DataInUseError, lockDataFolder } from '../../src/store/sqlite/instance-lock.js';
import { orderBody } from '../support/http-client.js';
import { startShop, testSettings } from '../support/shop.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

describe('a folder of data', () => {
  test('is held by one at a time, and free when it is let go of', () => {
    const letGo = lockDataFolder(folder);

    expect(() => lockDataFolder(folder)).toThrow(DataInUseError);
    expect(() => lockDataFolder(folder)).toThrow(folder);
    letGo();

    lockDataFolder(folder)();
  });

  test('of a running engine is refused to a second one, which harms nothing', async () => {
    const first = await startShop();
    const config = readConfig(testSettings(first.dataDir));

    const second = startEngine(config, pino({ level: 'silent' }), '0.0.0-test');

    await expect(second).rejects.toThrow(DataInUseError);
    expect((await first.client.place(orderBody())).status).toBe(201);
    await first.end();
  });

  test('is free again after an engine that could not start', async () => {
    const busy = await startShop();
    const { port } = new URL(busy.engine.url);
    const settings = testSettings(folder);

    const failed = startEngine(
      readConfig({ ...settings, PORT: port }),
      pino({ level: 'silent' }),
      '0.0.0-test',
    );
    await expect(failed).rejects.toThrow(/EADDRINUSE/);
    const engine = await startEngine(readConfig(settings), pino({ level: 'silent' }), '0.0.0-test');

    expect((await fetch(`${engine.url}/livez`)).status).toBe(200);
    await engine.stop();
    await busy.end();
  });
});
