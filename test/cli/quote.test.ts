// `orderloom quote`: a price and why it is that, without a server.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { run } from '../support/command-line.js';
import { T0 } from '../support/store-orders.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

let folder: string;
let made = 0;

beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => removeFolder(folder));

function file(content: unknown): string {
  made += 1;
  const path = join(folder, `cart-${made}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const cart = { currency: 'EUR', country: 'DE', lines: [{ sku: 'MUG-BLUE', quantity: 2 }] };
const quote = (path: string, dataDir = join(folder, 'nothing-here')) =>
  run(['quote', path], { DATA_DIR: dataDir });

describe('a cart in a file', () => {
  test('is priced as the demo shop would, with an explanation, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await quote(file({ ...cart, coupons: ['WELCOME10'] }));

    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      totals: { subtotal: 2580, discount: 258, shipping: 490, total: 2812 },
      explanation: expect.arrayContaining([expect.objectContaining({ rule: 'promotion' })]),
    });
    expect(existsSync(join(folder, 'nothing-here'))).toBe(false);
  });

  test('is priced from the shop’s own data where there is a shop', async () => {
    const store = openSqliteStore({ file: join(folder, 'ledger.db'), batchMax: 8, queueMax: 8 });
    const prices = { EUR: 1_000_000 };
    const mug = { sku: 'MUG-BLUE', name: 'Own mug', category: 'Own', taxCategory: 'standard' };
    await store.putProduct({ ...mug, prices, at: T0 });
    await store.close();

    const { code, stdout } = await quote(file({ ...cart, shippingMethod: 'pickup' }), folder);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      lines: [{ name: 'Own mug' }],
      totals: { total: 200 },
    });
  });

  test('may carry recorded prices: who runs this may set them', async () => {
    const lines = [{ sku: 'MUG-BLUE', quantity: '1.5', unitPrice: '1' }];

    const { code, stdout } = await quote(file({ ...cart, lines, shippingMethod: 'pickup' }));

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ totals: { total: 150 } });
  });

  test('that has no price is a problem, and the end is 1', async () => {
    const lines = [{ sku: 'NO-SUCH-THING', quantity: 1 }];

    const { code, stdout } = await quote(file({ ...cart, lines }));

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      type: '/problems/unknown-sku',
      sku: 'NO-SUCH-THING',
    });
  });

  const wrong: [what: string, content: unknown, says: string][] = [
    ['no JSON', '{"currency":', 'JSON'],
    ['a field too many', { ...cart, payment: {} }, 'payment'],
    ['a field that is wrong', { ...cart, lines: [{ sku: 'MUG-BLUE', quantity: 0 }] }, 'quantity'],
    ['a currency that there is not', { ...cart, currency: 'XXX' }, '/currency'],
    ['no country', { ...cart, country: undefined }, '/country'],
  ];
  for (const [what, content, says] of wrong) {
    test(`is refused in one line that names the file and what is wrong: ${what}`, async () => {
      const path = file(content);

      const { code, stdout, stderr } = await quote(path);

      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(path);
      expect(stderr).toContain(says);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    });
  }

  test('that is not there is refused, and so is none at all', async () => {
    const missing = await quote(join(folder, 'no-such-file.json'));
    const none = await run(['quote']);

    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('no-such-file.json');
    expect(missing.stderr).not.toContain('    at ');
    expect(none.code).not.toBe(0);
    expect(none.stderr).toContain('file.json');
  });
});

test('every mistake in a file is named with its place', async () => {
  const lines = [{ ...cart.lines[0], quantity: 2.5 }];
  const { code, stderr } = await quote(file({ ...cart, lines, couponCode: 'X' }));

  expect(code).toBe(1);
  expect(stderr).toContain('/couponCode is not a known field');
  expect(stderr).toContain('/lines/0/quantity must be integer, or must be string');
});
