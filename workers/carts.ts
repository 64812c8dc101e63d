import { workerData } from 'node:worker_threads';
import { overTexts } from '../src/compute/over-text.js';
import { openCartWriter } from '../src/store/sqlite/cart-writer.js';

export default overTexts(openCartWriter(workerData));
