import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const closeEarly = fileURLToPath(new URL('../fixtures/close-early.mjs', import.meta.url));

// In a process of its own: what is tested for would take this one along.
test('a pool that is closed while its threads load leaves the process alive', () => {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [closeEarly, '12'], {
    encoding: 'utf8',
  });
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  expect(stdout).toBe('12 rounds\n');
  // Each thread loads the largest module that there is, and the machine may be busy.
}, 120_000);
