// Files for operators: written by a thread of one moment, then handed over at the reader's own pace.

import { createReadStream, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { WorkerThreadPool } from '../compute/worker-thread-pool.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { ExportJob } from './write-file.js';

export type ExportRequest = Omit<ExportJob, 'file'>;
export type ExportRefusal = { type: 'overloaded'; detail: string };

const CONCURRENT_MAX = 2;

export class ExportDesk {
  readonly #ledger: string;
  readonly #folder: string;
  readonly #newId: () => string;
  #underWay = 0;

  /** What an earlier process has left in `folder` is thrown away. */
  constructor(options: { ledger: string; folder: string; newId: () => string }) {
    this.#ledger = options.ledger;
    this.#folder = options.folder;
    this.#newId = options.newId;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name));
  }

  async write(request: ExportRequest): Promise<Result<Readable, ExportRefusal>> {
    if (this.#underWay >= CONCURRENT_MAX) {
      return refuse({ type: 'overloaded', detail: 'other files are being written; try again' });
    }
    this.#underWay += 1;
    const file = join(this.#folder, `${this.#newId()}.${request.format}`);
    const pool = new WorkerThreadPool<ExportJob, number>({
      worker: 'write-file',
      threads: 1,
      nurseryMb: 4,
      workerData: { ledger: this.#ledger },
    });
    try {
      await pool.run({ ...request, file });
      return ok(createReadStream(file, { fd: openSync(file, 'r') }));
    } finally {
      this.#underWay -= 1;
      // Who has it open reads on; nobody else finds it.
      rmSync(file, { force: true });
      await pool.close();
    }
  }
}
