// The store on one machine: commands go in batches to the ledger thread, reads to a read-only
// connection of this thread.

import { randomBytes, randomUUID } from 'node:crypto';
import { Batcher } from '../../compute/batcher.js';
import { WorkerDiedError, WorkerThreadPool } from '../../compute/worker-thread-pool.js';
import type { Demand } from '../../core/demand.js';
import type { Shortage, Unavailable } from '../../core/refusals.js';
import { ok, type Result, refuse } from '../../core/result.js';
import type { CounterLevel, PromotionCounter, Store } from '../store.js';
import { startCheckpoints } from './checkpointer.js';
import { openReader, openWriter, prepareLedgerFile } from './connection.js';
import type {
  Applied,
  Intention,
  LedgerAnswer,
  LedgerBatch,
  LedgerCommand,
  LedgerInput,
} from './ledger-commands.js';
import { openReads } from './reader.js';

export interface SqliteStoreOptions {
  file: string;
  batchMax: number;
  queueMax: number;
  /** Another worker module, for tests of what happens when the thread dies. */
  worker?: string;
}

/** Batches at the ledger thread at once: it finds the next one there when it has ended one. */
const LANES = 2;

/** How often a batch is sent again to a ledger thread that died with it, before it is split up. */
const RESENDS_MAX = 2;

/** @throws LedgerFileError when the file is not a ledger or is damaged. */
export function openSqliteStore({ file, batchMax, queueMax, worker }: SqliteStoreOptions): Store {
  prepareLedgerFile(file);
  const pool = new WorkerThreadPool<LedgerBatch, Applied[]>({
    worker: worker ?? 'ledger',
    threads: 1,
    tasksPerThread: LANES,
    workerData: { file },
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
    queueMax,
    concurrency: LANES,
  });
  const db = openReader(file);
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

  return {
    ...asynchronous(reads),
    checkStock: async (demand) => {
      const items = await stockChecks.runAlways(demand);
      return items.length === 0 ? ok(null) : refuse({ type: 'out-of-stock', items });
    },
    promotionLevels: (counters) => levelReads.runAlways(counters),
    reserve: ({ document, ...rest }) =>
      command('reserve')({ ...rest, document: JSON.stringify(document) }),
    confirm: command('confirm'),
    fail: command('fail'),
    park: command('park'),
    cancelConfirmed: command('cancelConfirmed'),
    refund: command('refund'),
    expireHolds: async (input) => {
      // Asked first: an idle shop must not write to its disk several times a second.
      const orderIds = reads.expiredHolds(input);
      if (orderIds.length === 0) return ok(0);
      const expired = await command('expireHolds')(input);
      for (const listener of listeners) listener(orderIds);
      return expired;
    },
    postpone: command('postpone'),
    openAttempt: command('openAttempt'),
    settleAttempt: command('settleAttempt'),
    ship: command('ship'),
    claimTasks: command('claimTasks'),
    extendLeases: command('extendLeases'),
    finishTasks: command('finishTasks'),
    retryTask: command('retryTask'),
    replayDeadLetters: command('replayDeadLetters'),
    purgeMinutes: command('purgeMinutes'),
    rememberAnswer: command('rememberAnswer'),
    purgeKeys: command('purgeKeys'),
    putProduct: command('putProduct'),
    setStock: command('setStock'),
    adjustStock: command('adjustStock'),
    putCustomer: command('putCustomer'),
    putPromotion: command('putPromotion'),
    removePromotion: command('removePromotion'),
    indexBuyers: command('indexBuyers'),
    putOperatorKey: command('putOperatorKey'),
    seed: command('seed'),
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
}

/** The store's reads are promises, so that a store across the network can answer them too. */
function asynchronous(reads: ReturnType<typeof openReads>) {
  return {
    order: async (id: string) => reads.order(id),
    orders: async (query: Parameters<typeof reads.orders>[0]) => reads.orders(query),
    orderEvents: async (id: string, after: number) => reads.orderEvents(id, after),
    pendingPayments: async (query: Parameters<typeof reads.pendingPayments>[0]) =>
      reads.pendingPayments(query),
    openAttempts: async (query: Parameters<typeof reads.openAttempts>[0]) =>
      reads.openAttempts(query),
    openAttemptsOf: async (orderId: string) => reads.openAttemptsOf(orderId),
    dueTopics: async (query: Parameters<typeof reads.dueTopics>[0]) => reads.dueTopics(query),
    task: async (name: Parameters<typeof reads.task>[0]) => reads.task(name),
    tasks: async (query: Parameters<typeof reads.tasks>[0]) => reads.tasks(query),
    taskCounts: async () => reads.taskCounts(),
    analytics: async (query: Parameters<typeof reads.analytics>[0]) => reads.analytics(query),
    keyAnswer: async (claim: Parameters<typeof reads.keyAnswer>[0]) => reads.keyAnswer(claim),
    product: async (sku: string) => reads.product(sku),
    products: async (query: Parameters<typeof reads.products>[0]) => reads.products(query),
    promotions: async () => reads.promotions(),
    promotion: async (id: string) => reads.promotion(id),
    promotionList: async (query: Parameters<typeof reads.promotionList>[0]) =>
      reads.promotionList(query),
    hasOrdered: async (customer: Parameters<typeof reads.hasOrdered>[0]) =>
      reads.hasOrdered(customer),
    stock: async (sku: string) => reads.stock(sku),
    customer: async (id: string) => reads.customer(id),
    operatorKey: async (hash: string) => reads.operatorKey(hash),
    hasOperatorKeys: async () => reads.hasOperatorKeys(),
    isEmpty: async () => reads.isEmpty(),
  };
}

/**
 * A command never waits in vain for room: whether there is any is asked once, before an order
 * begins (`hasRoom`). What has begun must always be able to finish.
 */
function commander(batcher: Batcher<LedgerCommand, Applied>) {
  return <Name extends Intention>(type: Name) =>
    async (input: LedgerInput<Name>): Promise<LedgerAnswer<Name>> => {
      const answer = await batcher.runAlways({ type, input } as LedgerCommand);
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
      return await pool.run(batch);
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

/** The commands after which tasks may be due that were not before. */
const addsTasks: ReadonlySet<Intention> = new Set([
  'confirm',
  'cancelConfirmed',
  'refund',
  'retryTask',
  'replayDeadLetters',
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
