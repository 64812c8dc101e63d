import { workerData } from 'node:worker_threads';
import { openLedger } from '../src/store/sqlite/ledger.js';

export default openLedger(workerData);
