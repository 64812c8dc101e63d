import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.js';
import { valueIn } from '../../support/result.js';
import { HASH, newSession, OTHER_HASH, registeredIn } from '../../support/store-customers.js';
import {
  confirmed,
  failure,
  orderOf,
  reserved,
  stocked,
  T0,
  unique,
} from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

const at = T0 + 1_000;

export function customerContract(shared: Shared): void {
  describe('those who sign in', () => {
    test('are registered once for an address, and known by it', async () => {
      const { store } = shared();
      const anna = await registeredIn(store);

      expect(await store.credentials(anna.address)).toEqual({
        customerId: anna.id,
        address: anna.address,
        password: HASH,
        createdAt: T0,
        changedAt: T0,
      });
      expect(await store.customer(anna.id)).toMatchObject({ email: anna.email, name: 'Anna' });
      const again = { ...anna, id: unique('customer'), name: 'X', password: HASH };
      expect(await store.register({ ...again, session: newSession() })).toEqual({
        ok: false,
        refusal: { type: 'email-taken' },
      });
    });

    test('do not take the address of somebody who was imported', async () => {
      const { store } = shared();
      const email = `${unique('known')}@example.com`;
      const known = { id: unique('customer'), email, name: 'Known', profile: {}, at };
      valueIn(await store.putCustomer(known));

      const command = { id: unique('customer'), email, address: email, name: 'X', password: HASH };
      const registered = await store.register({ ...command, session: newSession() });

      expect(registered).toMatchObject({ refusal: { type: 'email-taken' } });
    });

    test('keep their address whoever else is given it', async () => {
      const { store } = shared();
      const [anna, ben] = [await registeredIn(store), await registeredIn(store)];
      const moved = { id: ben.id, email: anna.email, name: 'Ben', profile: {}, at };

      expect(await store.putCustomer(moved)).toMatchObject({ refusal: { type: 'email-taken' } });
      const change = {
        customerId: ben.id,
        email: { email: anna.email, address: anna.address },
        at,
      };
      expect(await store.changeCustomer(change)).toMatchObject({
        refusal: { type: 'email-taken' },
      });
      expect(await store.credentials(anna.address)).toMatchObject({ customerId: anna.id });
    });

    test('change what they say of themselves, and a null removes it', async () => {
      const { store } = shared();
      const { id } = await registeredIn(store);
      const change = (profile: Record<string, unknown>) =>
        store.changeCustomer({ customerId: id, profile, at });

      valueIn(await change({ address: { city: 'Berlin' }, groups: ['a'] }));
      valueIn(await change({ address: null }));

      expect((await store.customer(id))?.profile).toEqual({ groups: ['a'] });
    });
  });

  describe('a session', () => {
    test('is read with whose it is, and moved on when it is used', async () => {
      const { store } = shared();
      const { id, email, session } = await registeredIn(store);

      valueIn(await store.touchSession({ hash: session.hash, at }));
      valueIn(await store.touchSession({ hash: session.hash, at: T0 }));

      expect(await store.session(session.hash)).toEqual({
        id: session.id,
        customerId: id,
        createdAt: T0,
        lastSeenAt: at,
        expiresAt: session.expiresAt,
        userAgent: 'A browser',
        email,
        name: 'Anna',
      });
      expect(await store.session('none')).toBeUndefined();
    });

    test('is not opened for a password that was changed since it was verified', async () => {
      const { store } = shared();
      const { id: customerId, session } = await registeredIn(store);
      const next = newSession();
      const change = { customerId, verified: HASH, password: OTHER_HASH, at, session: next };
      valueIn(await store.changePassword(change));

      const late = { customerId, verified: HASH, replaces: null, session: newSession() };
      expect(await store.openSession(late)).toMatchObject({
        refusal: { type: 'password-outdated' },
      });
      expect(await store.changePassword({ ...change, session: newSession() })).toMatchObject({
        refusal: { type: 'password-outdated' },
      });
      expect(await store.session(session.hash)).toBeUndefined();
      expect(await store.sessionsOf(customerId)).toMatchObject([{ id: next.id }]);
    });

    test('takes the place of the one before, and of the oldest where there are too many', async () => {
      const { store } = shared();
      const { id: customerId, session } = await registeredIn(store);
      const open = (replaces: string | null, session = newSession()) =>
        store.openSession({ customerId, verified: HASH, replaces, session });
      valueIn(await open(session.hash));
      expect(await store.sessionsOf(customerId)).toHaveLength(1);

      for (let n = 1; n <= 60; n += 1) valueIn(await open(null, newSession({ at: T0 + n })));

      const kept = await store.sessionsOf(customerId);
      expect(kept).toHaveLength(50);
      expect(kept.map(({ createdAt }) => createdAt)).toEqual(
        Array.from({ length: 50 }, (_, index) => T0 + 60 - index),
      );
    });

    test('ends alone, with all others, or when it is too old or idle', async () => {
      const { store } = shared();
      const { id: customerId, session } = await registeredIn(store);
      const more = [newSession(), newSession(), newSession({ expiresAt: T0 + 10 })];
      for (const one of more) {
        valueIn(
          await store.openSession({ customerId, verified: HASH, replaces: null, session: one }),
        );
      }
      const end = async (only: string | null, except: string | null) =>
        valueIn(await store.endSessions({ customerId, only, except }));

      const purge = { at: T0 + 10, idleBefore: 0, limit: 100 };
      expect(valueIn(await store.purgeSessions(purge))).toBeGreaterThanOrEqual(1);
      expect(await end(session.id, null)).toBe(1);
      expect(await end(session.id, null)).toBe(0);
      expect(await end(null, more[0]?.id ?? '')).toBe(1);
      expect(await store.sessionsOf(customerId)).toMatchObject([{ id: more[0]?.id }]);
    });
  });

  describe('a reset of a password', () => {
    const issue = async (store: Store, address: string, customerId: string) => {
      const hash = unique('reset');
      const times = { expiresAt: at + 1_000, retryAt: at + 500 };
      valueIn(await store.issueReset({ address, customerId, hash, ...times }));
      return hash;
    };
    const dueFor = async (store: Store, address: string, when = at) =>
      (await store.dueResets({ at: when, limit: 1_000 })).find((due) => due.address === address);

    test('is due for whoever has the address, once in a while, and settled for nobody', async () => {
      const { store } = shared();
      const { id, address } = await registeredIn(store);
      const nobody = `${unique('nobody')}@example.com`;
      const request = (to: string, when: number) =>
        store.requestReset({ address: to, at: when, notAfter: when - 60_000 });
      for (const to of [address, nobody]) valueIn(await request(to, at));

      expect(await dueFor(store, address)).toMatchObject({ customer: { id }, tries: 0 });
      expect(await dueFor(store, nobody)).toMatchObject({ customer: null });
      for (const to of [address, nobody]) {
        valueIn(await store.settleReset({ address: to }));
        valueIn(await request(to, at + 1_000));
        expect(await dueFor(store, to, at + 2_000)).toBeUndefined();
        valueIn(await request(to, at + 61_000));
        expect(await dueFor(store, to, at + 61_000)).toBeDefined();
      }
    });

    test('is due when it is asked for again after the clock was set back', async () => {
      const { store } = shared();
      const { address } = await registeredIn(store);
      const hourAgo = at - 3_600_000;
      for (const when of [at, hourAgo]) {
        valueIn(await store.requestReset({ address, at: when, notAfter: when - 60_000 }));
      }
      expect(await dueFor(store, address, hourAgo)).toBeDefined();
    });

    test('is due again when nobody said that its e-mail went out, and has only the newest token', async () => {
      const { store } = shared();
      const { id, address } = await registeredIn(store);
      valueIn(await store.requestReset({ address, at, notAfter: 0 }));

      const first = await issue(store, address, id);
      expect(await dueFor(store, address)).toBeUndefined();
      expect(await dueFor(store, address, at + 500)).toMatchObject({ tries: 1 });
      const second = await issue(store, address, id);

      expect(await store.resetOf({ hash: first, at })).toBeUndefined();
      expect(await store.resetOf({ hash: second, at })).toMatchObject({ customerId: id });
      expect(await store.resetOf({ hash: second, at: at + 1_000 })).toBeUndefined();
    });

    test('sets the password once, in time, and ends every session', async () => {
      const { store } = shared();
      const { id, address } = await registeredIn(store);
      valueIn(await store.requestReset({ address, at, notAfter: 0 }));
      const hash = await issue(store, address, id);
      const reset = (when: number) => store.resetPassword({ hash, password: OTHER_HASH, at: when });

      expect(await reset(at + 1_000)).toMatchObject({ refusal: { type: 'reset-invalid' } });
      expect(valueIn(await reset(at))).toEqual({ customerId: id });
      expect(await reset(at)).toMatchObject({ refusal: { type: 'reset-invalid' } });

      expect(await store.credentials(address)).toMatchObject({ password: OTHER_HASH });
      expect(await store.sessionsOf(id)).toEqual([]);
    });

    test('is the first password of somebody who was imported', async () => {
      const { store } = shared();
      const [id, email] = [unique('customer'), `${unique('known')}@example.com`];
      valueIn(await store.putCustomer({ id, email, name: 'Known', profile: {}, at }));
      valueIn(await store.requestReset({ address: email, at, notAfter: 0 }));
      expect(await dueFor(store, email)).toMatchObject({ customer: { id } });

      const hash = await issue(store, email, id);
      valueIn(await store.resetPassword({ hash, password: HASH, at }));

      expect(await store.credentials(email)).toMatchObject({ customerId: id });
    });

    test('is not good for an address that was given up meanwhile', async () => {
      const { store } = shared();
      const { id, address } = await registeredIn(store);
      valueIn(await store.requestReset({ address, at, notAfter: 0 }));
      const hash = await issue(store, address, id);
      const next = `${unique('next')}@example.com`;
      const email = { email: next, address: next };
      valueIn(await store.changeCustomer({ customerId: id, email, at }));

      const reset = await store.resetPassword({ hash, password: OTHER_HASH, at });

      expect(reset).toMatchObject({ refusal: { type: 'reset-invalid' } });
    });

    test('is forgotten after its time', async () => {
      const { store } = shared();
      const { address } = await registeredIn(store);
      valueIn(await store.requestReset({ address, at: T0 - 1_000_000, notAfter: 0 }));

      valueIn(await store.purgeResets({ before: T0 - 900_000, limit: 1_000 }));

      expect(await dueFor(store, address)).toBeUndefined();
    });
  });

  describe('somebody who is erased', () => {
    test('leaves invoices as they are, and nothing else that names them', async () => {
      const { store } = shared();
      const { id, address, session } = await registeredIn(store);
      const lines = [{ sku: await stocked(store, 10), quantity: 1 }];
      const claim = { caller: `customer:${id}`, key: unique('key'), fingerprint: 'f' };
      const paid = await confirmed(store, lines, { customerId: id, claim });
      const failed = await reserved(store, lines, { customerId: id });
      valueIn(await store.fail(failure(failed)));
      const before = await orderOf(store, paid);

      valueIn(await store.eraseCustomer({ customerId: id, at }));

      expect(await orderOf(store, paid)).toEqual({ ...before, customerId: null });
      const emptied = await orderOf(store, failed);
      expect(emptied.customerId).toBeNull();
      expect(emptied.document.customer).toEqual({
        email: 'erased@erased.invalid',
        name: 'erased',
      });
      expect(emptied.document.shippingAddress).toEqual({
        name: 'erased',
        line1: 'erased',
        city: 'erased',
        postalCode: 'erased',
        country: 'DE',
      });
      expect(emptied.document.totals).toEqual(before.document.totals);
      expect(await store.customer(id)).toBeUndefined();
      expect(await store.credentials(address)).toBeUndefined();
      expect(await store.session(session.hash)).toBeUndefined();
      expect(await store.keyAnswer(claim)).toBeNull();
    });

    test('is not, while an order is being paid', async () => {
      const { store } = shared();
      const { id } = await registeredIn(store);
      const lines = [{ sku: await stocked(store, 10), quantity: 1 }];
      const pending = await reserved(store, lines, { customerId: id });

      expect(await store.eraseCustomer({ customerId: id, at })).toEqual({
        ok: false,
        refusal: { type: 'orders-open', orderIds: [pending] },
      });
      expect(await store.customer(id)).toBeDefined();
      valueIn(await store.fail(failure(pending)));
      valueIn(await store.eraseCustomer({ customerId: id, at }));
    });
  });
}
