/**
 * What happens behind the orders: the scenarios that wait for the last task, count tasks beside a
 * load, and look at what large invoices in the background cost the customers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { runLoad } from './load.js';
import { type Arm, type Bench, type Measurement, withServer } from './measure.js';
import type { LoadPlan, LoadResult, ServerReport, Workload } from './messages.js';
import type { RunningServer } from './servers.js';
import { measureFsyncMs } from './work-directory.js';
import { workloadOf } from './workload.js';

/** Counting what is left costs the server something, and half of this is a hundredth of a run. */
const POLL_MS = 250;
const DRAIN_WITHIN_MS = 1_800_000;
const WARM_UP_ORDERS = 300;
/** For both servers alike: until each of the engine's threads has compiled what it runs. */
const WORK_WARM_UP_ORDERS = 1_500;
/** Of what the engine can take: enough to be felt, with room beside it. */
const LOAD_BESIDE_TASKS = 0.7;
const LARGE_INVOICE_LINES = 200;

/** Orders a second until the last task of the last order is done; latency as customers saw it. */
export async function measureWork(bench: Bench, arm: Arm, round: number): Promise<Measurement> {
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  return withServer(bench, arm, round, async (server) => {
    await place(bench, server, arm.workload, WORK_WARM_UP_ORDERS);
    await drained(bench, arm, server);
    server.reset();
    const startedAt = performance.now();
    const load = await place(bench, server, arm.workload, bench.options.workOrders);
    await drained(bench, arm, server);
    const elapsedMs = performance.now() - startedAt;
    const report = await server.report();
    return { arm: arm.name, round, fsyncP50Ms, load: { ...load, elapsedMs }, server: report };
  });
}

export interface TasksResult {
  fsyncP50Ms: number;
  capacity: number;
  /** Tasks a second when no orders come in, and beside a load of `besideRate` orders a second. */
  alone: number;
  beside: number;
  besideRate: number;
  besideLoad: LoadResult;
  server: ServerReport;
}

/** The task engine with handlers that do nothing. */
export async function measureTasks(bench: Bench): Promise<TasksResult> {
  const workload = workloadOf(bench.options);
  const arm: Arm = { name: 'engine, no-op tasks', kind: 'noop', workload };
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  return withServer(bench, arm, 1, async (server) => {
    const full = await underLoad(bench, server, workload, { rate: null });
    const capacity = perSecond(full.load.orders, full.load.elapsedMs);
    bench.say(`capacity: ${Math.round(capacity)} orders/s`);
    const before = await doneTasks(bench, server);
    const startedAt = performance.now();
    await drained(bench, arm, server);
    const elapsedMs = performance.now() - startedAt;
    const alone = perSecond((await doneTasks(bench, server)) - before, elapsedMs);
    bench.say(`alone: ${Math.round(alone)} tasks/s`);
    const besideRate = Math.round(capacity * LOAD_BESIDE_TASKS);
    const beside = await underLoad(bench, server, workload, { rate: besideRate, steady: false });
    return {
      fsyncP50Ms,
      capacity,
      alone,
      beside: perSecond(beside.tasks, beside.load.elapsedMs),
      besideRate,
      besideLoad: beside.load,
      server: beside.report,
    };
  });
}

export interface IsolationResult {
  fsyncP50Ms: number;
  rate: number;
  /** Measured in turn, round by round, in one process. */
  rounds: { quiet: Window; rendering: Window & { invoices: number } }[];
}

export interface Window {
  load: LoadResult;
  report: ServerReport;
}

/** Small orders at a steady rate, without and with invoices of 200 lines being rendered. */
export async function measureIsolation(bench: Bench): Promise<IsolationResult> {
  const workload = workloadOf(bench.options);
  const large = { ...workload, linesPerOrder: LARGE_INVOICE_LINES };
  const arm: Arm = { name: 'engine', kind: 'engine', workload };
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  return withServer(bench, arm, 1, async (server) => {
    const { rate } = bench.options;
    await place(bench, server, workload, WARM_UP_ORDERS);
    const rounds: IsolationResult['rounds'] = [];
    for (let round = 1; round <= bench.options.rounds; round += 1) {
      await drained(bench, arm, server);
      const pace = { rate, steady: true };
      const quiet = await underLoad(bench, server, workload, pace);
      await drained(bench, arm, server);
      await place(bench, server, large, bench.options.largeInvoices);
      const rendering = await underLoad(bench, server, workload, pace);
      rounds.push({ quiet, rendering: { ...rendering, invoices: rendering.invoices } });
      bench.say(`round ${round} of ${bench.options.rounds}`);
    }
    return { fsyncP50Ms, rate, rounds };
  });
}

export async function underLoad(
  bench: Bench,
  server: RunningServer,
  workload: Workload,
  pace: Pick<LoadPlan, 'rate' | 'steady'>,
): Promise<Window & { tasks: number; invoices: number }> {
  const { connections, warmupSeconds, seconds } = bench.options;
  const until = {
    kind: 'time',
    warmupMs: warmupSeconds * 1000,
    measuredMs: seconds * 1000,
  } as const;
  const counts = { before: Promise.resolve({ tasks: 0, invoices: 0 }) };
  const measuring = () => {
    server.reset();
    counts.before = taskFigures(bench, server);
  };
  const plan = { port: server.port, connections, workload, until, ...pace };
  const load = await Promise.race([runLoad(plan, { measuring }), server.died]);
  const [before, after] = [await counts.before, await taskFigures(bench, server)];
  return {
    load,
    report: await server.report(),
    tasks: after.tasks - before.tasks,
    invoices: after.invoices - before.invoices,
  };
}

export function place(bench: Bench, server: RunningServer, workload: Workload, orders: number) {
  const { connections } = bench.options;
  const until = { kind: 'orders', orders, progressEvery: orders } as const;
  return Promise.race([
    runLoad({ port: server.port, connections, workload, until, rate: null }, {}),
    server.died,
  ]);
}

/** Until no task waits or runs. The plain server has none: it answers when all is done. */
export async function drained(bench: Bench, arm: Arm, server: RunningServer): Promise<void> {
  if (arm.kind === 'plain' || arm.kind === 'floor') return;
  const deadline = performance.now() + DRAIN_WITHIN_MS;
  while (performance.now() < deadline) {
    const { items } = await asked<{ items: { state: string; topic: string }[] }>(
      bench,
      server,
      '/v1/admin/task-counts',
    );
    const dead = items.find(({ state }) => state === 'dead');
    if (dead) throw new Error(`a task of ${dead.topic} is a dead letter`);
    if (items.length === 0) return;
    await sleep(POLL_MS);
  }
  throw new Error(`tasks were still open after ${DRAIN_WITHIN_MS / 1000} s`);
}

const doneTasks = async (bench: Bench, server: RunningServer): Promise<number> =>
  (await taskFigures(bench, server)).tasks;

async function taskFigures(bench: Bench, server: RunningServer) {
  const { tasks } = await asked<{ tasks: Record<string, { done?: number }> }>(
    bench,
    server,
    '/v1/admin/pools',
  );
  const done = Object.values(tasks).map((topic) => topic?.done ?? 0);
  return { tasks: done.reduce((sum, count) => sum + count, 0), invoices: tasks.invoice?.done ?? 0 };
}

export async function asked<Answer>(
  bench: Bench,
  server: RunningServer,
  path: string,
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    headers: { authorization: `Bearer ${bench.operatorKey}` },
  });
  if (!response.ok) throw new Error(`GET ${path} was answered ${response.status}`);
  return (await response.json()) as Answer;
}

const perSecond = (count: number, elapsedMs: number): number => (count * 1000) / elapsedMs;
