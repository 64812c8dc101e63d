// A Piscina pool whose workers take batches. Everything that is particular about Piscina is here.
//
// Tasks and answers cross as JSON text: for batches of small objects that takes half of the time of
// the structured clone, most of all on the side that reads. What cannot be JSON must not be sent. What
// is a long text already travels beside the task: as a part of it, it would be escaped and read anew.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Lanes, type LaneWatch } from './lanes.js';

export interface ThreadPoolOptions {
  /** Worker module under `workers/`, without its extension, or an absolute file path. */
  worker: string;
  threads: number;
  /**
   * Tasks that a thread holds at once: the next one is there when the last one ends, but a crash
   * takes all of them along.
   */
  tasksPerThread?: number;
  workerData?: unknown;
  /** Room for young objects in each thread's heap. */
  nurseryMb?: number;
  /** Room for the others: a thread that needs more dies, and the process lives on. */
  heapMb?: number | undefined;
  /** Told of each task that goes to a thread and comes back, for demonstrations. */
  watch?: LaneWatch | undefined;
}

const NURSERY_MB = 8;
/** Many times what any batch needs. V8's own limit is gigabytes, which others on the machine need. */
const HEAP_MB = 1_024;

/** The thread died (crash, out of memory, exit) with the task in hand. */
export class WorkerDiedError extends Error {}

export class WorkerThreadPool<Task, Answer> {
  readonly #pool: Piscina<string | readonly string[], string>;
  readonly threads: number;
  readonly #watched = new WeakSet<Worker>();
  /** Settles when the thread has loaded its module, or has ended. */
  readonly #loading = new Map<Worker, Promise<void>>();
  readonly #lanes: Lanes | null;
  #deaths = 0;
  #lastError: string | null = null;

  constructor(options: ThreadPoolOptions) {
    const { worker, threads, tasksPerThread = 1, workerData } = options;
    const { nurseryMb = NURSERY_MB, heapMb = HEAP_MB } = options;
    this.threads = threads;
    this.#lanes = options.watch ? new Lanes(options.watch) : null;
    // min = max: Piscina would otherwise end idle threads and start one anew for the next task
    // (50–70 ms). Without atomics the round trip is shortest: the batches wake the thread anyway.
    this.#pool = new Piscina<string | readonly string[], string>({
      filename: worker.startsWith('/') ? worker : workerFile(worker),
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: tasksPerThread,
      atomics: 'disabled',
      maxQueue: Number.POSITIVE_INFINITY,
      // Else each task that ends sends another one from the head of the queue back to its tail, and
      // one that is unlucky waits for many rounds.
      stricterFIFO: true,
      workerData,
      recordTiming: false,
      // A worker's garbage dies with its batch: a small nursery serves it as well as a large one.
      resourceLimits: { maxYoungGenerationSizeMb: nurseryMb, maxOldGenerationSizeMb: heapMb },
      // A worker needs neither the loaders nor the profiler of its parent.
      execArgv: [],
    });
    // A worker that fails to load rejects its task *and* raises an error event.
    this.#pool.on('error', (error: Error) => {
      this.#lastError = error.message;
    });
    this.#watchLoading();
    // Whoever takes a dead thread's place is started right after this event.
    this.#pool.on('workerDestroy', () => queueMicrotask(() => this.#watchLoading()));
  }

  /** @throws WorkerDiedError when the thread died; an error that the worker threw passes through. */
  async run(task: Task, texts?: readonly string[]): Promise<Answer> {
    const leave = this.#lanes?.enter();
    const text = JSON.stringify(task);
    try {
      return JSON.parse(await this.#pool.run(texts ? [text, ...texts] : text)) as Answer;
    } catch (error) {
      this.#lastError = (error as Error).message;
      if (!diedOf(error)) throw error;
      this.#deaths += 1;
      throw new WorkerDiedError((error as Error).message);
    } finally {
      leave?.();
    }
  }

  figures() {
    return {
      threads: this.threads,
      deaths: this.#deaths,
      lastError: this.#lastError,
    };
  }

  /**
   * A thread that is ended while it loads its module takes the whole process along: Node 20 aborts
   * with "IsGraphAsync must be used on an instantiated module". So every thread may load first.
   */
  async close(): Promise<void> {
    while (this.#loading.size > 0) {
      // An idle thread keeps no process alive; what is waited for must.
      for (const thread of this.#loading.keys()) thread.ref();
      await Promise.all(this.#loading.values());
    }
    await this.#pool.close();
  }

  #watchLoading(): void {
    for (const thread of this.#pool.threads) {
      if (this.#watched.has(thread)) continue;
      this.#watched.add(thread);
      const loaded = new Promise<void>((resolve) => {
        // The first thing that Piscina's worker says is that it is ready.
        thread.once('message', () => resolve());
        thread.once('exit', () => resolve());
      });
      this.#loading.set(
        thread,
        loaded.then(() => void this.#loading.delete(thread)),
      );
    }
  }
}

/** Piscina and Node tell a dead worker from an error that it threw only by these marks. */
function diedOf(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string };
  return (
    code?.startsWith('ERR_WORKER_') === true || /worker.*(exit|terminat|closed)/i.test(message)
  );
}

/** Workers are loaded compiled: Node 20 cannot load a `.ts` worker by itself. */
export function workerFile(name: string): string {
  return join(packageRoot(), 'dist', 'workers', `${name}.js`);
}

/** The folder of package.json, both from `src/` and from `dist/src/`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
