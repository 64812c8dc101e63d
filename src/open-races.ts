// The demo's races: with the shop's own settings, but its secrets and its data stay here.

import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { packageRoot } from './compute/worker-thread-pool.js';
import type { Config } from './config.js';
import { Races } from './races/races.js';
import { now } from './telemetry/clock.js';

export function openRaces(config: Config, dataDir: string): Races {
  return new Races({
    folder: join(dataDir, 'races'),
    command: {
      file: process.execPath,
      words: [join(packageRoot(), 'dist', 'src', 'cli.js')],
      env: {
        QUOTE_THREADS: String(config.QUOTE_THREADS),
        INVOICE_THREADS: String(config.INVOICE_THREADS),
        TIME_ZONE: config.TIME_ZONE,
      },
    },
    newId: monotonicFactory(),
    now,
  });
}
