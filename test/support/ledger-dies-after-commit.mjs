// A ledger thread that dies once, right after the commit of a command with the word `deadly` in it:
// its answer is lost, its effect is not.
import { existsSync, writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import ledger from '../../dist/workers/ledger.js';

const mark = `${workerData.file}.died`;

export default (batch) => {
  const answers = ledger(batch);
  if (JSON.stringify(batch).includes('deadly') && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.exit(1);
  }
  return answers;
};
