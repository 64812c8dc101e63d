// Cursors of lists: opaque to callers, and each good for its own list alone. One that is not ours is a
// mistake to be named: an empty page would look like the end of the list.

import type { Page } from '../store/store.js';
import { RefusedError } from './problem-reply.js';

/** What a list begins after; `null`: at its beginning. @throws RefusedError 400 */
export function positionOf(list: string, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const isOwn = text.startsWith(`${list}:`) && encoded(text) === cursor;
  if (isOwn) return text.slice(list.length + 1);
  throw foreign;
}

/** The same where entries are numbered. @throws RefusedError 400 */
export function numberedPosition(list: string, cursor: string | undefined): number | null {
  const position = positionOf(list, cursor);
  if (position === null) return null;
  if (/^\d{1,15}$/.test(position)) return Number(position);
  throw foreign;
}

/** The page as callers see it: each entry as they do, and where the next one begins. */
export const pageOf = <Item, View>(
  list: string,
  { items, nextCursor }: Page<Item>,
  view: (item: Item) => View,
): Page<View> => ({
  items: items.map(view),
  nextCursor: nextCursor === null ? null : encoded(`${list}:${nextCursor}`),
});

const errors = [{ pointer: '?cursor', detail: 'must be a nextCursor of this list' }];
const foreign = new RefusedError({ type: 'invalid-request', errors });

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
