// A worker process that tells its number, dies, fails, or takes as long as it is told.
import { answerTasks, tellStarted } from '../../dist/src/compute/answer-tasks.js';

tellStarted();
answerTasks(({ does, ms = 0 }) => {
  if (does === 'die') process.exit(3);
  if (does === 'fail') throw new Error('it failed');
  if (does === 'env') return Object.keys(process.env);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return process.pid;
});
