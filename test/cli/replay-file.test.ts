import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../support/command-line.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

test('a file that is not there is told in one line, and no shop is made for it', async () => {
  const file = join(folder, 'nowhere.csv');
  const { code, stderr } = await run(['replay', file], { DATA_DIR: join(folder, 'var') });
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`${file}: ENOENT`)]);
  expect(readdirSync(folder)).toEqual([]);
});
