// Weaves concurrent calls into batches. While a batch is under way the next one gathers; when it
// returns, everything gathered goes at once. No timer, no tuning: an idle system sends batches of
// one without delay, a busy one sends large ones.
//
// When answers come back in a batch, the work that follows them comes back in a batch too, and all
// orders would march through the stages as one column, every thread waiting for the others. So a
// batch that has reached `departAt` leaves at once: the thread begins on it while the main loop is
// still busy with the rest of the column.
//
// Items that nobody waits for may be patient: they go along with the next that is not, and by
// themselves only after a while. That is the one timer here.

import { Distribution, type Summary } from '../telemetry/distribution.js';

export interface BatcherOptions<Item, Answer> {
  /** Answers one value an item, in order. When it rejects, every item of the batch does. */
  send: (items: Item[]) => Promise<Answer[]>;
  batchMax: number;
  /** Where items differ much: what one weighs, and what a batch of several may weigh. */
  weight?: { of: (item: Item) => number; max: number };
  /** Items that may wait; `run` refuses more with `QueueFullError`. */
  queueMax: number;
  /** Batches that may be under way at once. */
  concurrency: number;
  /** Items that need not leave at once, and the longest that they wait for company. */
  patience?: { of: (item: Item) => boolean; maxMs: number };
  /** Items at which a batch no longer waits for the end of the event loop's turn. */
  departAt?: number;
}

export interface BatcherFigures {
  queued: number;
  queueMax: number;
  /** Items that found the queue full. */
  refused: number;
  underWay: number;
  batches: number;
  batchSize: Summary;
  /** From `run` to the moment the batch leaves, in microseconds. */
  waitMicroseconds: Summary;
  /** From there to the batch's answer, in microseconds. */
  runMicroseconds: Summary;
}

export class QueueFullError extends Error {
  constructor(readonly queueMax: number) {
    super(`the queue holds ${queueMax} items already`);
  }
}

/** Large enough to share the cost of a commit or a message, small enough to overlap. */
const DEPART_AT = 48;

interface Waiting<Item, Answer> {
  item: Item;
  since: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export class Batcher<Item, Answer> {
  readonly #options: BatcherOptions<Item, Answer>;
  readonly #batchSize = new Distribution();
  readonly #wait = new Distribution();
  readonly #run = new Distribution();
  readonly #departAt: number;
  #queue: Waiting<Item, Answer>[] = [];
  #underWay = 0;
  #batches = 0;
  #refused = 0;
  #scheduled = false;
  /** Whether somebody waits for what is in the queue. */
  #isUrgent = false;
  #patience: NodeJS.Timeout | null = null;

  constructor(options: BatcherOptions<Item, Answer>) {
    this.#options = options;
    this.#departAt = options.departAt ?? DEPART_AT;
  }

  get hasRoom(): boolean {
    return this.#queue.length < this.#options.queueMax;
  }

  /** @throws QueueFullError when the queue is full. */
  run(item: Item): Promise<Answer> {
    if (!this.hasRoom) {
      this.#refused += 1;
      return Promise.reject(new QueueFullError(this.#options.queueMax));
    }
    return this.runAlways(item);
  }

  /** For work that finishes something begun: it is queued even when the queue is full. */
  runAlways(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, since: performance.now(), resolve, reject });
      this.#isUrgent ||= !this.#isPatient(item);
      if (this.#queue.length >= this.#departAt) this.#flush();
      else if (this.#isUrgent) this.#schedule();
      else this.#waitForCompany();
    });
  }

  /** It goes before all others that wait, unless it has left. */
  hasten(item: Item): void {
    const index = this.#queue.findIndex((waiting) => waiting.item === item);
    if (index > 0) this.#queue.unshift(...this.#queue.splice(index, 1));
  }

  figures(): BatcherFigures {
    return {
      queued: this.#queue.length,
      queueMax: this.#options.queueMax,
      refused: this.#refused,
      underWay: this.#underWay,
      batches: this.#batches,
      batchSize: this.#batchSize.summary(),
      waitMicroseconds: this.#wait.summary(),
      runMicroseconds: this.#run.summary(),
    };
  }

  /** Leaves at the end of the current turn of the event loop, so that its calls travel together. */
  #schedule(): void {
    if (this.#scheduled || this.#underWay >= this.#options.concurrency) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #isPatient = (item: Item): boolean => this.#options.patience?.of(item) === true;

  #waitForCompany(): void {
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      this.#isUrgent = true;
      this.#flush();
    }, this.#options.patience?.maxMs);
  }

  #flush(): void {
    while (this.#queue.length > 0 && this.#underWay < this.#options.concurrency) {
      const batch = this.#queue.slice(0, this.#batchSizeNow());
      this.#queue = this.#queue.slice(batch.length);
      if (this.#queue.length === 0) this.#calmDown();
      void this.#sendBatch(batch);
    }
  }

  #calmDown(): void {
    this.#isUrgent = false;
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = null;
  }

  /** One item at least, however much it weighs. */
  #batchSizeNow(): number {
    const { batchMax, weight } = this.#options;
    if (!weight) return batchMax;
    let total = 0;
    const end = this.#queue.slice(0, batchMax).findIndex(({ item }, index) => {
      total += weight.of(item);
      return index > 0 && total > weight.max;
    });
    return end === -1 ? batchMax : end;
  }

  async #sendBatch(batch: Waiting<Item, Answer>[]): Promise<void> {
    const left = performance.now();
    this.#underWay += 1;
    this.#batches += 1;
    this.#batchSize.record(batch.length);
    for (const { since } of batch) this.#wait.record((left - since) * 1000);
    try {
      const answers = await this.#options.send(batch.map(({ item }) => item));
      settle(batch, answers);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#run.record((performance.now() - left) * 1000);
      this.#underWay -= 1;
      if (this.#isUrgent || this.#queue.length >= this.#departAt) this.#flush();
    }
  }
}

function settle<Item, Answer>(batch: Waiting<Item, Answer>[], answers: Answer[]): void {
  if (answers.length !== batch.length) {
    throw new Error(`${batch.length} items were sent, ${answers.length} answers came back`);
  }
  for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
}
