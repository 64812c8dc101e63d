// Processes of the engine's own, each with one task at a time. Threads share locks with all others of
// their process, for memory and for V8's collections: one that gets no processor time while it holds
// one stops the whole process. A process may be kept waiting, and ended, at any moment.

import { type ChildProcess, fork } from 'node:child_process';
import { type Reply, STARTED } from './answer-tasks.js';
import { WorkerDiedError, workerFile } from './worker-thread-pool.js';

export interface WorkerProcessesOptions {
  /** Worker module under `workers/`, without its extension, or an absolute file path. */
  worker: string;
  /** What it finds in `process.argv`. */
  args?: readonly string[];
}

interface Asked<Answer> {
  started: () => void;
  replied: (reply: Reply<Answer>) => void;
  ended: (why: string) => void;
}

export class WorkerProcesses<Task, Answer> {
  readonly #options: WorkerProcessesOptions;
  readonly #free: ChildProcess[] = [];
  readonly #asked = new Map<ChildProcess, Asked<Answer>>();
  #deaths = 0;
  #lastError: string | null = null;

  constructor(options: WorkerProcessesOptions) {
    this.#options = options;
  }

  /**
   * In a free process, or in a new one: how many there may be is the caller's choice. One that takes
   * longer than `patienceMs`, its start not included, is ended.
   * @throws WorkerDiedError when it could not be started, or has ended with the task in hand; an error
   *   that the worker threw passes through as its message.
   */
  async run(task: Task, patienceMs = Number.POSITIVE_INFINITY): Promise<Answer> {
    const free = this.#free.pop();
    const child = free ?? this.#start();
    waitFor(child, true);
    const reply = await this.#ask(child, task, { isStarted: free !== undefined, patienceMs });
    waitFor(child, false);
    this.#free.push(child);
    if ('answer' in reply) return reply.answer;
    this.#lastError = reply.error;
    throw new Error(reply.error);
  }

  figures() {
    return { deaths: this.#deaths, lastError: this.#lastError };
  }

  /** Ends all of them. What they have in hand fails. */
  async close(): Promise<void> {
    for (const child of this.#free.splice(0)) end(child);
    for (const [child, { ended }] of this.#asked) {
      ended('it was closed');
      end(child);
    }
  }

  #ask(
    child: ChildProcess,
    task: Task,
    { isStarted, patienceMs }: { isStarted: boolean; patienceMs: number },
  ): Promise<Reply<Answer>> {
    let timer: NodeJS.Timeout | undefined;
    return new Promise<Reply<Answer>>((resolve, reject) => {
      const late = () => {
        // Not when it has ended: that may take until it is given the time to.
        reject(new WorkerDiedError('it took too long'));
        end(child);
      };
      const started = () => {
        if (Number.isFinite(patienceMs)) timer = setTimeout(late, patienceMs);
      };
      const ended = (why: string) => reject(this.#death(why));
      this.#asked.set(child, { started, replied: resolve, ended });
      if (isStarted) started();
      child.send(task as object, (error) => {
        if (error) this.#gone(child, error.message);
      });
    }).finally(() => {
      clearTimeout(timer);
      this.#asked.delete(child);
    });
  }

  #start(): ChildProcess {
    const child = this.#fork();
    child.on('message', (told: typeof STARTED | Reply<Answer>) => {
      const asked = this.#asked.get(child);
      if (told === STARTED) asked?.started();
      else asked?.replied(told);
    });
    child.on('exit', (code, signal) => this.#gone(child, `the process ended: ${signal ?? code}`));
    child.on('error', ({ message }) => this.#gone(child, message));
    return child;
  }

  /** Most failures are told by an event, some (too little memory) thrown. */
  #fork(): ChildProcess {
    const { worker, args = [] } = this.#options;
    try {
      return fork(worker.startsWith('/') ? worker : workerFile(worker), args, {
        // It needs none of the shop's settings, secrets among them.
        env: {},
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
    } catch (error) {
      throw this.#death((error as Error).message);
    }
  }

  #death(why: string): WorkerDiedError {
    this.#deaths += 1;
    this.#lastError = why;
    return new WorkerDiedError(why);
  }

  #gone(child: ChildProcess, why: string): void {
    const at = this.#free.indexOf(child);
    if (at !== -1) this.#free.splice(at, 1);
    this.#asked.get(child)?.ended(why);
    end(child);
  }
}

function end(child: ChildProcess): void {
  waitFor(child, false);
  child.kill('SIGKILL');
}

/** Whether this process stays alive for that one. */
function waitFor(child: ChildProcess, waits: boolean): void {
  for (const handle of [child, child.channel]) {
    if (waits) handle?.ref();
    else handle?.unref();
  }
}
