/**
 * The load, in a process of its own: takes one plan, drives the server with autocannon and tells
 * the benchmark when measuring begins, how far it is, and the result.
 *
 * A 503 is answered by the next order at once. A polite client would wait for `Retry-After`;
 * this one keeps the pressure on, and its 503s are counted.
 */
import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import type { LoadMessage, LoadPlan, LoadResult, OrderLimit, TimeLimit } from './lib/messages.js';
import { orderRequests } from './lib/order-requests.js';

/** Past this many the server is gone, and autocannon would reconnect in a tight loop. */
const CONNECTION_ERRORS_MAX = 10_000;
const REQUEST_TIMEOUT_S = 30;
const CONNECTED_WITHIN_MS = 120_000;
const A_DAY_S = 86_400;

type Load = autocannon.Instance;

process.once('message', (plan: LoadPlan) => run(plan));
process.once('disconnect', () => process.exit(1));

function run(plan: LoadPlan): void {
  const tally = new Tally();
  const load = startLoad(plan);
  load.on('reqError', () => {
    tally.connectionErrors += 1;
    if (tally.connectionErrors > CONNECTION_ERRORS_MAX) fail('the server no longer answers');
  });
  load.on('error', (error: Error) => fail(error.message));
  if (plan.until.kind === 'time') measureFor(plan.until, plan.connections, load, tally);
  else measureUntil(plan.until, load, tally);
}

/**
 * autocannon would build every request anew or copy all of them once per connection. The method
 * that hands a request to the socket is replaced instead: it is part of no published type, but
 * the version is pinned.
 */
function startLoad(plan: LoadPlan): Load {
  const nextRequest = orderRequests(plan.workload, plan.port);
  return autocannon(
    {
      url: `http://127.0.0.1:${plan.port}/v1/orders`,
      method: 'POST',
      connections: plan.connections,
      duration: A_DAY_S,
      timeout: REQUEST_TIMEOUT_S,
      setupClient: (client) => {
        (client as unknown as { getRequestBuffer(): Buffer }).getRequestBuffer = nextRequest;
      },
    },
    () => undefined,
  );
}

/**
 * The warm-up begins once every connection has had an answer. Node accepts one connection per turn
 * of its loop: under load, a server that blocks its loop takes seconds to accept a hundred, and
 * the wait for that would pass for latency.
 */
function measureFor(limit: TimeLimit, connections: number, load: Load, tally: Tally): void {
  const answered = new Set<autocannon.Client>();
  const giveUp = setTimeout(
    () => fail(`only ${answered.size} of ${connections} connections had an answer`),
    CONNECTED_WITHIN_MS,
  );
  const noteAnswer = (client: autocannon.Client) => {
    answered.add(client);
    if (answered.size < connections) return;
    load.off('response', noteAnswer);
    clearTimeout(giveUp);
    setTimeout(measure, limit.warmupMs);
  };
  const measure = () => {
    tally.reset();
    load.on('response', (_client, status, _bytes, ms) => tally.record(status, ms));
    tell({ type: 'measuring' });
    setTimeout(() => finish(tally.result()), limit.measuredMs);
  };
  load.on('response', noteAnswer);
}

function measureUntil(limit: OrderLimit, load: Load, tally: Tally): void {
  let refused = 0;
  tell({ type: 'measuring' });
  load.on('response', (_client, status, _bytes, ms) => {
    if (!tally.record(status, ms)) {
      refused += 1;
      if (refused > limit.orders) fail('more orders were refused than were wanted');
      return;
    }
    if (tally.orders % limit.progressEvery === 0) tell({ type: 'progress', orders: tally.orders });
    if (tally.orders === limit.orders) finish(tally.result());
  });
}

/** What was answered since the last reset. */
class Tally {
  orders = 0;
  connectionErrors = 0;
  private startedAtMs = performance.now();
  private cpu = process.cpuUsage();
  private readonly answersByStatus = new Map<number, number>();
  private readonly latencyUs = createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 });

  /** True when the answer took an order. */
  record(status: number, latencyMs: number): boolean {
    this.answersByStatus.set(status, (this.answersByStatus.get(status) ?? 0) + 1);
    if (status < 200 || status > 299) return false;
    this.orders += 1;
    this.latencyUs.record(Math.max(1, Math.round(latencyMs * 1000)));
    return true;
  }

  reset(): void {
    this.orders = 0;
    this.connectionErrors = 0;
    this.startedAtMs = performance.now();
    this.cpu = process.cpuUsage();
    this.answersByStatus.clear();
    this.latencyUs.reset();
  }

  result(): LoadResult {
    const elapsedMs = performance.now() - this.startedAtMs;
    const cpu = process.cpuUsage(this.cpu);
    return {
      elapsedMs,
      orders: this.orders,
      answersByStatus: Object.fromEntries(this.answersByStatus),
      connectionErrors: this.connectionErrors,
      latencyP50Ms: this.latencyUs.percentile(50) / 1000,
      latencyP99Ms: this.latencyUs.percentile(99) / 1000,
      latencyMaxMs: this.orders === 0 ? 0 : this.latencyUs.max / 1000,
      cpuCores: (cpu.user + cpu.system) / 1000 / elapsedMs,
    };
  }
}

function tell(message: LoadMessage): void {
  process.send?.(message);
}

function finish(result: LoadResult): void {
  process.send?.({ type: 'finished', result } satisfies LoadMessage, () => process.exit(0));
}

function fail(reason: string): void {
  process.send?.({ type: 'failed', reason } satisfies LoadMessage, () => process.exit(1));
}
