import { describe, expect, test } from 'vitest';
import { valueIn } from '../../support/result.js';
import { T0, unique } from '../../support/store-orders.js';
import type { Shared } from './store-under-test.js';

export function peopleContract(shared: Shared): void {
  describe('people', () => {
    test('who buy are created, then changed', async () => {
      const { store } = shared();
      const id = unique('customer');
      const anna = { id, email: 'anna@example.com', name: 'Anna', profile: { currency: 'EUR' } };
      expect(await store.customer(id)).toBeUndefined();

      expect(valueIn(await store.putCustomer({ ...anna, at: T0 }))).toEqual({ created: true });
      expect(await store.customer(id)).toEqual(anna);

      const moved = { ...anna, name: 'Anna Maria', profile: {} };
      expect(valueIn(await store.putCustomer({ ...moved, at: T0 }))).toEqual({ created: false });
      expect(await store.customer(id)).toEqual(moved);
    });

    test('who operate the shop are known by the hash of their key', async () => {
      const { store } = shared();
      const [id, hash] = [unique('key'), unique('hash')];
      const key = { id, name: 'Stock room', scopes: ['stock:read', 'stock:write'], hash };
      expect(await store.operatorKey(hash)).toBeUndefined();

      valueIn(await store.putOperatorKey({ ...key, at: T0 }));

      expect(await store.operatorKey(hash)).toMatchObject(key);
      expect(await store.hasOperatorKeys()).toBe(true);
    });

    test('cannot take over a key that somebody has', async () => {
      const { store } = shared();
      const [id, hash] = [unique('key'), unique('hash')];
      const key = { id, name: 'Stock room', scopes: ['stock:read'], hash };
      valueIn(await store.putOperatorKey({ ...key, at: T0 }));

      await store.putOperatorKey({ ...key, id: unique('key'), scopes: ['*'], at: T0 });

      expect(await store.operatorKey(hash)).toMatchObject(key);
    });
  });

  describe('whoever issues the documents', () => {
    test('is known from when on, the earliest first', async () => {
      const { store } = shared();
      const seller = {
        name: 'Laden',
        line1: 'Weg 1',
        city: 'Ulm',
        postalCode: '89073',
        country: 'DE',
      };
      const [first, second] = [
        { since: T0, seller },
        { since: T0 + 1, seller: { ...seller, line1: 'Weg 2' } },
      ];

      for (const one of [second, first]) valueIn(await store.putSeller(one));

      const known = await store.sellers();
      expect(known.filter(({ since }) => since === T0 || since === T0 + 1)).toEqual([
        first,
        second,
      ]);
    });
  });

  describe('a secret', () => {
    test('is made once, however many ask for it at first', async () => {
      const { store } = shared();
      const name = unique('secret');

      const secrets = await Promise.all(Array.from({ length: 5 }, () => store.secret(name)));

      expect(new Set(secrets).size).toBe(1);
      expect(await store.secret(name)).toBe(secrets[0]);
      expect(Buffer.from(secrets[0] as string, 'base64')).toHaveLength(32);
      expect(await store.secret(unique('secret'))).not.toBe(secrets[0]);
    });
  });

  describe('the store itself', () => {
    test('says that it has room and that nothing keeps it from writing', () => {
      const { store } = shared();

      expect(store.hasRoom()).toBe(true);
      expect(store.storageProblem()).toBeNull();
      expect(store.figures().queued).toBe(0);
    });
  });
}
