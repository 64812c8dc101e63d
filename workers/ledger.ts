import { workerData } from 'node:worker_threads';
import { overTexts } from '../src/compute/over-text.js';
import { openLedger } from '../src/store/sqlite/ledger.js';

export default overTexts(openLedger(workerData));
