// The store on one machine: commands go in batches to the ledger thread, reads to a read-only
// connection of this thread.

import { randomBytes, randomUUID } from 'node:crypto';
import { Batcher } from '../../compute/batcher.js';
import type { LaneWatch } from '../../compute/lanes.js';
import { WorkerDiedError, WorkerThreadPool } from '../../compute/worker-thread-pool.js';
import type { Demand } from '../../core/demand.js';
import type { Shortage, Unavailable } from '../../core/refusals.js';
import { ok, type Result, refuse } from '../../core/result.js';
import type { Actor, CounterLevel, PromotionCounter, Store } from '../store.js';
import { startCheckpoints } from './checkpointer.js';
import { openReader, openWriter, prepareLedgerFile } from './connection.js';
import {
  type Applied,
  type Intention,
  type LedgerAnswer,
  type LedgerBatch,
  type LedgerCommand,
  type LedgerInput,
  ledgerIntentions,
  sentBatch,
} from './ledger-commands.js';
import { openReads } from './reader.js';

export interface SqliteStoreOptions {
  file: string;
  batchMax: number;
  queueMax: number;
  /** Another worker module, for tests of what happens when the thread dies. */
  worker?: string;
  /** Of the ledger thread, which holds up to two batches. */
  watch?: LaneWatch | undefined;
}

/** Batches at the ledger thread at once: it finds the next one there when it has ended one. */
const LANES = 2;

/**
 * Characters of order documents a commit: those of large orders would hold up everybody else's, and
 * take up memory on both sides. It is five orders of 200 lines, or 170 of three.
 */
const BATCH_TEXT_MAX = 200_000;

/**
 * What is written down for nobody who waits goes along with an order's commit, or after this long: a
 * commit of its own for each outcome would be in the way of the orders'.
 */
const PATIENCE_MS = 4;
const unhurried: ReadonlySet<Intention> = new Set(['finishTasks', 'extendLeases', 'ship']);

/** How often a batch is sent again to a ledger thread that died with it, before it is split up. */
const RESENDS_MAX = 2;

/** @throws LedgerFileError when the file is not a ledger or is damaged. */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { file, batchMax, queueMax, worker, watch } = options;
  prepareLedgerFile(file);
  const pool = new WorkerThreadPool<LedgerBatch, Applied[]>({
    worker: worker ?? 'ledger',
    threads: 1,
    tasksPerThread: LANES,
    workerData: { file },
    watch,
  });
  const send = batchSender(pool);
  const checkpoints = startCheckpoints(file);
  const listeners = new Set<(orderIds: readonly string[]) => void>();
  const taskListeners = new Set<() => void>();
  let storageProblem: string | null = null;
  const batcher = new Batcher<LedgerCommand, Applied>({
    send: async (commands) => {
      const answers = await send(commands);
      storageProblem = problemOf(answers);
      checkpoints.written();
      announce(commands, listeners);
      if (commands.some(({ type }) => addsTasks.has(type)))
        for (const wake of taskListeners) wake();
      return answers;
    },
    batchMax,
    weight: { of: textOf, max: BATCH_TEXT_MAX },
    queueMax,
    concurrency: LANES,
    patience: { of: ({ type }) => unhurried.has(type), maxMs: PATIENCE_MS },
  });
  const db = openReader(file);
  // Of no use beyond one turn of the event loop: each commit of the ledger thread empties it.
  db.pragma('cache_size = -2000');
  const reads = openReads(db);
  const command = commander(batcher);
  // Taking the read lock costs more than reading: the checks of one turn share it.
  const stockChecks = new Batcher<Demand[], Shortage[]>({
    send: async (demands) => reads.shortagesOf(demands),
    batchMax,
    queueMax: Number.POSITIVE_INFINITY,
    concurrency: 1,
    departAt: Number.POSITIVE_INFINITY,
  });
  const levelReads = new Batcher<readonly PromotionCounter[], CounterLevel[]>({
    send: async (queries) => reads.promotionLevels(queries),
    batchMax,
    queueMax: Number.POSITIVE_INFINITY,
    concurrency: 1,
    departAt: Number.POSITIVE_INFINITY,
  });
  const levels = new Batcher<readonly string[], number[]>({
    send: async (queries) => reads.availableOf(queries),
    batchMax,
    queueMax: Number.POSITIVE_INFINITY,
    concurrency: 1,
    departAt: Number.POSITIVE_INFINITY,
  });

  const store: Store = {
    ...asynchronous(reads),
    by: (actor) => ({ ...store, ...commands(commander(batcher, actor)) }),
    checkStock: async (demand) => {
      const items = await stockChecks.runAlways(demand);
      return items.length === 0 ? ok(null) : refuse({ type: 'out-of-stock', items });
    },
    available: (skus) => levels.runAlways(skus),
    promotionLevels: (counters) => levelReads.runAlways(counters),
    ...commands(command),
    expireHolds: async (input) => {
      // Asked first: an idle shop must not write to its disk several times a second.
      const orderIds = reads.expiredHolds(input);
      if (orderIds.length === 0) return ok(0);
      const expired = await command('expireHolds')(input);
      for (const listener of listeners) listener(orderIds);
      return expired;
    },
    secret: async (name) => {
      const known = reads.secret(name);
      if (known !== undefined) return known;
      const made = await command('putSecret')({ name, value: randomBytes(32).toString('base64') });
      return made.value;
    },
    hasSecret: async (name) => reads.secret(name) !== undefined,
    hasRoom: () => batcher.hasRoom,
    storageProblem: () => storageProblem,
    onOrdersChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onTasksDue: (listener) => {
      taskListeners.add(listener);
      return () => taskListeners.delete(listener);
    },
    figures: () => ({ ...pool.figures(), ...batcher.figures() }),
    close: async () => {
      await pool.close();
      await checkpoints.stop();
      db.close();
      // The last connection to close moves the log into the file, which is then whole by itself.
      openWriter(file).close();
    },
  };
  return store;
}

type Reads = ReturnType<typeof openReads>;
type AsynchronousReads = {
  [Name in keyof Reads]: (
    ...input: Parameters<Reads[Name]>
  ) => Promise<Awaited<ReturnType<Reads[Name]>>>;
};

/** The store's reads are promises, so that a store across the network can answer them too. */
const asynchronous = (reads: Reads): AsynchronousReads =>
  Object.fromEntries(
    Object.entries(reads).map(([name, read]) => [
      name,
      async (...input: never[]) => (read as (...input: never[]) => unknown)(...input),
    ]),
  ) as AsynchronousReads;

type Commands = {
  [Name in Intention]: (input: LedgerInput<Name>) => Promise<LedgerAnswer<Name>>;
};

const commands = (command: ReturnType<typeof commander>): Commands =>
  Object.fromEntries(ledgerIntentions.map((name) => [name, command(name)])) as Commands;

/**
 * A command never waits in vain for room: whether there is any is asked once, before an order
 * begins (`hasRoom`). What has begun must always be able to finish.
 */
function commander(batcher: Batcher<LedgerCommand, Applied>, by?: Actor) {
  return <Name extends Intention>(type: Name) =>
    async (input: LedgerInput<Name>): Promise<LedgerAnswer<Name>> => {
      const command = by === undefined ? { type, input } : { type, input, by };
      const answer = await batcher.runAlways(command as LedgerCommand);
      if ('fault' in answer) throw new Error(`the ledger could not ${answer.fault}`);
      return answer as LedgerAnswer<Name>;
    };
}

/** Sends a batch until its answer has arrived, whatever happens to the thread meanwhile. */
function batchSender(pool: WorkerThreadPool<LedgerBatch, Applied[]>) {
  const instance = randomUUID();
  const freeLanes = Array.from({ length: LANES }, (_, lane) => lane);
  let sent = 0;
  // After a death batches go again one at a time, so that none dies with another's killer.
  let resending: Promise<unknown> = Promise.resolve();

  const attempt = async (batch: LedgerBatch): Promise<Applied[] | null> => {
    try {
      const sent = sentBatch(batch);
      return await pool.run(sent.batch, sent.documents);
    } catch (error) {
      if (!(error instanceof WorkerDiedError)) throw error;
      return null;
    }
  };

  const resend = async (batch: LedgerBatch): Promise<Applied[] | null> => {
    for (let tries = 0; tries < RESENDS_MAX; tries += 1) {
      const answers = await attempt(batch);
      if (answers) return answers;
    }
    return null;
  };

  const alone = async (lane: number, commands: LedgerCommand[]): Promise<Applied[]> => {
    const answers: Applied[] = [];
    for (const command of commands) {
      const batch = { id: `${instance}:${++sent}`, lane, commands: [command] };
      const answer = (await attempt(batch)) ?? (await resend(batch));
      answers.push(answer?.[0] ?? (refuse(killed) as Result<never, Unavailable>));
    }
    return answers;
  };

  return async (commands: LedgerCommand[]): Promise<Applied[]> => {
    const lane = freeLanes.pop() as number;
    const batch = { id: `${instance}:${++sent}`, lane, commands };
    try {
      const answers = await attempt(batch);
      if (answers) return answers;
      // A thread that had applied the batch answers the resend from its record. When it dies each
      // time, the batch was never applied and holds what kills it: alone, only that one fails.
      const again = resending.then(
        async () => (await resend(batch)) ?? (await alone(lane, commands)),
      );
      resending = again.catch(() => {});
      return await again;
    } finally {
      freeLanes.push(lane);
    }
  };
}

const textOf = ({ type, input }: LedgerCommand): number =>
  type === 'reserve' ? input.document.length : 0;

/** The commands after which tasks may be due that were not before. */
const addsTasks: ReadonlySet<Intention> = new Set([
  'confirm',
  'cancelConfirmed',
  'refund',
  'retryTask',
  'replayDeadLetters',
  'fail',
  'ship',
  'replayDeliveries',
]);

/** A disk that takes no writes refuses the whole batch. */
function problemOf(answers: readonly Applied[]): string | null {
  const [first] = answers as readonly { refusal?: Unavailable }[];
  const refusal = first?.refusal;
  return refusal?.type === 'storage-unavailable' ? refusal.detail : null;
}

const killed: Unavailable = {
  type: 'storage-unavailable',
  detail: 'the ledger thread died at this command',
};

function announce(
  commands: readonly LedgerCommand[],
  listeners: ReadonlySet<(orderIds: readonly string[]) => void>,
): void {
  if (listeners.size === 0) return;
  const orderIds = commands.flatMap(ordersOf);
  for (const listener of listeners) listener(orderIds);
}

function ordersOf({ input }: LedgerCommand): string[] {
  if ('orderId' in input) return [input.orderId];
  return 'results' in input ? input.results.map(({ orderId }) => orderId) : [];
}
