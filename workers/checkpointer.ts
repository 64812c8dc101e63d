import { workerData } from 'node:worker_threads';
import { overText } from '../src/compute/over-text.js';
import { openCheckpointer } from '../src/store/sqlite/checkpointer.js';

export default overText(openCheckpointer(workerData));
