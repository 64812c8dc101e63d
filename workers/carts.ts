import { workerData } from 'node:worker_threads';
import { overText } from '../src/compute/over-text.js';
import { openCartWriter } from '../src/store/sqlite/cart-writer.js';

export default overText(openCartWriter(workerData));
