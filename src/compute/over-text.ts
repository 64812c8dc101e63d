/** What a worker module exports: its function over plain data as one over JSON text. */
export const overText =
  <Task, Answer>(work: (task: Task) => Answer) =>
  (text: string): string =>
    JSON.stringify(work(JSON.parse(text) as Task));

export const overTextAsync =
  <Task, Answer>(work: (task: Task) => Promise<Answer>) =>
  async (text: string): Promise<string> =>
    JSON.stringify(await work(JSON.parse(text) as Task));

/** The same for a task that comes with texts beside it. */
export const overTexts =
  <Task, Answer>(work: (task: Task, texts: readonly string[]) => Answer) =>
  ([task, ...texts]: readonly [string, ...string[]]): string =>
    JSON.stringify(work(JSON.parse(task) as Task, texts));
