// `orderloom keys`, `import` and `export`: the same on a shop that runs and on one that is closed.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hashKey } from '../../src/http/access.js';
import { run } from '../support/command-line.js';
import { OPERATOR_KEY } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { startWebServer, status } from '../support/web-server.js';

const folder = temporaryFolder();
let running: TestShop | undefined;
afterAll(async () => {
  removeFolder(folder);
  await running?.end();
});

const product = 'sku,name,category,taxCategory,prices\nCLI-1,From a file,Tools,standard,EUR=1.5\n';

async function settingsOf(kind: string): Promise<Record<string, string>> {
  if (kind === 'closed') return { DATA_DIR: join(folder, 'closed') };
  running ??= await startShop();
  const { engine, dataDir } = running;
  return { DATA_DIR: dataDir, ORDERLOOM_URL: engine.url, ORDERLOOM_OPERATOR_KEY: OPERATOR_KEY };
}

describe.each(['closed', 'running'])('a shop that is %s', (kind) => {
  const command = async (...words: string[]) => run(words, await settingsOf(kind));

  test('has its keys made, rotated, listed and revoked', async () => {
    const made = await command(
      'keys',
      'create',
      '--name',
      'CLI',
      '--scopes',
      'stock:read',
      '--json',
    );
    const { id, key } = JSON.parse(made.stdout);
    const rotated = await command('keys', 'rotate', id, '--grace', '60', '--json');
    const list = await command('keys', 'list');
    const revoked = await command('keys', 'revoke', id);

    expect([made.code, rotated.code, list.code, revoked.code]).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(rotated.stdout).key).not.toBe(key);
    expect(list.stdout).toContain(`${id}  CLI  stock:read  in use`);
    expect(list.stdout).not.toContain(hashKey(key));
    expect(revoked.stdout).toBe(`${id} is revoked\n`);
  }, 30_000);

  test('says that there is no such key, and that one was revoked already', async () => {
    const made = await command('keys', 'create', '--name', 'K', '--scopes', 'stock:read', '--json');
    const { id } = JSON.parse(made.stdout);
    await command('keys', 'revoke', id);

    const again = await command('keys', 'revoke', id);
    const nobody = await command('keys', 'rotate', 'nobody');

    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('revoked already')]);
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('no such key')]);
  }, 30_000);

  test('takes a file in and gives it out again', async () => {
    const [from, to] = [join(folder, 'from.csv'), join(folder, `${kind}.ndjson`)];
    writeFileSync(from, product);

    const dry = await command('import', 'products', from, '--dry-run');
    const real = await command('import', 'products', from);
    const out = await command('export', 'products', to);

    expect([dry.code, dry.stdout]).toEqual([0, '1 row is right; a dry run: nothing was applied\n']);
    expect([real.code, real.stdout]).toEqual([0, '1 row applied\n']);
    expect(out.code).toBe(0);
    expect(readFileSync(to, 'utf8')).toContain('"sku":"CLI-1","name":"From a file"');
  }, 30_000);

  test('says that columns are separated by commas, and lets no file steer the terminal', async () => {
    const semicolons = join(folder, 'semicolons.csv');
    writeFileSync(semicolons, 'sku;onHand\nCLI-1;3\n');
    const controls = join(folder, 'controls.csv');
    writeFileSync(controls, 'sku,onHand\n\u001b[2JCLI-1,3\n');

    const separated = await command('import', 'stock', semicolons);
    const steering = await command('import', 'stock', controls);

    expect(separated.stdout).toContain('1 error\n');
    expect(separated.stdout).toContain('there are sku, onHand, reason, separated by commas');
    expect(steering.stdout).toContain('line 2, sku "\ufffd[2JCLI-1": must');
    expect(steering.stdout).not.toContain('\u001b');
  }, 30_000);

  test('says which row is wrong, and ends with 1', async () => {
    const file = join(folder, 'wrong.csv');
    writeFileSync(file, `${product}CLI-2,Second,Tools,nonsense,EUR=1\n`);

    const { code, stdout } = await command('import', 'products', file);

    expect(code).toBe(1);
    expect(stdout).toContain('refused: nothing was applied');
    expect(stdout).toMatch(/line 3, taxCategory "nonsense": is none of/);
  }, 30_000);

  test('leaves no file where an export is refused', async () => {
    const file = join(folder, 'orders.csv');

    const { code, stderr } = await command('export', 'orders', file, '--from', 'never');

    expect([code, stderr]).toEqual([1, expect.stringContaining('?from')]);
    expect(existsSync(file)).toBe(false);
  }, 30_000);
});

test('a shop that runs wants a key', async () => {
  const settings = await settingsOf('running');
  const { code, stderr } = await run(['keys', 'list'], { DATA_DIR: settings.DATA_DIR ?? '' });

  expect([code, stderr]).toEqual([1, expect.stringContaining('ORDERLOOM_OPERATOR_KEY')]);
});

test('an address at which there is no shop is named', async () => {
  const other = await startWebServer(status(204));
  const ask = (url: string) =>
    run(['keys', 'list'], { ORDERLOOM_URL: url, ORDERLOOM_OPERATOR_KEY: OPERATOR_KEY });

  const nobody = await ask('http://127.0.0.1:1');
  const somebodyElse = await ask(other.url);
  await other.close();

  expect([nobody.code, nobody.stderr]).toEqual([
    1,
    expect.stringContaining('no shop answers at http://127.0.0.1:1 (ORDERLOOM_URL'),
  ]);
  expect([somebodyElse.code, somebodyElse.stderr]).toEqual([
    1,
    expect.stringMatching(/^orderloom: what answers at \S+ \(ORDERLOOM_URL.*is no shop\n$/),
  ]);
});
