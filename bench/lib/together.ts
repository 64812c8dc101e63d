/**
 * Browsing, carts, sign-ins and orders at once: how fast each kind is, and what the sign-ins, which
 * burn the processor by intent, cost those who order. Windows without and with sign-ins alternate in
 * one server, so that only they differ.
 */
import { benchSku } from './catalogue.js';
import { runLoad } from './load.js';
import { type Arm, type Bench, settle, withServer } from './measure.js';
import type { LoadResult, ServerReport } from './messages.js';
import { type Kind, type KindResult, Visitors } from './visitors.js';
import { measureFsyncMs } from './work-directory.js';
import { workloadOf } from './workload.js';

const CUSTOMERS = 32;
const PASSWORD = 'correct horse battery';
/** As many as V8 has compiled the order's path after. */
const WARM_UP_ORDERS = 3_000;
/** As many as the engine has carts and pages to be looked at for each order. */
const BROWSE_PER_ORDER = 2;
const CARTS_PER_ORDER = 1;
const CARTS = 64;

export interface TogetherWindow {
  orders: LoadResult;
  others: KindResult[];
  report: ServerReport;
}

export interface TogetherResult {
  fsyncP50Ms: number;
  rate: number;
  signInsAtOnce: number;
  rounds: { without: TogetherWindow; with: TogetherWindow }[];
}

/** The limits on one address would take the benchmark for an attacker. */
const env = { CLIENT_FAILURES_FREE: '1000000' };

export async function measureTogether(bench: Bench): Promise<TogetherResult> {
  const workload = workloadOf(bench.options);
  const arm: Arm = { name: 'engine', kind: 'engine', workload, env };
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  const { rate, rounds, signInsAtOnce, connections } = bench.options;
  return withServer(bench, arm, 1, async (server) => {
    const visitors = new Visitors(server.port);
    try {
      const kinds = [browsing(rate, workload.products), ...(await carts(visitors, rate))];
      const signIns = signingIn(await registered(visitors), signInsAtOnce);
      const until = {
        kind: 'orders',
        orders: WARM_UP_ORDERS,
        progressEvery: WARM_UP_ORDERS,
      } as const;
      await runLoad({ port: server.port, connections, workload, until, rate: null }, {});
      // What the warm-up has left to do would be done beside the first windows alone.
      await settle(server);
      const window = async (all: Kind[]): Promise<TogetherWindow> => {
        const { seconds, warmupSeconds } = bench.options;
        const ended = new AbortController();
        const others = visitors.run(all, ended.signal);
        const orders = await Promise.race([
          runLoad(
            {
              port: server.port,
              connections,
              workload,
              rate,
              steady: true,
              until: { kind: 'time', warmupMs: warmupSeconds * 1000, measuredMs: seconds * 1000 },
            },
            { measuring: () => server.reset() },
          ),
          server.died,
        ]);
        const report = await server.report();
        ended.abort();
        return { orders, others: await others, report };
      };
      const measured: TogetherResult['rounds'] = [];
      for (let round = 1; round <= rounds; round += 1) {
        // The other one first each time: what drifts is not taken for what differs.
        const isEven = round % 2 === 0;
        const first = await window(isEven ? [...kinds, signIns] : kinds);
        const second = await window(isEven ? kinds : [...kinds, signIns]);
        measured.push(isEven ? { with: first, without: second } : { without: first, with: second });
        bench.say(`round ${round} of ${rounds}`);
      }
      return { fsyncP50Ms, rate, signInsAtOnce, rounds: measured };
    } finally {
      await visitors.close();
    }
  });
}

function browsing(rate: number, products: number): Kind {
  let turn = 0;
  const next = () => {
    turn += 1;
    const path =
      turn % 2 === 0 ? '/v1/products?limit=24' : `/v1/products/${benchSku(turn % products)}`;
    return { method: 'GET' as const, path };
  };
  return { name: 'browsing', next, pace: { perSecond: rate * BROWSE_PER_ORDER } };
}

/** None where the server has no carts. */
async function carts(visitors: Visitors, rate: number): Promise<Kind[]> {
  const ids: string[] = [];
  for (let made = 0; made < CARTS; made += 1) {
    const body = { currency: 'EUR', country: 'DE' };
    const { status, text } = await visitors.visit({ method: 'POST', path: '/v1/carts', body });
    if (status === 404) return [];
    if (status !== 201) throw new Error(`a cart was answered ${status}: ${text}`);
    ids.push((JSON.parse(text) as { id: string }).id);
  }
  let turn = 0;
  const next = () => {
    turn += 1;
    const path = `/v1/carts/${ids[turn % CARTS]}/lines/${benchSku(turn % 3)}`;
    return { method: 'PUT' as const, path, body: { quantity: 1 + (turn % 5) } };
  };
  return [{ name: 'carts', next, pace: { perSecond: rate * CARTS_PER_ORDER } }];
}

async function registered(visitors: Visitors): Promise<string[]> {
  const emails = Array.from({ length: CUSTOMERS }, (_, index) => `signs-in-${index}@example.com`);
  for (const email of emails) {
    const body = { email, name: 'Example Customer', password: PASSWORD };
    const { status, text } = await visitors.visit({ method: 'POST', path: '/v1/customers', body });
    if (status !== 201) throw new Error(`registering was answered ${status}: ${text}`);
  }
  return emails;
}

function signingIn(emails: readonly string[], atOnce: number): Kind {
  let turn = 0;
  const next = () => {
    turn += 1;
    const body = { email: emails[turn % emails.length], password: PASSWORD };
    return { method: 'POST' as const, path: '/v1/session', body };
  };
  return { name: 'signing in', next, pace: { atOnce } };
}
