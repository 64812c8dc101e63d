import { workerData } from 'node:worker_threads';
import { makingWayBefore } from '../src/compute/making-way.js';
import { overTextAsync } from '../src/compute/over-text.js';
import {
  UNHURRIED_NICENESS,
  useSpareTimeOnly,
  yieldToOtherThreads,
} from '../src/compute/thread-priority.js';
import { passwordHasher } from '../src/gateways/password-hash.js';

yieldToOtherThreads(UNHURRIED_NICENESS);
const hasher = passwordHasher();
// What comes before would take seconds where there is no time to spare.
if (workerData.policy === 'spare') useSpareTimeOnly();
export default overTextAsync(makingWayBefore(new Int32Array(workerData.share), hasher));
