/** The memory scenario: the engine's resident memory while it takes one order after another. */

import { drained } from './background.js';
import { runLoad } from './load.js';
import { type Arm, type Bench, withServer } from './measure.js';
import type { LoadResult, ServerReport } from './messages.js';
import type { RunningServer } from './servers.js';
import { slope } from './statistics.js';
import { measureFsyncMs } from './work-directory.js';
import { workloadOf } from './workload.js';

const SAMPLE_EVERY = 20_000;
const SAMPLE_TASKS_EVERY_MS = 15_000;
const MEGABYTE = 1_000_000;

export interface MemorySample {
  orders: number;
  rssMb: number;
}

export interface MemoryResult {
  fsyncP50Ms: number;
  load: LoadResult;
  samples: MemorySample[];
  /** Bytes that one more order adds, over the whole run and once the heap has found its size. */
  bytesPerOrder: number;
  bytesPerOrderSecondHalf: number;
  /** MB, every quarter of a minute until the last task was done. */
  whileTasksRun: number[];
  rssSettledMb: number;
}

export async function watchMemory(bench: Bench): Promise<MemoryResult> {
  const arm: Arm = { name: 'engine', kind: 'engine', workload: workloadOf(bench.options) };
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  return withServer(bench, arm, 1, async (server) => {
    const { load, samples } = await sampleUnderLoad(bench, arm, server);
    bench.say('waiting until the tasks of these orders are done');
    const whileTasksRun: number[] = [];
    const sampling = setInterval(async () => {
      const megabytes = rssMb(await server.report());
      whileTasksRun.push(megabytes);
      bench.say(`tasks are under way, ${Math.round(megabytes)} MB`);
    }, SAMPLE_TASKS_EVERY_MS);
    await drained(bench, arm, server).finally(() => clearInterval(sampling));
    return {
      fsyncP50Ms,
      load,
      samples,
      whileTasksRun,
      bytesPerOrder: bytesPerOrder(samples),
      bytesPerOrderSecondHalf: bytesPerOrder(samples.slice(Math.floor(samples.length / 2))),
      rssSettledMb: rssMb(await server.report()),
    };
  });
}

async function sampleUnderLoad(bench: Bench, arm: Arm, server: RunningServer) {
  const { connections, orders } = bench.options;
  const sampling: Promise<MemorySample>[] = [];
  const sample = async (placed: number) => {
    const taken = { orders: placed, rssMb: rssMb(await server.report()) };
    bench.say(`${placed} of ${orders} orders, ${Math.round(taken.rssMb)} MB`);
    return taken;
  };
  const progress = (placed: number) => {
    sampling.push(sample(placed));
  };
  progress(0);
  const until = { kind: 'orders', orders, progressEvery: SAMPLE_EVERY } as const;
  const plan = { port: server.port, connections, workload: arm.workload, until, rate: null };
  const load = await Promise.race([runLoad(plan, { progress }), server.died]);
  if (orders % SAMPLE_EVERY !== 0) progress(orders);
  return { load, samples: await Promise.all(sampling) };
}

function bytesPerOrder(samples: MemorySample[]): number {
  return slope(samples.map(({ orders, rssMb }) => ({ x: orders, y: rssMb * MEGABYTE })));
}

function rssMb(report: ServerReport): number {
  return report.rssBytes / MEGABYTE;
}
