/** The real server as a process of its own, so that it can be killed the way a machine kills it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url));

export const OPERATOR_KEY = 'faults-operator-key';
export const PAYMENT_TIMEOUT_MS = 400;

export type Settings = Readonly<Record<string, string>>;

export class EngineProcess {
  /** Its address, once it listens: recovery is over by then. */
  readonly ready: Promise<string>;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exited = once(child, 'exit');
    this.ready = this.#banner();
    // An engine that is killed while it starts is never ready, and nobody waits for it.
    this.ready.catch(() => {});
  }

  static launch(dataDir: string, settings: Settings = {}): EngineProcess {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [program, 'serve'], {
      env: {
        PATH,
        DATA_DIR: dataDir,
        PORT: '0',
        DEMO: 'true',
        LOG_LEVEL: 'warn',
        RATE_LIMIT: 'off',
        ORDERLOOM_OPERATOR_KEY: OPERATOR_KEY,
        PAYMENT_TIMEOUT_MS: String(PAYMENT_TIMEOUT_MS),
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new EngineProcess(child);
  }

  /** What it has said so far: the first thing to read when it did not do as it should. */
  get output(): string {
    return this.#output;
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #banner(): Promise<string> {
    return new Promise((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.#output += chunk.toString();
        const url = /^ {2}Orderloom +(\S+)$/m.exec(this.#output)?.[1];
        if (url) resolve(url);
      };
      this.#child.stdout?.on('data', hear);
      this.#child.stderr?.on('data', hear);
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => {
        reject(new Error(`the engine ended (${signal ?? code}) and said: ${this.#output}`));
      });
    });
  }
}

const POLL_MS = 1;

/** Looks again and again until it is so. @throws Error when it is not so before the deadline. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  deadlineMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await delay(POLL_MS);
  }
}
