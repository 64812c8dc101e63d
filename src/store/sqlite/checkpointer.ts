// Moves the log into the file, in a thread of its own: the ledger would keep every order waiting for
// the tens of milliseconds that takes. Only when this thread falls behind does the ledger lend a hand
// (`wal_autocheckpoint`), and then little is left to do.

import { WorkerThreadPool } from '../../compute/worker-thread-pool.js';
import { openWriter } from './connection.js';

/** Pages in the log that are not in the file yet, and make a checkpoint worth its two fsyncs. */
const PAGES_MIN = 1_000;
const LOOK_EVERY_MS = 50;

interface LogState {
  /** Pages in the log, and those of them that are in the file. */
  log: number;
  checkpointed: number;
}

/** What runs in the thread. Answers whether there was enough to do. */
export function openCheckpointer({ file }: { file: string }): (look: null) => boolean {
  const db = openWriter(file);
  db.pragma('wal_autocheckpoint = 0');
  return () => {
    const [state] = db.pragma('wal_checkpoint(NOOP)') as LogState[];
    if (!state || state.log - state.checkpointed < PAGES_MIN) return false;
    // Passive: it waits for nobody, and nobody for it.
    db.pragma('wal_checkpoint(PASSIVE)');
    return true;
  };
}

export interface Checkpoints {
  /** To be called when something was written: an idle shop is not looked at. */
  written(): void;
  stop(): Promise<void>;
}

export function startCheckpoints(file: string): Checkpoints {
  const pool = new WorkerThreadPool<null, boolean>({
    worker: 'checkpointer',
    threads: 1,
    workerData: { file },
    nurseryMb: 2,
  });
  let isWritten = false;
  let looking: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    if (!isWritten || looking) return;
    isWritten = false;
    // A failure is no loss: the ledger checkpoints by itself when the log grows too long.
    looking = pool
      .run(null)
      .catch(() => {})
      .finally(() => {
        looking = null;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    written: () => {
      isWritten = true;
    },
    stop: async () => {
      clearInterval(timer);
      await looking;
      await pool.close();
    },
  };
}
