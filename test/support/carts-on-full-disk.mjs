// A carts thread whose file may not grow while the mark `full` lies beside it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workerData } from 'node:worker_threads';
import carts from '../../dist/workers/carts.js';

const mark = join(dirname(workerData.file), 'full');

/** What SQLite says of a full disk reaches the store as such an answer for each item of the batch. */
export default (batch) =>
  existsSync(mark)
    ? JSON.stringify(JSON.parse(batch[0]).map(() => ({ storageProblem: 'SQLITE_FULL' })))
    : carts(batch);
