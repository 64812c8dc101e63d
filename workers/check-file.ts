import { workerData } from 'node:worker_threads';
import { makingWay } from '../src/compute/making-way.js';
import { overTextAsync } from '../src/compute/over-text.js';
import { UNHURRIED_NICENESS, yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { openReader } from '../src/store/sqlite/connection.js';
import { createStaging } from '../src/store/sqlite/staging.js';
import { openSurroundings } from '../src/store/sqlite/transfer-reader.js';
import { type CheckJob, checkFile } from '../src/transfer/check-file.js';

// An operator waits for it: it must get on also where something else keeps the machine busy.
yieldToOtherThreads(UNHURRIED_NICENESS);
const { ledger, staging, taxCategories, read, share } = workerData;
const bytesRead = new BigInt64Array(read);

export default overTextAsync(async (job: CheckJob) => {
  const rows = createStaging(staging);
  const db = openReader(ledger);
  try {
    return await checkFile(job, {
      shop: openSurroundings(db, taxCategories),
      stage: rows.add,
      makeWay: makingWay(new Int32Array(share)),
      progress: (bytes) => void Atomics.add(bytesRead, 0, BigInt(bytes)),
    });
  } finally {
    db.close();
    rows.close();
  }
});
