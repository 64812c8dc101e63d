// `orderloom simulate`, as somebody uses it who tries things out.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/command-line.js';

const CLI = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js');
const fast = ['--delays', 'stock=1,quote=1,pay=1,email=1,warehouse=1'];

describe('a simulation', () => {
  test.each([
    [['--customers', '0'], "argument '0' is invalid. not a whole number from 1"],
    [['--customers', '0x10'], 'not a whole number from 1'],
    [['--stock', '-1'], "argument '-1' is invalid. not a whole number from 0"],
    [['--stock', '99999999999999999999'], 'not a whole number from 0'],
    [['--stock', '9999999999999'], '--stock must be at most 1000000000'],
    [['--customers', '20000'], '--customers must be at most 10000'],
  ])('with %j is refused in one line', async (words, sentence) => {
    const { code, stdout, stderr } = await run(['simulate', ...words]);

    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('whose reader has read enough ends without a word', async () => {
    const child = spawn(process.execPath, [CLI, 'simulate', '--customers', '2', ...fast]);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await once(child.stdout, 'data');
    child.stdout.destroy();

    const [code] = await once(child, 'close');

    expect([code, stderr]).toEqual([0, '']);
  }, 30_000);
});
