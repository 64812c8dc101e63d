/**
 * What the benchmark's processes say to each other over Node's IPC channel.
 *
 *   orders.ts ── ServerRequest ──▶ report.ts, preloaded into a server ── ServerAnswer ──▶
 *   orders.ts ── LoadPlan ──▶ load-generator.ts ── LoadMessage ──▶
 */

export type ServerRequest = { type: 'bench:reset' } | { type: 'bench:report' };

export interface ServerAnswer {
  type: 'bench:report';
  report: ServerReport;
}

/** What a server process saw of itself since the last reset. */
export interface ServerReport {
  elapsedMs: number;
  loopDelayP50Ms: number;
  loopDelayP99Ms: number;
  rssBytes: number;
  rssPeakBytes: number;
  /** User and system time of all threads by wall time: 1.5 is one and a half cores kept busy. */
  cpuCores: number;
}

/** Which orders are sent. The same workload and seed give the same bodies to every server. */
export interface Workload {
  products: number;
  linesPerOrder: number;
  /** How many lines orders have, by weight, instead of the same for all. */
  mix?: readonly { lines: number; weight: number }[];
  /** Every order has its one line on the same SKU. */
  hot: boolean;
  idempotencyKeys: boolean;
}

/** A cart's whole way to an order, or changes of lines alone. */
export type FlowName = 'journey' | 'lines';

export interface LoadPlan {
  port: number;
  connections: number;
  workload: Workload;
  until: TimeLimit | OrderLimit;
  /** Orders a second over all connections; as fast as they are answered when null. */
  rate: number | null;
  /** What each connection does instead of placing orders one after another. */
  flow?: FlowName;
  /** Each order when it is due, at a cost to the processor: where latency is what is measured. */
  steady?: boolean;
}

export interface TimeLimit {
  kind: 'time';
  warmupMs: number;
  measuredMs: number;
}

export interface OrderLimit {
  kind: 'orders';
  orders: number;
  progressEvery: number;
}

export type LoadMessage =
  | { type: 'measuring' }
  | { type: 'progress'; orders: number }
  | { type: 'finished'; result: LoadResult }
  | { type: 'failed'; reason: string };

export interface LoadResult {
  elapsedMs: number;
  /** Answers of the 2xx family; only these count as orders and only their latency is recorded. */
  orders: number;
  answersByStatus: Record<string, number>;
  /** Connections broken and requests without an answer. */
  connectionErrors: number;
  latencyP50Ms: number;
  latencyP99Ms: number;
  latencyMaxMs: number;
  /** Of each order, where the plan is steady. */
  latenciesMs?: number[];
  cpuCores: number;
}
