import { answerTasks, tellStarted } from '../src/compute/answer-tasks.js';
import {
  UNHURRIED_NICENESS,
  useSpareTimeOnly,
  yieldToOtherThreads,
} from '../src/compute/thread-priority.js';
import { passwordHasher } from '../src/gateways/password-hash.js';

yieldToOtherThreads(UNHURRIED_NICENESS);
const hasher = passwordHasher();
// What comes before would take seconds where there is no time to spare.
tellStarted();
if (process.argv[2] === 'spare') useSpareTimeOnly();
answerTasks(hasher);
