/**
 * People beside those who order: they browse, fill carts and sign in, each kind at its own pace, and
 * what they wait is recorded. They live in the benchmark's own process, which has nothing else to do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { quantile } from './statistics.js';

export interface Visit {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
}

export interface Kind {
  name: string;
  next: () => Visit;
  /** Visits a second, each when it is due; or so many at once, each as soon as the last is done. */
  pace: { perSecond: number } | { atOnce: number };
}

export interface KindResult {
  name: string;
  done: number;
  elapsedMs: number;
  latencyP50Ms: number;
  latencyP99Ms: number;
  /** Answers by status; 0 for none at all. */
  failed: Record<string, number>;
}

const TICK_MS = 5;
const CONNECTIONS_MAX = 64;

export class Visitors {
  readonly #origin: string;
  readonly #agent = new Agent({ connections: CONNECTIONS_MAX });

  constructor(port: number) {
    this.#origin = `http://127.0.0.1:${port}`;
  }

  async visit({ method, path, body }: Visit): Promise<{ status: number; text: string }> {
    const answer = await request(`${this.#origin}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  /** Each kind until `signal`; what began before is waited for. */
  run(kinds: readonly Kind[], signal: AbortSignal): Promise<KindResult[]> {
    return Promise.all(kinds.map((kind) => this.#runKind(kind, signal)));
  }

  close = (): Promise<void> => this.#agent.close();

  async #runKind({ name, next, pace }: Kind, signal: AbortSignal): Promise<KindResult> {
    const latencies: number[] = [];
    const failed: Record<string, number> = {};
    const startedAt = performance.now();
    const once = async (dueAt: number) => {
      const status = await this.visit(next()).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status >= 200 && status < 300) latencies.push(performance.now() - dueAt);
      else failed[status] = (failed[status] ?? 0) + 1;
    };
    if ('atOnce' in pace) {
      await Promise.all(
        Array.from({ length: pace.atOnce }, async () => {
          while (!signal.aborted) await once(performance.now());
        }),
      );
    } else {
      await paced(pace.perSecond, signal, once);
    }
    return {
      name,
      done: latencies.length,
      elapsedMs: performance.now() - startedAt,
      latencyP50Ms: quantile(latencies, 0.5),
      latencyP99Ms: quantile(latencies, 0.99),
      failed,
    };
  }
}

/** A visit that is due is made, however long the ones before it take: slowness is not hidden. */
async function paced(
  perSecond: number,
  signal: AbortSignal,
  once: (dueAt: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];
  for (let begun = 0; !signal.aborted; ) {
    const dueAt = startedAt + (begun * 1000) / perSecond;
    if (dueAt > performance.now()) {
      await sleep(TICK_MS);
      continue;
    }
    begun += 1;
    underWay.push(once(dueAt));
  }
  await Promise.all(underWay);
}
