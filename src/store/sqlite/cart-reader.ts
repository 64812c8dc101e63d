// Reads carts from their file that are not in memory.

import type { SavedCart } from '../../core/saved-cart.js';
import { openCartReader } from './cart-file.js';
import type { CartBody, CartRow } from './cart-writer.js';

export type CartReads = ReturnType<typeof openCartReads>;

export function openCartReads(file: string) {
  const db = openCartReader(file);
  const byId = db.prepare<[string], Omit<CartRow, 'isRemoved'> & { body: string }>(
    'select id, owner, version, expires_at as expiresAt, body from carts where id = ?',
  );
  const byOwner = db
    .prepare<[string, number], string>(
      'select id from carts where owner = ? order by seq desc limit ?',
    )
    .pluck();
  return {
    cart: (id: string): SavedCart | undefined => {
      const row = byId.get(id);
      if (!row) return undefined;
      const { body, ...rest } = row;
      return { ...(JSON.parse(body) as CartBody), ...rest };
    },
    idsOf: (owner: string, limit: number): string[] => byOwner.all(owner, limit),
    close: () => void db.close(),
  };
}
