import { workerData } from 'node:worker_threads';
import { overTextAsync } from '../src/compute/over-text.js';
import { yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { openDocumentDesk } from '../src/document-desk.js';

yieldToOtherThreads();
const { make } = await openDocumentDesk(workerData);
export default overTextAsync(make);
