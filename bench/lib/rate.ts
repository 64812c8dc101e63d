/**
 * Orders at a steady rate, however long answers take: each is sent when it is due, and its latency
 * counts from there. autocannon's own rates send in bursts, which is then measured as latency.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { LoadMessage, LoadPlan, LoadResult, TimeLimit } from './messages.js';
import { mulberry32, orderBody } from './order-requests.js';
import type { Tally } from './tally.js';

const BODIES = 4096;
const SEED = 20_260_101;
const TICK_MS = 1;
/** Answers that are owed at the most: past this the server is not holding the rate at all. */
const OWED_MAX = 20_000;

export async function runAtRate(
  plan: LoadPlan & { rate: number; until: TimeLimit },
  tally: Tally,
  tell: (message: LoadMessage) => void,
): Promise<LoadResult> {
  const { port, connections, workload, rate, until } = plan;
  const random = mulberry32(SEED);
  const bodies = Array.from({ length: BODIES }, () => orderBody(workload, random));
  const agent = new Agent({ connections, pipelining: 1 });
  const url = `http://127.0.0.1:${port}/v1/orders`;
  const headers = { 'content-type': 'application/json' };
  let owed = 0;

  const send = async (number: number): Promise<void> => {
    const since = performance.now();
    const body = bodies[number % BODIES] as string;
    owed += 1;
    try {
      const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body });
      await answer.body.dump();
      tally.record(answer.statusCode, performance.now() - since);
    } catch {
      tally.connectionErrors += 1;
    } finally {
      owed -= 1;
    }
  };

  const sendFor = async (ms: number): Promise<void> => {
    const startedAt = performance.now();
    let sent = 0;
    while (performance.now() - startedAt < ms) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * rate);
      for (; sent < due; sent += 1) void send(sent);
      if (owed > OWED_MAX) throw new Error(`the server does not keep up with ${rate} orders/s`);
      await sleep(TICK_MS);
    }
  };

  await sendFor(until.warmupMs);
  tally.reset();
  tell({ type: 'measuring' });
  await sendFor(until.measuredMs);
  const result = tally.result();
  await agent.destroy();
  return result;
}
