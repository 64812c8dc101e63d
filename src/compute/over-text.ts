/** What a worker module exports: its function over plain data as one over JSON text. */
export const overText =
  <Task, Answer>(work: (task: Task) => Answer) =>
  (text: string): string =>
    JSON.stringify(work(JSON.parse(text) as Task));
