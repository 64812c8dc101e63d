/**
 * The engine with handlers that do nothing: what is left is the task engine itself. Tasks are
 * claimed, run, recorded and marked as ever.
 */
import { tuneHeap } from '../src/cli/heap.js';
import { readConfig } from '../src/config.js';
import { allTopics } from '../src/core/tasks.js';
import { startEngine } from '../src/main.js';
import type { TaskHandler, TaskHandlers } from '../src/tasks/task-handler.js';
import { createLogger } from '../src/telemetry/log.js';

tuneHeap();

const nothing: TaskHandler = { run: async () => ({ type: 'done' }) };
const handlers = Object.fromEntries(allTopics.map((topic) => [topic, nothing])) as TaskHandlers;

const config = readConfig();
const many = { INVOICE_CONCURRENCY: 512, EMAIL_CONCURRENCY: 512, WAREHOUSE_CONCURRENCY: 512 };
const engine = await startEngine(
  { ...config, ...many },
  createLogger(config.LOG_LEVEL),
  'benchmark',
  { handlers: () => handlers },
);
process.once('SIGTERM', () => void engine.stop());
