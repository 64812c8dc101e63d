import { workerData } from 'node:worker_threads';
import { makingWayBefore } from '../src/compute/making-way.js';
import { overTextAsync } from '../src/compute/over-text.js';
import { UNHURRIED_NICENESS, yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { passwordHasher } from '../src/gateways/password-hash.js';

yieldToOtherThreads(UNHURRIED_NICENESS);
export default overTextAsync(makingWayBefore(new Int32Array(workerData.share), passwordHasher()));
