/** Whatever way the benchmark ends, its children end too and its directory goes. */
import type { ChildProcess } from 'node:child_process';

const cleanups: (() => void)[] = [];

process.once('exit', () => {
  // In reverse: the servers are dead before their directory is removed.
  for (const cleanup of cleanups.reverse()) cleanup();
});
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}

export function onExit(cleanup: () => void): void {
  cleanups.push(cleanup);
}

export function killOnExit(child: ChildProcess): void {
  onExit(() => child.kill('SIGKILL'));
}
