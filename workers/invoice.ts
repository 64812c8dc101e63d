import { workerData } from 'node:worker_threads';
import { makingWayBefore } from '../src/compute/making-way.js';
import { overTextAsync } from '../src/compute/over-text.js';
import { yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { openDocumentDesk } from '../src/document-desk.js';

yieldToOtherThreads();
const { make } = await openDocumentDesk(workerData);
export default overTextAsync(makingWayBefore(new Int32Array(workerData.share), make));
