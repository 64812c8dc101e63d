// One race: two processes of their own, so that the live shop keeps its memory and its processors
// come first. What they say is kept as numbered messages, from which any watcher can resume.
//
//   starting ─ both are warm → running ─ both have finished → finished
//       └──────────┴─ a process fails, or takes too long ──→ failed

import { type ChildProcess, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { type Mode, modes, predict } from '../simulate/plan.js';
import type { StreamedEvent } from '../simulate/streamed-event.js';
import { type RacePlan, simulateWords } from './race-plan.js';

export type RaceState = 'starting' | 'running' | 'finished' | 'failed';

/** What one of the two said, in the order in which it said it. */
export type RaceEvent = StreamedEvent & { mode: Mode };

/** Events are handed out together: one message for each moment's worth of them. */
export interface RaceMessage {
  id: number;
  state: RaceState;
  events: RaceEvent[];
}

export interface RaceOptions {
  id: string;
  plan: RacePlan;
  /** The command line of the simulation, and its environment. */
  command: { file: string; words: string[]; env: NodeJS.ProcessEnv };
  timeoutMs: number;
  now: () => number;
}

/** Often enough to look live. */
const MESSAGE_EVERY_MS = 40;

export class Race {
  readonly id: string;
  readonly plan: RacePlan;
  readonly startedAt: number;
  readonly messages: RaceMessage[] = [];
  state: RaceState = 'starting';
  failure: string | null = null;
  readonly ended: Promise<void>;
  readonly #listeners = new Set<() => void>();
  readonly #children: ChildProcess[] = [];
  #gathered: RaceEvent[] = [];
  #sending: NodeJS.Timeout | null = null;

  constructor(options: RaceOptions) {
    this.id = options.id;
    this.plan = options.plan;
    this.startedAt = options.now();
    this.ended = this.#run(options);
  }

  /** What the delays alone predict, by mode. */
  get predictions() {
    const { stock = 0, quote = 0, pay = 0, email = 0, ...tasks } = this.plan.delaysMs;
    const delaysMs = {
      steps: { stock, quote, pay },
      tasks: { ...tasks, 'confirmation-email': email },
    };
    return {
      sequential: predict({ delaysMs }, 'sequential'),
      parallel: predict({ delaysMs }, 'parallel'),
    };
  }

  /** Calls back after each message. */
  onMessage(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async #run({ command, timeoutMs, plan }: RaceOptions): Promise<void> {
    const timer = setTimeout(() => {
      this.failure ??= 'it took too long';
      this.stop();
    }, timeoutMs);
    try {
      const runners = modes.map((mode) => this.#runner(mode, plan, command));
      await Promise.all(runners.map(({ ready }) => ready));
      this.#turn('running');
      for (const { go } of runners) go();
      await Promise.all(runners.map(({ finished }) => finished));
      this.#turn('finished');
    } catch (error) {
      this.failure ??= (error as Error).message;
      this.stop();
      this.#turn('failed');
    } finally {
      clearTimeout(timer);
    }
  }

  #runner(mode: Mode, plan: RacePlan, { file, words, env }: RaceOptions['command']) {
    const child = spawn(file, [...words, ...simulateWords(plan, mode)], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    const isReady = deferred();
    const isFinished = deferred();
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-COMPLAINT_MAX);
    });
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as StreamedEvent;
      if (event.type === 'ready') isReady.resolve();
      else this.#gather({ ...event, mode });
      if (event.type === 'finished') isFinished.resolve();
    });
    const failed = (reason: string) => {
      isReady.reject(new Error(reason));
      isFinished.reject(new Error(reason));
    };
    child.on('error', (error) => failed(error.message));
    child.on('close', (code) => {
      if (code !== 0) failed(`the ${mode} run ended with ${code}: ${complaint.trim()}`);
    });
    return {
      ready: isReady.promise,
      finished: isFinished.promise,
      go: () => child.stdin.write('go\n'),
    };
  }

  #gather(event: RaceEvent): void {
    this.#gathered.push(event);
    this.#sending ??= setTimeout(() => this.#send(), MESSAGE_EVERY_MS);
  }

  #turn(state: RaceState): void {
    this.state = state;
    this.#send();
  }

  #send(): void {
    if (this.#sending) clearTimeout(this.#sending);
    this.#sending = null;
    const events = this.#gathered;
    this.#gathered = [];
    this.messages.push({ id: this.messages.length + 1, state: this.state, events });
    for (const listener of this.#listeners) listener();
  }
}

const COMPLAINT_MAX = 2_000;

function deferred() {
  let resolve = () => {};
  let reject = (_reason: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Whoever waits for an earlier one hears of it there.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
