// Who is retried beside whom after a thread has died.

import { expect, test } from 'vitest';
import { retriedOneByOne } from '../../src/compute/one-by-one.js';

/** One thread: when a deadly job is in it, all batches in it fail. */
function thread() {
  const held = new Set<{ jobs: string[]; reject: (error: Error) => void }>();
  const alone: string[] = [];
  const run = (jobs: string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const batch = { jobs, reject };
      held.add(batch);
      setImmediate(() => {
        if (!held.has(batch)) return;
        if (jobs.some((job) => job.startsWith('deadly'))) {
          for (const each of held) each.reject(new Error('the thread died'));
          held.clear();
          return;
        }
        if (jobs.length === 1 && held.size === 1) alone.push(jobs[0] as string);
        held.delete(batch);
        resolve(jobs.map((job) => `${job} done`));
      });
    });
  return { run, alone };
}

const failed = ({ message }: Error): string => `failed: ${message}`;

test('what shared a thread with a deadly job is done, whichever batch it was in', async () => {
  const { run, alone } = thread();
  const send = retriedOneByOne({ run, failed });
  const answers = await Promise.all([
    send(['deadly 1', 'a']),
    send(['b', 'deadly 2', 'c']),
    send(['d']),
  ]);
  const death = 'failed: the thread died';
  expect(answers).toEqual([[death, 'a done'], ['b done', death, 'c done'], ['d done']]);
  expect(alone).toEqual(['a', 'b', 'c', 'd']);
});

test('what comes while jobs are retried waits until they are done', async () => {
  const { run, alone } = thread();
  const send = retriedOneByOne({ run, failed });
  const first = send(['a', 'deadly']);
  const later = first.then(() => undefined);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const [, during] = await Promise.all([later, send(['b', 'deadly'])]);
  expect(during).toEqual(['b done', 'failed: the thread died']);
  expect(alone).toEqual(['a', 'b']);
});
