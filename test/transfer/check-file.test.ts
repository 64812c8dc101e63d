// Rows wait in memory, are compared with the shop and staged in the order of their keys; what is told of
// them is in the order of the file.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { FileFormat } from '../../src/core/transfers.js';
import { checkFile } from '../../src/transfer/check-file.js';
import type { Surroundings } from '../../src/transfer/kinds.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

/** More than wait at once. */
const ROWS = 45_000;
const FAULTS_TOLD = 100;
const skuOf = (row: number) => `S-${String((row * 7_919) % ROWS).padStart(6, '0')}`;

const checked = (rows: readonly string[], shop: Partial<Surroundings> = {}) =>
  checkedFile(['sku,onHand', ...rows, ''].join('\n'), 'csv', shop);

async function checkedFile(
  content: string | Buffer,
  format: FileFormat,
  shop: Partial<Surroundings> = {},
) {
  const file = join(folder, `stock.${format}`);
  writeFileSync(file, content);
  const lines = new Map<string, number>();
  const staged: string[] = [];
  const seen = { open: 0, openMost: 0, looks: 0, rests: 0, restsInside: 0 };
  const answer = await checkFile(
    { file, format, kind: 'stock', mode: 'file' },
    {
      shop: {
        taxCategories: new Set(),
        hasProduct: () => true,
        stock: () => ({ reserved: 0 }),
        holderOf: () => undefined,
        together: (work) => {
          const before = staged.length;
          seen.looks += 1;
          seen.open = 1;
          work();
          seen.open = 0;
          seen.openMost = Math.max(seen.openMost, staged.length - before);
        },
        ...shop,
      },
      stage: (key, line) => {
        const first = lines.get(key);
        if (first !== undefined) return first;
        lines.set(key, line);
        staged.push(key);
        return null;
      },
      makeWay: () => {
        seen.rests += 1;
        seen.restsInside += seen.open;
      },
      progress: () => {},
    },
  );
  return { ...answer, staged, lines, seen };
}

const row = (number: number) => `${skuOf(number)},${number}`;
const all = Array.from({ length: ROWS }, (_, number) => row(number));

test('every row of a file that does not fit into memory is staged once, with its line', async () => {
  const { rows, faultCount, staged, lines } = await checked(all);

  expect({ rows, faultCount }).toEqual({ rows: ROWS, faultCount: 0 });
  expect(new Set(staged).size).toBe(ROWS);
  expect(lines.get(skuOf(30_000))).toBe(30_002);
  // Long walks in the order of the keys, and few of them.
  const turns = staged.filter((key, at) => at > 0 && key < (staged[at - 1] as string)).length;
  expect(turns).toBeLessThanOrEqual(3);
});

test('the shop is looked at for many rows together, and never while the thread rests', async () => {
  const { seen } = await checked(all);

  expect(seen.openMost).toBeGreaterThan(1);
  expect(seen.openMost).toBeLessThanOrEqual(1_000);
  expect(seen.rests).toBeGreaterThanOrEqual(seen.looks);
  expect(seen.restsInside).toBe(0);
});

test('faults are told in the order of the file, whichever of its checks found them', async () => {
  const rows = [...all];
  rows[7] = `${skuOf(7)},many`;
  rows[5] = row(40);
  rows[44_999] = row(3);
  rows[9] = `${skuOf(9)},-1`;
  const missing = skuOf(6);

  const { faults, faultCount } = await checked(rows, {
    stock: (sku) => (sku === missing ? undefined : { reserved: 0 }),
  });

  expect(faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '8 there is no such article',
    '9 must be a whole number',
    '11 must be >= 0',
    '42 is in line 7 already',
    '45001 is in line 5 already',
  ]);
  expect(faultCount).toBe(5);
});

test('of very many faults the first are told, and all are counted', async () => {
  const { faults, faultCount, rows } = await checked(all, { stock: () => undefined });

  expect(faults.map(({ line }) => line)).toEqual(
    Array.from({ length: FAULTS_TOLD }, (_, at) => at + 2),
  );
  expect({ faultCount, rows }).toEqual({ faultCount: ROWS, rows: 0 });
});

test('of a file that breaks off in its middle no row counts, and what was found before is told', async () => {
  const { faults, rows } = await checked([row(1), `${skuOf(2)},no`, '"an open quote']);

  expect(rows).toBe(0);
  expect(faults.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '3 must be a whole number',
    '4 the quoting is broken',
  ]);
});

const latin1 = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`, 'latin1');
const notUtf8 = 'holds what is no UTF-8: save the file in that encoding';

test('of a file in another encoding each cell and line that is lost is told', async () => {
  const csv = latin1('sku,onHand,reason', 'A,1,counted', 'B,2,Inventur in Köln', 'C,3,counted');
  const ndjson = latin1('{"sku":"A","onHand":1}', '{"sku":"B","onHand":2,"reason":"Köln"}');

  expect(await checkedFile(csv, 'csv')).toMatchObject({
    faultCount: 1,
    faults: [{ line: 3, column: 'reason', value: 'Inventur in K\ufffdln', reason: notUtf8 }],
    staged: ['A', 'C'],
  });
  expect(await checkedFile(ndjson, 'ndjson')).toMatchObject({
    faultCount: 1,
    faults: [{ line: 2, column: '', reason: notUtf8 }],
    staged: ['A'],
  });
});

test('a header in another encoding is told as such', async () => {
  const { faults } = await checkedFile(latin1('sku,Größe', 'A,1'), 'csv');

  expect(faults).toMatchObject([{ line: 1, reason: notUtf8 }]);
});

test('a small archive of endless empty lines is not read to its end', async () => {
  const content = gzipSync(Buffer.alloc(11_000_000, '\n'));
  const { faults, rows, seen } = await checkedFile(content, 'ndjson');

  expect(content.length).toBeLessThan(20_000);
  expect(faults).toMatchObject([{ reason: 'there are more than 10000000 lines; divide the file' }]);
  expect(faults[0]?.line).toBeGreaterThan(9_000_000);
  expect(rows).toBe(0);
  expect(seen.rests).toBeGreaterThan(100);
});

test('NDJSON that breaks off is told by its line', async () => {
  const whole = gzipSync('{"sku":"A","onHand":1}\n'.repeat(3));
  const { faults } = await checkedFile(whole.subarray(0, -8), 'ndjson');

  expect(faults).toMatchObject([
    { line: 2, reason: 'is in line 1 already' },
    { line: 3, reason: 'is in line 1 already' },
    { line: 4, reason: 'unexpected end of file' },
  ]);
});
