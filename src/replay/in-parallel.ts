/**
 * Works through a list with a fixed number of workers. The first error stops all of them, and it
 * is thrown only after the last has ended, so that nothing goes on behind the caller's back.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let stopped = false;
  const worker = async () => {
    for (const item of queue) {
      try {
        await work(item);
      } catch (error) {
        stopped = true;
        throw error;
      }
      if (stopped) return;
    }
  };
  const endings = await Promise.allSettled(Array.from({ length: workers }, worker));
  const failed = endings.find((ending) => ending.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
