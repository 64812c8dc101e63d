import { workerData } from 'node:worker_threads';
import { overText } from '../src/compute/over-text.js';
import { yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { openReader } from '../src/store/sqlite/connection.js';
import { openExportSource } from '../src/store/sqlite/transfer-reader.js';
import { type ExportJob, writeFile } from '../src/transfer/write-file.js';

yieldToOtherThreads();

export default overText((job: ExportJob) => {
  const db = openReader(workerData.ledger);
  try {
    const write = db.transaction(() => writeFile(job, openExportSource(db)));
    return write();
  } finally {
    db.close();
  }
});
