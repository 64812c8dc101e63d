// Passwords, hashed with argon2id. One hash takes tens of milliseconds and 19 MiB by intent, so it
// is made in a process of its own, in time that no thread of the others wants and behind a short queue,
// and beside orders the process rests between two hashes: however many sign in, orders go on, and memory
// is bounded by the number of processes.

import { SpareTimePool, type TimePolicy } from '../compute/spare-time-pool.js';
import { WorkerProcesses } from '../compute/worker-processes.js';
import { WorkerDiedError } from '../compute/worker-thread-pool.js';
import type { Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';

export interface Passwords {
  /** In PHC form, with a salt of its own. */
  hash(password: string, isKnown: boolean): Promise<Result<string, Unavailable>>;
  /** `null` where there is no such account: the same work is done, and the answer is no. */
  verify(
    password: string,
    hash: string | null,
    isKnown: boolean,
  ): Promise<Result<boolean, Unavailable>>;
  figures(): Record<string, unknown>;
  close(): Promise<void>;
}

export type PasswordTask = { hash: string } | { verify: string; against: string | null };
export type PasswordAnswer = string | boolean;

export interface PasswordOptions {
  /** Hashes that are made at once, each in a process. */
  threads: number;
  /** Hashes that may wait. Strangers fill half of it at most: the other half is for those known. */
  queueMax: number;
  /** Whether there are orders, which a hash keeps waiting for memory and caches. */
  hasOrders: () => boolean;
}

/** Of the time: more takes orders several times as long, less keeps people waiting for seconds. */
const SHARE_BESIDE_ORDERS = 1 / 3;

export function openPasswords({ threads, queueMax, hasOrders }: PasswordOptions): Passwords {
  let underWay = 0;
  let refused = 0;
  let isClosed = false;
  const processes = (policy: TimePolicy) =>
    new WorkerProcesses<PasswordTask, PasswordAnswer>({ worker: 'passwords', args: [policy] });
  const pool = new SpareTimePool({
    pools: { spare: processes('spare'), shared: processes('shared') },
    room: threads,
    hasSpareTime: process.platform === 'linux',
    share: () => (hasOrders() ? SHARE_BESIDE_ORDERS : 1),
  });
  const run = async <Answer extends PasswordAnswer>(
    task: PasswordTask,
    isKnown: boolean,
  ): Promise<Result<Answer, Unavailable>> => {
    const room = threads + (isKnown ? queueMax : Math.ceil(queueMax / 2));
    if (isClosed || underWay >= room) {
      refused += 1;
      return refuse({ type: 'overloaded', detail: 'too many people sign in at the moment' });
    }
    underWay += 1;
    try {
      return ok((await pool.run(task)) as Answer);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      return refuse({ type: 'overloaded', detail: 'the password could not be checked' });
    } finally {
      underWay -= 1;
    }
  };
  return {
    hash: (password, isKnown) => run<string>({ hash: password }, isKnown),
    verify: (password, against, isKnown) => run<boolean>({ verify: password, against }, isKnown),
    figures: () => ({ threads, ...pool.figures(), underWay, refused }),
    close: () => {
      isClosed = true;
      return pool.close();
    },
  };
}
