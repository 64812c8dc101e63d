// Promotions as rows of a ledger: those of an earlier version, and what is no promotion any more.

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Promotion } from '../../src/core/rules.js';
import { soundPromotions } from '../../src/orders/promotion-desk.js';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.js';
import { promotion } from '../core/carts.js';
import { openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';

let ledger: SqliteUnderTest;
beforeEach(() => {
  ledger = openSqlite();
});
afterEach(() => ledger.close());

/** Writes the text past the store, as an earlier version or an accident may have. */
async function stored(id: string, definition: string): Promise<Promotion[]> {
  const db = new Database(ledger.file);
  db.prepare('insert into promotions values (?, ?)').run(id, definition);
  db.close();
  const store = openSqliteStore({ file: ledger.file, batchMax: 1, queueMax: 1 });
  try {
    return await store.promotions();
  } finally {
    await store.close();
  }
}

const leftOut = (promotions: Promotion[]) => {
  const said: unknown[] = [];
  const sound = soundPromotions(promotions, { error: (fields) => said.push(fields.promotion) });
  return { sound, said };
};

describe('a stored promotion', () => {
  test('of the first version is in force as it was', async () => {
    const first = promotion({ id: 'first', minimumSubtotal: { EUR: '50.00' } });

    const promotions = await stored('first', JSON.stringify(first));

    expect(promotions).toEqual([first]);
    expect(leftOut(promotions)).toEqual({ sound: [first], said: [] });
  });

  for (const [what, definition] of [
    ['text that is no JSON', '{"id": "odd", '],
    ['another thing than a promotion', '[1, 2]'],
    ['nothing', 'null'],
    ['a promotion without an action', '{"id": "odd", "name": "Odd", "priority": 1}'],
  ] as const) {
    test(`that is ${what} is left out and named`, async () => {
      const promotions = await stored('odd', definition);

      expect(promotions).toMatchObject([{ id: 'odd' }]);
      expect(leftOut(promotions)).toEqual({ sound: [], said: ['odd'] });
    });
  }
});
