import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeZip, type ZipEntry } from '../../src/cli/zip-file.js';
import { readZip } from '../support/read-zip.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

const AT = new Date(Date.UTC(2026, 0, 15, 12));
const entry = (name: string, text: string, compress = false): ZipEntry => ({
  ...{ name, compress },
  bytes: Buffer.from(text),
  at: AT,
});

async function* from(entries: readonly ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* entries;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const textsIn = (zip: Buffer) => readZip(zip).map(({ name, bytes }) => [name, bytes.toString()]);

describe('a ZIP file', () => {
  test('has its entries in the order in which they came, with their bytes', async () => {
    const file = join(folder, 'a.zip');
    const long = 'x'.repeat(300_000);
    const entries = [entry('b.pdf', long), entry('a.xml', long, true), entry('ü.pdf', '')];
    await writeZip(file, from(entries));
    const bytes = readFileSync(file);
    expect(textsIn(bytes)).toEqual([
      ['b.pdf', long],
      ['a.xml', long],
      ['ü.pdf', ''],
    ]);
    expect(bytes.length).toBeLessThan(310_000);
  });

  test('is the same, byte by byte, for the same entries', async () => {
    const [a, b] = [join(folder, 'a.zip'), join(folder, 'b.zip')];
    for (const file of [a, b]) await writeZip(file, from([entry('1.pdf', 'one')]));
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
  });

  test('without entries is one all the same', async () => {
    await writeZip(join(folder, 'a.zip'), from([]));
    expect(textsIn(readFileSync(join(folder, 'a.zip')))).toEqual([]);
  });

  test('that cannot be finished leaves what was there before, and nothing half done', async () => {
    const file = join(folder, 'a.zip');
    writeFileSync(file, 'before');
    async function* failing(): AsyncGenerator<ZipEntry> {
      yield entry('1.pdf', 'one');
      throw new Error('no more');
    }
    await expect(writeZip(file, failing())).rejects.toThrow('no more');
    expect(readdirSync(folder)).toEqual(['a.zip']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  test('in a folder that is not there fails with its name', async () => {
    const file = join(folder, 'none', 'a.zip');
    await expect(writeZip(file, from([entry('1.pdf', 'one')]))).rejects.toThrow('ENOENT');
    expect(existsSync(file)).toBe(false);
  });

  test('lets go of what has been written: its memory is that of a few entries', async () => {
    const [count, size] = [60, 1_000_000];
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const held: number[] = [];
    async function* watched(): AsyncGenerator<ZipEntry> {
      for (let index = 0; index < count; index += 1) {
        collectGarbage();
        held.push(process.memoryUsage().arrayBuffers - before);
        yield { ...entry(`${index}.pdf`, ''), bytes: Buffer.alloc(size, index) };
      }
    }
    await writeZip(join(folder, 'a.zip'), watched());
    expect(Math.max(...held)).toBeLessThan(8 * size);
  });

  test('goes to the disk as its entries come: they do not gather in memory', async () => {
    const file = join(folder, 'a.zip');
    const [count, size, buffered] = [50, 200_000, 1_000_000];
    const behind: number[] = [];
    async function* watched(): AsyncGenerator<ZipEntry> {
      for (let index = 0; index < count; index += 1) {
        const written = existsSync(`${file}.part`) ? statSync(`${file}.part`).size : 0;
        behind.push(index * size - written);
        yield entry(`${index}.pdf`, 'x'.repeat(size));
      }
    }
    await writeZip(file, watched());
    expect(Math.max(...behind)).toBeLessThan(buffered);
    expect(textsIn(readFileSync(file))).toHaveLength(count);
  });
});
