// `orderloom backup` and `restore`: a copy that agrees with itself, made beside a running shop.

import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ledgerFile } from '../../src/main.js';
import { run } from '../support/command-line.js';
import { orderBody } from '../support/http-client.js';
import { writeSampleLedger } from '../support/sample-ledger.js';
import { startShop } from '../support/shop.js';
import { readFrom } from '../support/sqlite-store.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

const command = (words: string[], dataDir: string) => run(words, { DATA_DIR: dataDir });

async function sampleBackup() {
  const dataDir = newFolder();
  await writeSampleLedger(dataDir);
  const folder = join(newFolder(), 'backup');
  const made = await command(['backup', folder, '--json'], dataDir);
  expect([made.code, made.stderr]).toEqual([0, expect.anything()]);
  return { dataDir, folder };
}

describe('a backup', () => {
  test('beside a running shop holds every order that was answered before, and verifies', async () => {
    const shop = await startShop();
    const backup = join(newFolder(), 'backup');
    const acknowledged: string[] = [];
    let isPlacing = true;
    const customer = async () => {
      while (isPlacing) {
        const { status, body } = await shop.client.place(orderBody());
        if (status === 201) acknowledged.push(body.id);
        else return;
      }
    };
    const customers = Array.from({ length: 8 }, customer);
    while (acknowledged.length < 20) await shop.client.get('/livez');
    const before = [...acknowledged];

    const made = await command(['backup', backup, '--json'], shop.dataDir);
    isPlacing = false;
    await Promise.all(customers);
    await shop.end();
    const restored = newFolder();
    const back = await command(['restore', backup, '--json'], restored);
    const verified = await command(['verify', '--json'], restored);

    expect([made.code, back.code, verified.code]).toEqual([0, 0, 0]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ offences: [] });
    const ids = readFrom(ledgerFile(restored), (db) =>
      db.prepare('select id from orders').pluck().all(),
    );
    expect(ids).toEqual(expect.arrayContaining(before));
  }, 60_000);

  test('goes into a folder of its own, and into no other', async () => {
    const dataDir = newFolder();
    await writeSampleLedger(dataDir);
    const folder = newFolder();
    writeFileSync(join(folder, 'something'), 'else');

    const { code, stderr } = await command(['backup', folder], dataDir);

    expect(code).toBe(1);
    expect(stderr).toContain('is not empty');
    expect(readdirSync(folder)).toEqual(['something']);
  });

  test('of no shop is refused', async () => {
    const { code, stderr } = await command(['backup', join(newFolder(), 'x')], newFolder());

    expect([code, stderr]).toEqual([1, expect.stringContaining('holds no shop')]);
  });
});

describe('a restore', () => {
  test('gives back what was there, byte by byte', async () => {
    const { folder } = await sampleBackup();
    const restored = newFolder();

    const { code, stdout } = await command(['restore', folder], restored);

    expect(code).toBe(0);
    expect(stdout).toContain('every invariant holds');
    const ledger = (where: string) => readFileSync(ledgerFile(where));
    expect(ledger(restored).equals(ledger(folder))).toBe(true);
  });

  test('of a file that was changed since is refused, and nothing is written', async () => {
    const { folder } = await sampleBackup();
    appendFileSync(ledgerFile(folder), 'x');
    const restored = newFolder();

    const { code, stderr } = await command(['restore', folder], restored);

    expect([code, stderr]).toEqual([1, expect.stringContaining('is not as it was')]);
    expect(existsSync(ledgerFile(restored))).toBe(false);
  });

  test('does not overwrite a shop', async () => {
    const { folder, dataDir } = await sampleBackup();

    const { code, stderr } = await command(['restore', folder], dataDir);

    expect([code, stderr]).toEqual([1, expect.stringContaining('holds a shop already')]);
  });

  test('beside the log of a ledger that was removed is refused: it would be applied to this one', async () => {
    const { folder } = await sampleBackup();
    const restored = newFolder();
    const log = `${ledgerFile(restored)}-wal`;
    writeFileSync(log, 'of another');

    const { code, stderr } = await command(['restore', folder], restored);

    expect([code, stderr]).toEqual([1, expect.stringContaining(`${log} is left of another shop`)]);
    expect(existsSync(ledgerFile(restored))).toBe(false);
  });

  test('that was cut off can be repeated', async () => {
    const { folder } = await sampleBackup();
    const restored = newFolder();
    const payments = join(restored, 'simulated-payments.db');
    writeFileSync(payments, 'half of it');

    const { code, stdout } = await command(['restore', folder], restored);

    expect([code, stdout]).toEqual([0, expect.stringContaining('every invariant holds')]);
    const whole = readFileSync(join(folder, 'simulated-payments.db'));
    expect(readFileSync(payments).equals(whole)).toBe(true);
  });

  test('of a folder that is no backup, or leads out of it, is refused', async () => {
    const folder = newFolder();
    const first = await command(['restore', folder], newFolder());
    const { folder: whole } = await sampleBackup();
    const manifest = join(whole, 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    const { files, ...rest } = JSON.parse(text);
    const outside = { name: '../outside', bytes: 0, sha256: '' };
    writeFileSync(manifest, JSON.stringify({ ...rest, files: [outside, ...files] }));
    mkdirSync(join(whole, 'x'));
    const second = await command(['restore', whole], newFolder());

    expect([first.code, first.stderr]).toEqual([1, expect.stringContaining('is no backup')]);
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining('lies outside')]);
  });
});
