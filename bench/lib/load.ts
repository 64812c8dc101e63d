/** Drives the load generator, a process of its own, through one plan. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { killOnExit } from './cleanup.js';
import type { LoadMessage, LoadPlan, LoadResult, Workload } from './messages.js';
import { mulberry32, orderBody } from './order-requests.js';

const GENERATOR = fileURLToPath(new URL('../load-generator.js', import.meta.url));
const PROBE_TIMEOUT_MS = 30_000;

export interface LoadListener {
  measuring?(): void;
  progress?(orders: number): void;
}

export function runLoad(plan: LoadPlan, listener: LoadListener): Promise<LoadResult> {
  const child = fork(GENERATOR, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  killOnExit(child);
  child.send(plan);
  return new Promise((resolve, reject) => {
    child.on('message', (message: LoadMessage) => {
      if (message.type === 'measuring') listener.measuring?.();
      if (message.type === 'progress') listener.progress?.(message.orders);
      if (message.type === 'finished') resolve(message.result);
      if (message.type === 'failed') reject(new Error(`load generator: ${message.reason}`));
    });
    child.once('exit', (code, signal) => {
      reject(new Error(`load generator ended (${signal ?? code})`));
    });
  });
}

/** One order ahead of the load, so that a server that refuses them all says why. */
export async function placeProbeOrder(port: number, workload: Workload): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: orderBody(workload, mulberry32(1)),
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  });
  const text = await response.text();
  if (response.status !== 201) {
    throw new Error(`an order ahead of the load was answered ${response.status}: ${text}`);
  }
}
