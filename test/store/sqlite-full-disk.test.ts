// A disk that takes no more: nothing is half written, reads go on, and so does the rest when there
// is room again.

import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReserveCommand } from '../../src/store/store.js';
import { refusalIn, valueIn } from '../support/result.js';
import { fixtureWorker, openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';
import { confirmation, orderOf, reservation, reserved, stocked } from '../support/store-orders.js';

const AVAILABLE = 100_000;
/** Many more than the free room in the file's last pages can take. */
const ORDERS_MAX = 5_000;

describe('on a full disk', () => {
  let underTest: SqliteUnderTest;
  let sku: string;
  const fill = () => writeFileSync(`${underTest.file}.full`, '');
  const clear = () => rmSync(`${underTest.file}.full`);

  beforeEach(async () => {
    underTest = openSqlite({ worker: fixtureWorker('ledger-on-full-disk') });
    sku = await stocked(underTest.store, AVAILABLE);
  });
  afterEach(async () => {
    await underTest.close();
  });

  /** Reserves until the file has no room left; answers what was refused, and how many were not. */
  async function reserveUntilRefused(): Promise<{ refused: ReserveCommand; held: number }> {
    for (let held = 0; held < ORDERS_MAX; held += 1) {
      const command = reservation([{ sku, quantity: 1 }]);
      const answer = await underTest.store.reserve(command);
      if (answer.ok) continue;
      expect(refusalIn(answer)).toEqual({ type: 'storage-unavailable', detail: 'SQLITE_FULL' });
      return { refused: command, held };
    }
    throw new Error(`the file took ${ORDERS_MAX} orders`);
  }

  test('a command is refused as a whole and reads keep working', async () => {
    const { store } = underTest;
    fill();

    const { refused, held } = await reserveUntilRefused();

    expect(store.storageProblem()).toContain('SQLITE_FULL');
    expect(await store.order(refused.orderId)).toBeUndefined();
    expect(await store.stock(sku)).toEqual({ sku, onHand: AVAILABLE, reserved: held });
    expect(await underTest.offences()).toEqual([]);
  });

  test('every command of the batch is refused, whichever met the end of the file', async () => {
    const { store } = underTest;
    fill();
    const { held } = await reserveUntilRefused();
    const batch = Array.from({ length: 50 }, () => reservation([{ sku, quantity: 1 }]));

    const answers = await Promise.all(batch.map((command) => store.reserve(command)));

    const kept = answers.filter(({ ok }) => ok).length;
    expect(kept).toBeLessThan(batch.length);
    expect(await store.stock(sku)).toEqual({ sku, onHand: AVAILABLE, reserved: held + kept });
    for (const [index, { orderId }] of batch.entries()) {
      expect((await store.order(orderId)) !== undefined).toBe(answers[index]?.ok);
    }
    expect(await underTest.offences()).toEqual([]);
  });

  test('what was refused can be done when there is room again', async () => {
    const { store } = underTest;
    const pending = await reserved(store, [{ sku, quantity: 1 }]);
    fill();
    const { refused } = await reserveUntilRefused();
    clear();

    valueIn(await store.reserve(refused));
    valueIn(await store.confirm(confirmation(refused.orderId)));
    valueIn(await store.confirm(confirmation(pending)));

    expect((await orderOf(store, refused.orderId)).number).toBe('2026-000001');
    expect((await orderOf(store, pending)).number).toBe('2026-000002');
    expect(store.storageProblem()).toBeNull();
    expect(await underTest.offences()).toEqual([]);
  });
});
