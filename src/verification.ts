// `orderloom verify` on a shop that is open: in a process of its own, because it reads every row.

import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from './compute/worker-thread-pool.js';
import type { Verification } from './http/doors.js';

const OUTPUT_BYTES_MAX = 4_000_000;

interface Verified {
  orders: number;
  checked: string[];
  offences: { invariant: string; offender: string; detail: string }[];
}

/** The last one, and the way to a new one; only one runs at a time. */
export function openVerification(dataDir: string, now: () => number): Verification {
  let last: ReturnType<Verification['last']> = null;
  let running: { startedAt: number; kill: () => void } | null = null;

  const run = (): void => {
    const startedAt = now();
    const words = [join(packageRoot(), 'dist', 'src', 'cli.js'), 'verify', '--json'];
    const child = execFile(
      process.execPath,
      words,
      { env: { DATA_DIR: dataDir }, maxBuffer: OUTPUT_BYTES_MAX },
      (error, output) => {
        running = null;
        last = { startedAt, endedAt: now(), ...outcomeOf(error, output) };
      },
    );
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    running = { startedAt, kill: () => child.kill('SIGKILL') };
  };

  return {
    last: () => last,
    runningSince: () => running?.startedAt ?? null,
    start: () => {
      if (!running) run();
    },
    stop: () => running?.kill(),
  };
}

/** It exits with 1 where it has found something: that is an answer as well. */
function outcomeOf(error: Error | null, output: string) {
  try {
    const { orders, checked, offences } = JSON.parse(output) as Verified;
    return { orders, checked: checked.length, offences, failure: null };
  } catch {
    const failure = error ? 'verify could not be run' : 'verify printed nothing';
    return { orders: 0, checked: 0, offences: [], failure };
  }
}
