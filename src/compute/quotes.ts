// Quotes, computed by worker threads in batches, or inline with no thread at all.

import type { Cart } from '../core/cart.js';
import { type CompiledRules, compileRules } from '../core/compile-rules.js';
import { type Quote, quote } from '../core/quote.js';
import type { QuoteRefusal, Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { Rules } from '../core/rules.js';
import { Batcher, QueueFullError } from './batcher.js';
import { asksForBestDeal, dealsApart } from './deal-quotes.js';
import type { LaneWatch } from './lanes.js';
import type { QuoteBatch, QuoteBatchAnswer } from './quote-batch.js';
import { WorkerThreadPool } from './worker-thread-pool.js';

export interface QuotesOptions {
  /** 0 computes on the calling thread. */
  threads: number;
  batchMax: number;
  queueMax: number;
  rules: Rules;
  /** The pool for carts that ask for the best deal; it starts with the first of them. */
  deals?: { threads: number; queueMax: number };
  /** Another worker module, for tests of what happens when it dies. */
  worker?: string;
  /** Another limit, for tests of what happens when it is reached. */
  heapMb?: number;
  /** Of the pool for carts without a best deal. */
  watch?: LaneWatch | undefined;
}

export type QuoteResult = Result<Quote, QuoteRefusal | Unavailable>;

/** A quote with the rules that it was computed with: others may be in force by now. */
export type QuoteWithRules = QuoteResult & { rules: Rules };

export interface Quotes {
  quote(cart: Cart): Promise<QuoteResult>;
  quoteWithRules(cart: Cart): Promise<QuoteWithRules>;
  /**
   * Computed on the calling thread, where that costs it less than handing the cart to another one
   * and taking the quote back; `null` for carts that it would be held up by.
   */
  quoteHere(cart: Cart): QuoteResult | null;
  /** Those that the next quote is computed with. */
  readonly rules: Rules;
  /**
   * From the next quote on; what is under way ends with the rules that it began with.
   * @throws RuleError that names every mistake; nothing changes then.
   */
  replaceRules(rules: Rules): void;
  hasRoom(): boolean;
  figures(): Record<string, unknown>;
  close(): Promise<void>;
}

/**
 * Lines a batch: the text of large carts and of their quotes is what a batch takes up in memory, twice
 * on either side, and others' answers wait for all of it. Carts of 15 lines still fill a batch.
 */
const BATCH_LINES_MAX = 1_000;

/** A search takes tens of milliseconds: a message costs nothing beside it, waiting for others would. */
const DEAL_BATCH_MAX = 4;

export function createQuotes(options: QuotesOptions): Quotes {
  const { threads, rules, deals = { threads: 1, queueMax: options.queueMax } } = options;
  if (threads === 0) return inlineQuotes(rules);
  return dealsApart(
    new PooledQuotes(options),
    (current) =>
      new PooledQuotes({
        ...options,
        ...deals,
        rules: current,
        batchMax: DEAL_BATCH_MAX,
        watch: undefined,
      }),
    asksForBestDeal,
  );
}

/**
 * Lines × promotions. A quote of 3 lines takes 4–9 µs, one of 100 lines under 13 promotions 60–120 µs;
 * the text of the cart and of its quote alone takes two to four times as long at every size.
 */
const HERE_MAX = 2_000;

/** An explanation takes six times as long as the quote, and the best deal a hundred times. */
const isQuick = (cart: Cart, rules: Rules): boolean =>
  !cart.explains &&
  !cart.promotions &&
  !cart.priceLists &&
  cart.lines.length * (1 + rules.promotions.length) <= HERE_MAX &&
  !asksForBestDeal(cart, rules);

function inlineQuotes(first: Rules): Quotes {
  let rules = first;
  let compiled = compileRules(first);
  let computed = 0;
  const compute = (cart: Cart): QuoteResult => {
    computed += 1;
    return quote(cart, compiled);
  };
  return {
    quote: async (cart) => compute(cart),
    quoteWithRules: async (cart) => ({ ...compute(cart), rules }),
    quoteHere: (cart) => (isQuick(cart, rules) ? compute(cart) : null),
    get rules() {
      return rules;
    },
    replaceRules: (next) => {
      compiled = compileRules(next);
      rules = next;
    },
    hasRoom: () => true,
    figures: () => ({ threads: 0, computed }),
    close: async () => {},
  };
}

class PooledQuotes implements Quotes {
  readonly #pool: WorkerThreadPool<QuoteBatch, QuoteBatchAnswer>;
  readonly #batcher: Batcher<Cart, QuoteWithRules>;
  #rules: Rules;
  #compiled: CompiledRules;
  #computedHere = 0;

  constructor(options: QuotesOptions) {
    const { threads, batchMax, queueMax, rules, worker = 'quote', watch, heapMb } = options;
    // A broken rule is refused here, not in front of a customer.
    this.#compiled = compileRules(rules);
    this.#rules = rules;
    this.#pool = new WorkerThreadPool({ worker, threads, watch, heapMb });
    this.#batcher = new Batcher({
      send: (carts) => this.#send(carts),
      batchMax,
      weight: { of: ({ lines }) => lines.length, max: BATCH_LINES_MAX },
      queueMax,
      concurrency: threads,
    });
  }

  async quote(cart: Cart): Promise<QuoteResult> {
    const quoted = await this.quoteWithRules(cart);
    return quoted.ok ? ok(quoted.value) : refuse(quoted.refusal);
  }

  async quoteWithRules(cart: Cart): Promise<QuoteWithRules> {
    try {
      return await this.#batcher.run(cart);
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      const detail = 'the queue for quotes is full';
      return { ...refuse({ type: 'overloaded' as const, detail }), rules: this.#rules };
    }
  }

  quoteHere(cart: Cart): QuoteResult | null {
    if (!isQuick(cart, this.#rules)) return null;
    this.#computedHere += 1;
    return quote(cart, this.#compiled);
  }

  get rules(): Rules {
    return this.#rules;
  }

  replaceRules(rules: Rules): void {
    this.#compiled = compileRules(rules);
    this.#rules = rules;
  }

  hasRoom = (): boolean => this.#batcher.hasRoom;

  figures = () => ({
    ...this.#pool.figures(),
    ...this.#batcher.figures(),
    computedHere: this.#computedHere,
  });

  close = (): Promise<void> => this.#pool.close();

  /** A crash costs only the cart that caused it: its batch is retried one by one, once. */
  async #send(carts: Cart[]): Promise<QuoteWithRules[]> {
    const rules = this.#rules;
    let answers: QuoteResult[];
    try {
      answers = await this.#compute(carts, rules);
    } catch {
      answers = [];
      for (const cart of carts) answers.push(await this.#computeAlone(cart, rules));
    }
    return answers.map((answer) => ({ ...answer, rules }));
  }

  /** What went wrong is kept in the pool's figures; a customer can do nothing with it. */
  async #computeAlone(cart: Cart, rules: Rules): Promise<QuoteResult> {
    try {
      const [answer] = await this.#compute([cart], rules);
      return answer as QuoteResult;
    } catch {
      return refuse({ type: 'quote-failed', detail: 'pricing this cart failed twice' });
    }
  }

  /** The rules travel only to a worker that says it has not got this version yet. */
  async #compute(carts: Cart[], rules: Rules): Promise<QuoteResult[]> {
    const { version } = rules;
    const answer = await this.#pool.run({ version, carts });
    if (answer !== 'rules-missing') return answer;
    return (await this.#pool.run({ version, carts, rules })) as QuoteResult[];
  }
}
