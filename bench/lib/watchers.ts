/**
 * Operators who watch: clients of the event stream at `/v1/admin/events`, and what they cost those who
 * order. Windows without and with watchers alternate in one server, so that only they differ.
 */
import { Agent, request } from 'undici';
import { runLoad } from './load.js';
import { type Arm, type Bench, withServer } from './measure.js';
import type { LoadResult, ServerReport } from './messages.js';
import { measureFsyncMs } from './work-directory.js';
import { workloadOf } from './workload.js';

const WARM_UP_ORDERS = 5_000;

export interface WatchersWindow {
  load: LoadResult;
  report: ServerReport;
  /** Events that one watcher was sent, and changes of orders that they told of. */
  events: number;
  changes: number;
}

export interface WatchersResult {
  fsyncP50Ms: number;
  watchers: number;
  rounds: { without: WatchersWindow; with: WatchersWindow }[];
}

export async function measureWatchers(bench: Bench): Promise<WatchersResult> {
  const workload = workloadOf(bench.options);
  const arm: Arm = { name: 'engine', kind: 'engine', workload };
  const fsyncP50Ms = measureFsyncMs(bench.workDir);
  const { rounds, watchers: count, connections, seconds, warmupSeconds } = bench.options;
  return withServer(bench, arm, 1, async (server) => {
    const load = { port: server.port, connections, workload, rate: null };
    const window = async (watching: number): Promise<WatchersWindow> => {
      const watchers = new Watchers(server.port, bench.operatorKey);
      await watchers.open(watching);
      const until = {
        kind: 'time',
        warmupMs: warmupSeconds * 1000,
        measuredMs: seconds * 1000,
      } as const;
      const loaded = await Promise.race([
        runLoad({ ...load, until }, { measuring: () => server.reset() }),
        server.died,
      ]);
      const report = await server.report();
      return { load: loaded, report, ...(await watchers.close()) };
    };
    const until = {
      kind: 'orders',
      orders: WARM_UP_ORDERS,
      progressEvery: WARM_UP_ORDERS,
    } as const;
    await runLoad({ ...load, until }, {});
    const measured: WatchersResult['rounds'] = [];
    for (let round = 1; round <= rounds; round += 1) {
      // The other one first each time: what drifts is not taken for what differs.
      const isEven = round % 2 === 0;
      const first = await window(isEven ? count : 0);
      const second = await window(isEven ? 0 : count);
      measured.push(isEven ? { with: first, without: second } : { without: first, with: second });
      bench.say(`round ${round} of ${rounds}`);
    }
    return { fsyncP50Ms, watchers: count, rounds: measured };
  });
}

export class Watchers {
  readonly #url: string;
  readonly #key: string;
  readonly #agent = new Agent({ bodyTimeout: 0 });
  readonly #ended = new AbortController();
  readonly #readers: Promise<void>[] = [];
  #events = 0;
  #changes = 0;

  constructor(port: number, key: string) {
    this.#url = `http://127.0.0.1:${port}/v1/admin/events`;
    this.#key = key;
  }

  /** Resolves once each is answered. */
  async open(count: number): Promise<void> {
    const bodies = await Promise.all(Array.from({ length: count }, () => this.#connect()));
    // The first one is read, and stands for all; the others are taken in, as a browser would.
    this.#readers.push(
      ...bodies.map((body, index) => (index === 0 ? this.#read(body) : drained(body))),
    );
  }

  /** Changes of orders that the first watcher has been told of so far. */
  get changes(): number {
    return this.#changes;
  }

  async close(): Promise<{ events: number; changes: number }> {
    this.#ended.abort();
    await Promise.all(this.#readers);
    await this.#agent.destroy();
    return { events: this.#events, changes: this.#changes };
  }

  async #connect() {
    const { statusCode, body } = await request(this.#url, {
      dispatcher: this.#agent,
      signal: this.#ended.signal,
      headers: { authorization: `Bearer ${this.#key}`, accept: 'text/event-stream' },
    });
    if (statusCode !== 200) throw new Error(`the event stream was answered ${statusCode}`);
    body.setEncoding('utf8');
    return body;
  }

  async #read(body: AsyncIterable<string>): Promise<void> {
    let rest = '';
    try {
      for await (const piece of body) {
        const messages = (rest + piece).split('\n\n');
        rest = messages.pop() ?? '';
        for (const message of messages) this.#count(message);
      }
    } catch {
      // Ended by `close`.
    }
  }

  #count(message: string): void {
    this.#events += 1;
    const changed = /"changed":(\d+)/.exec(message)?.[1];
    this.#changes += Number(changed ?? 0);
  }
}

async function drained(body: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const _ of body);
  } catch {
    // Ended by `close`.
  }
}
