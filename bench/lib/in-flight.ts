/**
 * Does `count` items, `width` of them at any time, as that many customers would: whoever is served
 * asks for the next. All `count` at once would be one column and a silence after it.
 */
export async function inFlight(
  width: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, one));
}
