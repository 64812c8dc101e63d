// How long a session lasts, and that what was ended is not answered from memory.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CustomerSessions } from '../../src/orders/customer-sessions.js';
import { valueIn } from '../support/result.js';
import { openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';
import { HASH, registeredIn } from '../support/store-customers.js';
import { T0 } from '../support/store-orders.js';

const HOUR_MS = 3_600_000;
const settings = { idleMs: HOUR_MS, maxAgeMs: 10 * HOUR_MS };

let underTest: SqliteUnderTest;
beforeAll(() => {
  underTest = openSqlite();
});
afterAll(() => underTest.close());

async function signedIn() {
  const { store } = underTest;
  const clock = { at: T0 };
  let reads = 0;
  const counted = {
    ...store,
    session: (hash: string) => {
      reads += 1;
      return store.session(hash);
    },
  };
  const sessions = new CustomerSessions({ store: counted, settings, now: () => clock.at });
  const { token, session } = sessions.draft('A browser');
  const { id } = await registeredIn(store, session);
  return { sessions, token, id, session, clock, reads: () => reads };
}

describe('a session', () => {
  test('lasts while it is used, from memory', async () => {
    const { sessions, token, id, reads } = await signedIn();

    for (let n = 0; n < 10; n += 1) {
      expect(await sessions.find(token)).toMatchObject({ customerId: id });
    }

    expect(reads()).toBe(1);
    expect(await sessions.find('another token')).toBeNull();
  });

  test('ends when it was idle for so long, also to somebody else who asks the store', async () => {
    const { sessions, token, clock } = await signedIn();
    clock.at += HOUR_MS - 1;
    expect(await sessions.find(token)).not.toBeNull();
    clock.at += HOUR_MS - 1;
    expect(await sessions.find(token)).not.toBeNull();
    clock.at += HOUR_MS;
    expect(await sessions.find(token)).toBeNull();
  });

  test('ends after its longest time, however busy', async () => {
    const { sessions, token, clock } = await signedIn();
    for (let n = 0; n < 19; n += 1) {
      clock.at += HOUR_MS / 2;
      expect(await sessions.find(token)).not.toBeNull();
    }
    clock.at += HOUR_MS / 2;
    expect(await sessions.find(token)).toBeNull();
  });

  test('is written down as used now and then, not each time', async () => {
    const { sessions, token, id, clock } = await signedIn();
    clock.at += 60_000;
    await sessions.find(token);
    expect(await underTest.store.sessionsOf(id)).toMatchObject([{ lastSeenAt: T0 }]);

    clock.at += HOUR_MS / 2;
    await sessions.find(token);
    // A later command of the same ledger is answered after it.
    valueIn(await underTest.store.touchSession({ hash: 'none', at: T0 }));
    expect(await underTest.store.sessionsOf(id)).toMatchObject([{ lastSeenAt: clock.at }]);
  });

  test('that was ended is not found any more, by whom ever it was ended', async () => {
    const { sessions, token, id, session } = await signedIn();
    const caller = { id, sessionId: session.id };
    await sessions.find(token);

    valueIn(await sessions.end(caller, 'this'));

    expect(await sessions.find(token)).toBeNull();
  });

  test('that is ended while it is being read is not kept in memory', async () => {
    const { store } = underTest;
    const clock = { at: T0 };
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow = {
      ...store,
      session: async (hash: string) => {
        const found = await store.session(hash);
        await held;
        return found;
      },
    };
    const sessions = new CustomerSessions({ store: slow, settings, now: () => clock.at });
    const { token, session } = sessions.draft('A browser');
    const { id } = await registeredIn(store, session);
    const reading = sessions.find(token);
    valueIn(await sessions.end({ id, sessionId: session.id }, 'this'));
    release();
    await reading;

    expect(await sessions.find(token)).toBeNull();
  });

  test('has a token of 256 bits that is another one each time', async () => {
    const { sessions } = await signedIn();
    const tokens = Array.from({ length: 100 }, () => sessions.draft('').token);
    expect(new Set(tokens).size).toBe(100);
    expect(tokens.every((token) => Buffer.from(token, 'base64url').length === 32)).toBe(true);
  });

  test('of others is left alone when all others of a customer end', async () => {
    const { sessions, token, id, session } = await signedIn();
    const second = sessions.draft('Another browser');
    valueIn(
      await underTest.store.openSession({
        customerId: id,
        verified: HASH,
        replaces: null,
        session: second.session,
      }),
    );
    expect(await sessions.find(second.token)).not.toBeNull();

    expect(valueIn(await sessions.end({ id, sessionId: session.id }, 'others'))).toBe(1);

    expect(await sessions.find(second.token)).toBeNull();
    expect(await sessions.find(token)).not.toBeNull();
  });
});
