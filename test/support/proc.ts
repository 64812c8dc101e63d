// What Linux tells of a thread: proc_pid_stat(5).

import { readdirSync, readFileSync } from 'node:fs';

export interface ProcThread {
  niceness: number;
  /** 0 is the ordinary one, 5 the idle one: sched(7). */
  policy: number;
}

/** In the order in which they were started. */
export function threadsOf(process: number | 'self'): ProcThread[] {
  return readdirSync(`/proc/${process}/task`)
    .toSorted((a, b) => Number(a) - Number(b))
    .map((thread) => readFileSync(`/proc/${process}/task/${thread}/stat`, 'utf8'))
    .map((stat) => {
      // The name, in brackets, may hold anything. After it comes the third field.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const field = (number: number): number => Number(fields[number - 3]);
      return { niceness: field(19), policy: field(41) };
    });
}
