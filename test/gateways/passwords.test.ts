import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { WorkerProcesses } from '../../src/compute/worker-processes.js';
import { openPasswords } from '../../src/gateways/passwords.js';
import { childrenOf } from '../support/proc.js';
import { valueIn } from '../support/result.js';
import { until } from '../support/until.js';

let hasOrders = false;
const passwords = openPasswords({ threads: 1, queueMax: 4, hasOrders: () => hasOrders });
afterAll(() => passwords.close());

describe('a password', () => {
  test('is hashed with argon2id, a salt each, and known again', async () => {
    const hash = valueIn(await passwords.hash('correct horse', false));
    const other = valueIn(await passwords.hash('correct horse', false));

    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(other).not.toBe(hash);
    expect(valueIn(await passwords.verify('correct horse', hash, false))).toBe(true);
    expect(valueIn(await passwords.verify('Correct horse', hash, false))).toBe(false);
  });

  test('of nobody is never right', async () => {
    expect(valueIn(await passwords.verify('', null, false))).toBe(false);
    expect(valueIn(await passwords.verify('correct horse', null, false))).toBe(false);
  });

  test('may be of any characters', async () => {
    const hash = valueIn(await passwords.hash('пароль 🐴\u0000"', false));
    expect(valueIn(await passwords.verify('пароль 🐴\u0000"', hash, false))).toBe(true);
  });
});

test('beside orders passwords are hashed as well, one after the other', async () => {
  hasOrders = true;
  const hashes = await Promise.all([1, 2].map((one) => passwords.hash(`horse ${one}`, true)));
  hasOrders = false;

  const [first = '', second = ''] = hashes.map(valueIn);
  expect(valueIn(await passwords.verify('horse 1', first, true))).toBe(true);
  expect(valueIn(await passwords.verify('horse 1', second, true))).toBe(false);
});

// Some sandboxes have it and forbid it.
const allowsIdle =
  process.platform === 'linux' && spawnSync('chrt', ['-i', '0', 'true']).status === 0;
test.runIf(allowsIdle)('is hashed in time that nobody else wants', async () => {
  const processes = new WorkerProcesses({ worker: 'passwords', args: ['spare'] });
  // Where there is none, it is not done before the test ends.
  const hashed = processes.run({ hash: 'correct horse' }).catch(() => 'not done');
  const inSpareTime = () => childrenOf(process.pid).some(({ policy }) => policy === 5);

  await until('a process of the idle policy', inSpareTime);
  await processes.close();
  await hashed;
});

test('whoever came first is answered first', async () => {
  const came = [1, 2, 3, 4, 5];
  const answered: number[] = [];
  await Promise.all(
    came.map((one) => passwords.hash('correct horse', true).then(() => answered.push(one))),
  );

  expect(answered).toEqual(came);
});

describe('more than can wait', () => {
  test('are refused at once, and those who are known have room when strangers have none', async () => {
    const strangers = Array.from({ length: 10 }, () => passwords.hash('correct horse', false));
    const known = Array.from({ length: 10 }, () => passwords.hash('correct horse', true));

    const taken = async (all: typeof strangers) =>
      (await Promise.all(all)).filter(({ ok }) => ok).length;
    expect([await taken(strangers), await taken(known)]).toEqual([3, 2]);
    expect(await passwords.hash('correct horse', false)).toMatchObject({ ok: true });
    expect(passwords.figures()).toMatchObject({ threads: 1, underWay: 0, refused: 15 });
  });
});

test('closing waits for all that have come, and takes nobody in any more', async () => {
  const closing = openPasswords({ threads: 1, queueMax: 4, hasOrders: () => false });
  const came = [1, 2, 3].map((one) => closing.hash(`horse ${one}`, true));
  const closed = closing.close();

  expect(await closing.hash('correct horse', true)).toMatchObject({ ok: false });
  expect(await Promise.all(came)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
  await closed;
  expect(await closing.hash('correct horse', true)).toMatchObject({ ok: false });
});
