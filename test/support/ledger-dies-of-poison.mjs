// A ledger thread that a command with the word `poison` in it kills, each time, before anything is
// written.
import ledger from '../../dist/workers/ledger.js';

export default (batch) => {
  if (JSON.stringify(batch).includes('poison')) process.exit(1);
  return ledger(batch);
};
