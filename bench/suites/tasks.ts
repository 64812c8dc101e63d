/**
 * The task engine against the real store and a backlog: claiming, leasing and writing down, with
 * handlers that do nothing.
 */
import { allTopics, topics } from '../../src/core/tasks.js';
import { TaskEngine, type TaskStore } from '../../src/tasks/task-engine.js';
import type { TaskHandler, TaskHandlers } from '../../src/tasks/task-handler.js';
import { demoShop } from '../lib/demo-orders.js';
import { type DemoStore, openDemoStore } from '../lib/demo-store.js';
import { inFlight } from '../lib/in-flight.js';
import type { Case, Suite } from '../lib/suite.js';

const CONCURRENCIES = [16, 64, 512];
/** More than four claims of the largest size. */
const BACKLOG_ORDERS = 2048;
const BACKLOG_TASKS = BACKLOG_ORDERS * topics.length;
const LEDGER_BATCH_MAX = 256;
const TIMEOUT_MS = 30_000;

export function tasksSuite(workDir: string): Suite {
  return {
    name: 'tasks',
    title: 'Task engine: a backlog of no-op tasks until the last one is written down',
    unit: 'tasks',
    cases: CONCURRENCIES.map((concurrency) => tasksCase(workDir, concurrency)),
    note: `One call works off ${BACKLOG_TASKS} tasks; putting them there is not measured.`,
  };
}

function tasksCase(workDir: string, concurrency: number): Case {
  return {
    name: `${concurrency} at once per topic`,
    items: BACKLOG_TASKS,
    open: async () => {
      const demo = await openDemoStore(workDir, demoShop(), LEDGER_BATCH_MAX);
      return {
        isAsync: true,
        prepare: () => inFlight(LEDGER_BATCH_MAX, BACKLOG_ORDERS, demo.placeOrder),
        call: () => workOff(demo, concurrency),
        close: demo.close,
      };
    },
  };
}

/** A new engine each time: while the backlog is put there, nobody may begin with it. */
async function workOff({ store }: DemoStore, concurrency: number): Promise<void> {
  const { watched, allWritten } = countResults(store, BACKLOG_TASKS);
  const engine = engineOf(watched, concurrency);
  engine.start();
  try {
    await allWritten;
  } finally {
    await engine.stop();
  }
}

/** A task counts when its outcome has been committed, not when its handler has returned. */
function countResults(store: TaskStore, wanted: number) {
  let written = 0;
  let end: () => void = () => {};
  let giveUp: (reason: Error) => void = () => {};
  const allWritten = new Promise<void>((resolve, reject) => {
    end = resolve;
    giveUp = reject;
  });
  const watched: TaskStore = {
    ...store,
    finishTasks: async (command) => {
      const answer = await store.finishTasks(command);
      const failed = command.results.find(({ state }) => state !== 'done');
      if (failed) giveUp(new Error(`a task of ${failed.topic} failed: ${failed.error}`));
      if (answer.ok) written += answer.value;
      if (written >= wanted) end();
      return answer;
    },
  };
  return { watched, allWritten };
}

function engineOf(store: TaskStore, concurrency: number): TaskEngine {
  const nothing: TaskHandler = { run: async () => ({ type: 'done' }) };
  const limit = { concurrency, timeoutMs: TIMEOUT_MS };
  const each = <Value>(value: Value) =>
    Object.fromEntries(allTopics.map((topic) => [topic, value]));
  return new TaskEngine({
    topics: () => allTopics,
    store,
    handlers: each(nothing) as unknown as TaskHandlers,
    settings: {
      limits: each(limit) as Record<(typeof allTopics)[number], typeof limit>,
      attemptsMax: 1,
      backoff: { firstMs: 1_000, maxMs: 1_000 },
      leaseMs: TIMEOUT_MS,
      inSequence: false,
      delays: {},
    },
    share: () => 1,
    now: Date.now,
    log: { warn: (fields, message) => process.stderr.write(`${message}: ${fields.reason}\n`) },
  });
}
