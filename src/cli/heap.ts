// How V8 is to keep this process's heap. Measured under load: see the README's decisions.

import { setFlagsFromString } from 'node:v8';

const flags = [
  // Orders under way outlive the young generation, so that V8 would let the old one double with garbage
  // before it looks. Growing in small steps costs no throughput that could be measured, and keeps a
  // quarter of the memory free.
  '--heap-growing-percent=25',
  // V8 puts what a place in the code makes straight into the old generation once most of it has outlived
  // the young one, as what belongs to a request does while many are under way. There it is garbage
  // until the whole heap is looked through, and so is everything that it refers to. Whether V8 falls for
  // it is decided by chance in the first seconds: then the process is a third slower until its end.
  '--no-allocation-site-pretenuring',
];

/** To be called before anything is under load. Of all threads. */
export function tuneHeap(): void {
  for (const flag of flags) setFlagsFromString(flag);
}
