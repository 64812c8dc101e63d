// Tables inside of archives are read as if they stood beside them.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readRecords } from '../../src/csv/csv-records.js';
import { zipped } from '../support/sst-tables.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));
const path = join(folder, 'table.zip');

async function recordsOf(file: string): Promise<[line: number, cells: string[]][]> {
  const records: [number, string[]][] = [];
  await readRecords(file, (cells, line) => records.push([line, [...cells]]));
  return records;
}

const CONTENT = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n';
const RECORDS = [
  [1, ['a', 'b']],
  [2, ['1', 'x\r\ny']],
  [5, ['2', 'z']],
];

describe('a table', () => {
  test.each([
    ['packed', {}],
    ['stored', { isStored: true }],
  ])('is read from an archive, %s, with the lines it stands on', async (_how, options) => {
    expect(await recordsOf(zipped(path, { 'T.csv': CONTENT }, options))).toEqual(RECORDS);
  });

  test('is found beside what is no table', async () => {
    const files = { 'README.md': 'a', '__MACOSX/._T.csv': 'b', 'folder/T.TXT': CONTENT };
    expect(await recordsOf(zipped(path, files))).toEqual(RECORDS);
  });

  test('is read gzipped, and as it is', async () => {
    writeFileSync(join(folder, 't.gz'), gzipSync(CONTENT));
    writeFileSync(join(folder, 't.csv'), CONTENT);
    expect(await recordsOf(join(folder, 't.gz'))).toEqual(RECORDS);
    expect(await recordsOf(join(folder, 't.csv'))).toEqual(RECORDS);
  });

  test('says how many bytes of the file have been read', async () => {
    let bytes = 0;
    writeFileSync(join(folder, 't.csv'), CONTENT);
    await readRecords(join(folder, 't.csv'), () => {}, {
      progress: (more) => {
        bytes += more;
      },
    });
    expect(bytes).toBe(CONTENT.length);
  });
});

describe('an archive is refused', () => {
  test('with no table or with two, which are named', async () => {
    await expect(recordsOf(zipped(path, { 'a.md': 'x' }))).rejects.toThrow(
      `${path}: the archive holds 0 such files, not one`,
    );
    await expect(recordsOf(zipped(path, { 'a.csv': 'x', 'b.csv': 'y' }))).rejects.toThrow(
      'the archive holds 2 such files, not one: a.csv, b.csv',
    );
  });

  test('when it is damaged', async () => {
    await expect(recordsOf(zipped(path, { 'a.csv': 'x' }, { damage: true }))).rejects.toThrow(
      'a.csv in the archive is damaged',
    );
  });

  test('when it is cut off anywhere', async () => {
    zipped(path, { 'a.csv': CONTENT.repeat(20) });
    const bytes = readFileSync(path);
    for (let length = 4; length < bytes.length; length += 7) {
      writeFileSync(join(folder, 'part.zip'), bytes.subarray(0, length));
      await expect(recordsOf(join(folder, 'part.zip'))).rejects.toThrow('part.zip');
    }
  });
});

describe('properties', () => {
  test('whatever a table holds comes out of an archive as it went in', async () => {
    const cell = fc.stringMatching(/^[a-z0-9 é€]{1,8}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 50 }),
        fc.boolean(),
        async (rows, isStored) => {
          const text = rows.map((row) => row.join(',')).join('\n');
          const records = await recordsOf(zipped(path, { 'T.csv': text }, { isStored }));
          expect(records.map(([, cells]) => cells)).toEqual(rows);
        },
      ),
      { numRuns: 100 },
    );
  });
});
