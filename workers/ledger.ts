import { workerData } from 'node:worker_threads';
import { overText } from '../src/compute/over-text.js';
import { openLedger } from '../src/store/sqlite/ledger.js';

export default overText(openLedger(workerData));
