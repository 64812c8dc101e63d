/** One measurement: a fresh server process, a warm-up, a window under load, its figures. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillEngine } from './engine-catalogue.js';
import { placeProbeOrder, runLoad } from './load.js';
import type { FlowName, LoadResult, ServerReport, Workload } from './messages.js';
import type { BenchOptions } from './options.js';
import { isEngine, type RunningServer, type ServerKind, startServer } from './servers.js';
import { measureFsyncMs } from './work-directory.js';

/** Until the end of a process is known that has just stopped answering. */
const GONE_WITHIN_MS = 500;
const SETTLED_CPU_CORES = 0.05;
const SETTLE_PROBE_MS = 1000;
const SETTLE_WITHIN_MS = 1_800_000;

/** One of the things compared: a server and the orders that it gets. */
export interface Arm {
  name: string;
  kind: ServerKind;
  workload: Workload;
  /** Settings of its own. */
  env?: Record<string, string>;
  /** What its customers do; they place orders when absent. */
  flow?: FlowName;
  /** A database that outlives the measurement; a fresh one each time when absent. */
  dataDir?: string;
}

export interface Measurement {
  arm: string;
  round: number;
  fsyncP50Ms: number;
  load: LoadResult;
  server: ServerReport;
}

export interface Bench {
  options: BenchOptions;
  workDir: string;
  operatorKey: string;
  /** Progress goes to stderr, so that stdout holds nothing but the result. */
  say(line: string): void;
}

export async function measure(bench: Bench, arm: Arm, round: number): Promise<Measurement> {
  return withServer(bench, arm, round, async (server) => {
    if (arm.dataDir !== undefined) await settle(server);
    return measureWindow(bench, arm, round, server);
  });
}

/** Of a server that is running already. */
export async function measureWindow(
  bench: Bench,
  arm: Arm,
  round: number,
  server: RunningServer,
): Promise<Measurement> {
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  const { connections, warmupSeconds, seconds } = bench.options;
  const load = await Promise.race([
    runLoad(
      {
        port: server.port,
        connections,
        workload: arm.workload,
        ...(arm.flow ? { flow: arm.flow } : {}),
        rate: null,
        until: { kind: 'time', warmupMs: warmupSeconds * 1000, measuredMs: seconds * 1000 },
      },
      { measuring: () => server.reset() },
    ),
    server.died,
  ]);
  return { arm: arm.name, round, fsyncP50Ms, load, server: await server.report() };
}

/** A server that is ready, has its catalogue and has taken one order; stopped afterwards. */
export async function withServer<T>(
  bench: Bench,
  arm: Arm,
  round: number,
  use: (server: RunningServer) => Promise<T>,
): Promise<T> {
  const { products } = arm.workload;
  const { operatorKey, workDir } = bench;
  const dataDir = arm.dataDir ?? join(workDir, `${arm.name.replaceAll(/\W+/g, '-')}-${round}`);
  const { env = {} } = arm;
  const settings = { dataDir, logDir: workDir, products, operatorKey, env };
  const server = await startServer(arm.kind, settings);
  try {
    if (isEngine(arm.kind)) await fillEngine(server.port, operatorKey, products);
    await placeProbeOrder(server.port, arm.workload);
    return await use(server);
  } catch (error) {
    // A request that fails because the server has gone says less than how the server went.
    await Promise.race([server.died, sleep(GONE_WITHIN_MS)]);
    throw error;
  } finally {
    await server.stop();
  }
}

/** Waits until the server has worked off what earlier orders left for it to do. */
export async function settle(server: RunningServer): Promise<void> {
  const deadlineMs = performance.now() + SETTLE_WITHIN_MS;
  while (performance.now() < deadlineMs) {
    server.reset();
    await sleep(SETTLE_PROBE_MS);
    if ((await server.report()).cpuCores < SETTLED_CPU_CORES) return;
  }
  throw new Error(`the server was still busy after ${SETTLE_WITHIN_MS / 1000} s without orders`);
}
