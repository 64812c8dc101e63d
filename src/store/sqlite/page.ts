import type { Page } from '../store.js';

/** One row more than asked for tells whether there is a next page. */
export function page<Item>(
  rows: Item[],
  limit: number,
  cursorOf: (item: Item) => string,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}
