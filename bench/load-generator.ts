/**
 * The load, in a process of its own: takes one plan, drives the server with autocannon and tells
 * the benchmark when measuring begins, how far it is, and the result.
 *
 * A 503 is answered by the next order at once. A polite client would wait for `Retry-After`;
 * this one keeps the pressure on, and its 503s are counted.
 */
import autocannon from 'autocannon';
import { type FlowPlan, flowOf } from './lib/flows.js';
import type {
  FlowName,
  LoadMessage,
  LoadPlan,
  LoadResult,
  OrderLimit,
  TimeLimit,
} from './lib/messages.js';
import { orderRequests } from './lib/order-requests.js';
import { runAtRate } from './lib/rate.js';
import { Tally } from './lib/tally.js';

/** Past this many the server is gone, and autocannon would reconnect in a tight loop. */
const CONNECTION_ERRORS_MAX = 10_000;
const REQUEST_TIMEOUT_S = 30;
const CONNECTED_WITHIN_MS = 120_000;
const A_DAY_S = 86_400;

type Load = autocannon.Instance;

process.once('message', (plan: LoadPlan) => run(plan));
process.once('disconnect', () => process.exit(1));

function run(plan: LoadPlan): void {
  const tally = new Tally(plan.steady);
  if (plan.rate !== null && plan.steady) {
    const { rate, until } = plan;
    if (until.kind !== 'time') fail('a rate goes with a time');
    else
      void runAtRate({ ...plan, rate, until }, tally, tell).then(finish, (error) =>
        fail(error.message),
      );
    return;
  }
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
  const { flow, port, workload } = plan;
  const nextRequest = flow ? null : orderRequests(workload, port);
  let seed = 0;
  return autocannon(
    {
      url: `http://127.0.0.1:${plan.port}/v1/orders`,
      method: 'POST',
      connections: plan.connections,
      duration: A_DAY_S,
      timeout: REQUEST_TIMEOUT_S,
      ...(plan.rate === null ? {} : { overallRate: plan.rate }),
      setupClient: (client) => {
        const next =
          nextRequest ??
          follow(client, flow as FlowName, { port, products: workload.products, seed: ++seed });
        (client as unknown as { getRequestBuffer(): Buffer }).getRequestBuffer = next;
      },
    },
    () => undefined,
  );
}

/** Calls that are no end of a flow, by their client: they are not recorded. */
const uncounted = new WeakSet<autocannon.Client>();

/** The client's own listeners hear of an answer before the load's. */
function follow(client: autocannon.Client, name: FlowName, plan: FlowPlan): () => Buffer {
  const flow = flowOf(name, plan);
  let location: string | null = null;
  client.on('headers', ({ headers }) => {
    const fields = headers as unknown as string[];
    const at = fields.indexOf('location');
    location = at === -1 ? null : (fields[at + 1] as string);
  });
  client.on('response', (status) => {
    if (flow.answered(status, location)) uncounted.delete(client);
    else uncounted.add(client);
  });
  return () => flow.next();
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
    load.on('response', (client, status, _bytes, ms) => {
      if (!uncounted.has(client)) tally.record(status, ms);
    });
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

function tell(message: LoadMessage): void {
  process.send?.(message);
}

function finish(result: LoadResult): void {
  process.send?.({ type: 'finished', result } satisfies LoadMessage, () => process.exit(0));
}

function fail(reason: string): void {
  process.send?.({ type: 'failed', reason } satisfies LoadMessage, () => process.exit(1));
}
