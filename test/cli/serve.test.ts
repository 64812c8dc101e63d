// `orderloom serve`: starts, says where, refuses what it cannot be, and stops when it is told to.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, run, start } from '../support/command-line.js';
import { Client, OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { threadsOf } from '../support/proc.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
};
const settings = (dataDir: string, more: Record<string, string> = {}) => ({
  PORT: '0',
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  ...more,
});

afterAll(() => {
  for (const folder of folders) removeFolder(folder);
});

describe('a server', () => {
  const dataDir = newFolder();
  let server: Running;
  let client: Client;

  beforeAll(async () => {
    server = start(['serve'], settings(dataDir));
    client = new Client(await server.url());
  });
  afterAll(async () => {
    await client.close();
    server.signal('SIGKILL');
    await server.ended;
  });

  test('says where it listens, where its data is, what to try, and its new key once', async () => {
    expect((await client.get('/readyz')).status).toBe(200);
    const banner = await until('the whole banner', () =>
      server.stdout().includes('v1/products') ? server.stdout() : null,
    );

    expect(banner).toContain(dataDir);
    expect(banner).toContain('/openapi.json');
    expect(banner).toContain('/order/place-order?customerId=1');
    const key = /olk_[\w-]{32}/.exec(banner)?.[0] as string;
    expect((await client.get('/v1/orders', { as: key })).status).toBe(200);
  });

  // Elsewhere niceness belongs to the whole process, which is left alone.
  test.runIf(process.platform === 'linux')('lets V8’s threads wait for its own', () => {
    const [main = 0, ...others] = threadsOf(server.pid).map(({ niceness }) => niceness);

    // V8's are there before any other. The ledger's and the quotes' threads are as the main one is.
    expect(others.slice(0, 4)).toEqual([10, 10, 10, 10]);
    expect(main).toBeLessThan(10);
    expect(others.filter((niceness) => niceness === main).length).toBeGreaterThanOrEqual(2);
  });

  test('refuses a second one on the same data, which goes on unharmed', async () => {
    const second = await run(['serve'], settings(dataDir));

    expect(second.code).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(`${dataDir} is in use`);
    expect(second.stderr).not.toContain('    at ');
    expect((await client.place(orderBody())).status).toBe(201);
  });

  test('refuses a second one on the same port, with other data', async () => {
    const { port } = new URL(await server.url());

    const second = await run(['serve'], settings(newFolder(), { PORT: port }));

    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`PORT ${port} of 127.0.0.1 is in use by another program`);
    expect(second.stderr).not.toContain('    at ');
  });

  test.each([
    [{ HOST: '256.1.1.1' }, 'HOST 256.1.1.1 is no address of this machine'],
    [{ HOST: '192.0.2.1' }, 'HOST 192.0.2.1 is no address of this machine'],
    [{ DATA_DIR: '/dev/null' }, 'DATA_DIR /dev/null is no folder to write in'],
  ])('names the setting that it cannot start with: %j', async (wrong, sentence) => {
    const { code, stderr } = await run(['serve'], settings(newFolder(), wrong));

    expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('ends with 0 on SIGTERM, and everything that it confirmed is there the next time', async () => {
    const { body } = await client.place(orderBody());

    server.signal('SIGTERM');
    const ended = await server.ended;
    const next = start(['serve'], settings(dataDir, { ORDERLOOM_OPERATOR_KEY: OPERATOR_KEY }));
    const again = new Client(await next.url());
    const read = await again.get(`/v1/orders/${body.id}`, { as: body.accessToken });
    await again.close();
    next.signal('SIGINT');

    expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(read).toMatchObject({ status: 200, body: { number: body.number } });
    expect(next.stdout()).not.toContain('olk_');
    expect((await next.ended).code).toBe(0);
  });
});

describe('a server that is stopped with an order under way', () => {
  test('answers it, and then ends with 0', async () => {
    const server = start(
      ['serve'],
      settings(newFolder(), {
        ORDERLOOM_OPERATOR_KEY: OPERATOR_KEY,
        SIMULATED_PAYMENT_LATENCY_MS: '500',
      }),
    );
    const client = new Client(await server.url());
    const placing = client.place(orderBody());
    await until('the order', async () => (await client.orders()).length === 1);

    server.signal('SIGTERM');

    expect((await placing).status).toBe(201);
    await client.close();
    expect((await server.ended).code).toBe(0);
  });
});

describe('a server that cannot start', () => {
  const wrong: [setting: string, value: string, says: string][] = [
    ['PORT', 'many', 'PORT'],
    ['PORT', '70000', 'PORT'],
    ['ORDER_MODE', 'sideways', 'parallel, sequential'],
    ['HOLD_TTL_MS', '1', 'HOLD_TTL_MS'],
    ['STEP_DELAYS_MS', 'lunch=300', 'STEP_DELAYS_MS'],
    ['TIME_ZONE', 'Europe/Atlantis', 'TIME_ZONE'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL'],
  ];

  for (const [setting, value, says] of wrong) {
    test(`names the setting and its value: ${setting}=${value}`, async () => {
      const dataDir = newFolder();

      const ended = await run(['serve'], { ...settings(dataDir), [setting]: value });

      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(says);
      expect(ended.stderr).toContain(`"${value}"`);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(readdirSync(dataDir)).toEqual([]);
    });
  }

  test('does not repeat an operator key that is too short', async () => {
    const ended = await run(
      ['serve'],
      settings(newFolder(), { ORDERLOOM_OPERATOR_KEY: 'too-short' }),
    );

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('ORDERLOOM_OPERATOR_KEY');
    expect(ended.stderr).not.toContain('too-short');
  });

  for (const [setting, value] of [
    ['SMTP_URL', 'smtp://somebody:hunter2@'],
    ['WAREHOUSE_URL', 'ftp://somebody:hunter2@warehouse.example'],
    ['WAREHOUSE_SECRET', 'hunter2'],
  ] as const) {
    test(`names the setting and does not repeat what it hides: ${setting}`, async () => {
      const dataDir = newFolder();

      const ended = await run(['serve'], { ...settings(dataDir), [setting]: value });

      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toContain(setting);
      expect(ended.stderr).not.toContain('hunter2');
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(readdirSync(dataDir)).toEqual([]);
    });
  }

  test('says in one line what is wrong with the seller', async () => {
    const dataDir = newFolder();
    const file = join(dataDir, 'seller.json');
    writeFileSync(file, JSON.stringify({ name: 'Shop' }));

    const ended = await run(['serve'], settings(dataDir, { SELLER_FILE: file }));

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(`SELLER_FILE ${file}`);
    expect(ended.stderr).not.toContain('    at ');
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('says that its ledger is none, and leaves the file alone', async () => {
    const dataDir = newFolder();
    writeFileSync(join(dataDir, 'ledger.db'), 'no database at all '.repeat(500));

    const ended = await run(['serve'], settings(dataDir));

    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(join(dataDir, 'ledger.db'));
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });
});
