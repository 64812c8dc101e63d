import { kill } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { WorkerProcesses } from '../../src/compute/worker-processes.js';
import { WorkerDiedError } from '../../src/compute/worker-thread-pool.js';
import { until } from '../support/until.js';

interface Task {
  does: 'answer' | 'die' | 'fail' | 'env';
  ms?: number;
}

const worker = fileURLToPath(new URL('../support/worker-process.mjs', import.meta.url));
const slowStarting = fileURLToPath(new URL('../support/slow-worker-process.mjs', import.meta.url));
const START_MS = 5_000;
const opened: WorkerProcesses<Task, unknown>[] = [];
function open(file = worker): WorkerProcesses<Task, unknown> {
  const processes = new WorkerProcesses<Task, unknown>({ worker: file });
  opened.push(processes);
  return processes;
}
afterEach(async () => {
  for (const processes of opened.splice(0)) await processes.close();
});

const answer: Task = { does: 'answer' };
const isAlive = (pid: number): boolean => {
  try {
    return kill(pid, 0);
  } catch {
    return false;
  }
};
const toBeGone = (pid: unknown) => until('the process to end', () => !isAlive(pid as number));

describe('a worker process', () => {
  test('answers one task after the other; another one is started for what comes meanwhile', async () => {
    const processes = open();
    const first = await processes.run(answer);

    expect(first).not.toBe(process.pid);
    expect(await processes.run(answer)).toBe(first);
    const [one, other] = await Promise.all([processes.run(answer), processes.run(answer)]);
    expect(one).toBe(first);
    expect(other).not.toBe(first);
  });

  test('that throws says why, and lives on', async () => {
    const processes = open();
    const pid = await processes.run(answer);

    await expect(processes.run({ does: 'fail' })).rejects.toThrow('it failed');
    expect(await processes.run(answer)).toBe(pid);
    expect(processes.figures()).toEqual({ deaths: 0, lastError: 'it failed' });
  });

  test('that dies with its task is replaced', async () => {
    const processes = open();

    await expect(processes.run({ does: 'die' })).rejects.toThrow(WorkerDiedError);
    expect(await processes.run(answer)).toEqual(expect.any(Number));
    expect(processes.figures()).toEqual({ deaths: 1, lastError: 'the process ended: 3' });
  });

  test('that dies with nothing to do is not asked any more', async () => {
    const processes = open();
    const pid = (await processes.run(answer)) as number;
    kill(pid, 'SIGKILL');
    await toBeGone(pid);

    // Whether this process has heard of it yet or not.
    const next = await processes.run(answer).catch(() => processes.run(answer));
    expect(next).not.toBe(pid);
  });

  test('that cannot be started is told of', async () => {
    await expect(open('/no/such/worker.mjs').run(answer)).rejects.toThrow(WorkerDiedError);
  });

  test('that takes too long is ended, and given up at once', async () => {
    const processes = open();
    const pid = await processes.run(answer);

    await expect(processes.run({ does: 'answer', ms: 60_000 }, 20)).rejects.toThrow(
      WorkerDiedError,
    );
    await toBeGone(pid);
    expect(await processes.run(answer)).not.toBe(pid);
    expect(processes.figures()).toEqual({ deaths: 0, lastError: null });
  });

  test('may take longer to start than for its task', async () => {
    const processes = open(slowStarting);

    expect(await processes.run(answer, START_MS / 2)).toEqual(expect.any(Number));
  });

  test('does not stop when all processes of a terminal are told to', async () => {
    const processes = open();
    const pid = (await processes.run(answer)) as number;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) kill(pid, signal);

    expect(await processes.run({ does: 'answer', ms: 50 })).toBe(pid);
  });

  test('knows nothing of the settings of the shop', async () => {
    // What Node.js itself tells it of the channel is gone by then.
    expect(await open().run({ does: 'env' })).toEqual([]);
  });

  test('ends when it is no longer needed, with what it has in hand', async () => {
    const processes = open();
    const pid = await processes.run(answer);
    const long = expect(processes.run({ does: 'answer', ms: 60_000 })).rejects.toThrow('closed');
    await processes.close();

    await long;
    await toBeGone(pid);
  });
});
