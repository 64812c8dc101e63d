// A crash costs only the job that caused it. A thread that dies takes along all batches that it holds;
// their jobs are retried once, one by one, while no other job is with any thread: who then dies has died
// of itself.

export interface Retrying<Job, Answer> {
  /** Rejects when the jobs could not be done, or their thread has died. */
  run: (jobs: Job[]) => Promise<Answer[]>;
  /** What is answered for a job that has failed by itself too. */
  failed: (error: Error) => Answer;
}

export function retriedOneByOne<Job, Answer>({ run, failed }: Retrying<Job, Answer>) {
  const underWay = new Set<Promise<unknown>>();
  let retries: Promise<unknown> | null = null;

  const alone = async (job: Job): Promise<Answer> => {
    try {
      return (await run([job]))[0] as Answer;
    } catch (error) {
      return failed(error as Error);
    }
  };

  const retry = async (jobs: Job[], before: Promise<unknown> | null): Promise<Answer[]> => {
    await before;
    await Promise.allSettled(underWay);
    const answers: Answer[] = [];
    for (const job of jobs) answers.push(await alone(job));
    return answers;
  };

  return async (jobs: Job[]): Promise<Answer[]> => {
    while (retries) await retries;
    const first = run(jobs);
    underWay.add(first);
    try {
      return await first;
    } catch {
      underWay.delete(first);
      const retrying = retry(jobs, retries).finally(() => {
        if (retries === retrying) retries = null;
      });
      retries = retrying;
      return await retrying;
    } finally {
      underWay.delete(first);
    }
  };
}
