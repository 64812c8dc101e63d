// A worker process that takes its time to start.
const START_MS = 5_000;
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, START_MS);
await import('./worker-process.mjs');
