// A worker process's side. It loads nothing of the other one's: each process would.

export type Reply<Answer> = { answer: Answer } | { error: string };
/** What a process says when it has started, before its first reply. */
export const STARTED = 'started';

/** To be called when what is slow once is done: from then on its tasks are timed. */
export function tellStarted(): void {
  process.send?.(STARTED);
}

/** Answers each task that it is sent, and ends with whoever sends them. */
export function answerTasks<Task, Answer>(work: (task: Task) => Answer): void {
  process.on('message', (task: Task) => process.send?.(replyTo(work, task)));
  process.on('disconnect', () => process.exit());
  // A terminal tells all of its processes to stop, and whoever needs this one has work to finish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
}

function replyTo<Task, Answer>(work: (task: Task) => Answer, task: Task): Reply<Answer> {
  try {
    return { answer: work(task) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
