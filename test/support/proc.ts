// What Linux tells of threads and processes: proc_pid_stat(5).

import { readdirSync, readFileSync } from 'node:fs';

export interface ProcThread {
  /** Of the process that started this one's. */
  parent: number;
  niceness: number;
  /** 0 is the ordinary one, 5 the idle one: sched(7). */
  policy: number;
}

/** In the order in which they were started. */
export function threadsOf(process: number): ProcThread[] {
  return statsIn(`/proc/${process}/task`);
}

/** The main threads of the processes that this one has started. */
export function childrenOf(process: number): ProcThread[] {
  return statsIn('/proc').filter(({ parent }) => parent === process);
}

function statsIn(folder: string): ProcThread[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b))
    .flatMap((name) => statOf(`${folder}/${name}/stat`) ?? []);
}

/** `null` when it has ended meanwhile. */
function statOf(file: string): ProcThread | null {
  let stat: string;
  try {
    stat = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  // The name, in brackets, may hold anything. After it comes the third field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return { parent: field(4), niceness: field(19), policy: field(41) };
}
