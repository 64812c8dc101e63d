// What is kept of a person, to be taken away by them, or forgotten.

import { orderView } from '../core/order.js';
import type { Result } from '../core/result.js';
import type { ShopCustomer, Store } from '../store/store.js';
import type { AccountRefusal } from './customer-accounts.js';
import type { CustomerCarts } from './customer-carts.js';
import type { CustomerSessions } from './customer-sessions.js';

/** Orders read at once: a customer of many years is not held in memory whole. */
const PAGE = 50;

export interface PersonalDataParts {
  store: Store;
  carts: CustomerCarts;
  now: () => number;
}

/** One JSON document, in pieces. */
export async function* personalData(
  { store, carts, now }: PersonalDataParts,
  customer: ShopCustomer,
): AsyncGenerator<string> {
  const customerId = customer.id;
  const [credentials, sessions] = await Promise.all([
    store.credentialsOf(customerId),
    store.sessionsOf(customerId),
  ]);
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const account = {
    registeredAt: time(credentials?.createdAt),
    passwordChangedAt: time(credentials?.changedAt),
  };
  const seen = sessions.map(({ userAgent, createdAt, lastSeenAt, expiresAt }) => ({
    userAgent,
    createdAt: time(createdAt),
    lastSeenAt: time(lastSeenAt),
    expiresAt: time(expiresAt),
  }));
  const facts = { exportedAt: time(now()), customer, account, sessions: seen };
  const kept = JSON.stringify({ ...facts, carts: await carts.exported(customerId) });
  yield `${kept.slice(0, -1)},"orders":[`;
  let isFirst = true;
  for (let cursor: string | null = null; ; ) {
    const page = await store.orders({ cursor, limit: PAGE, state: null, customerId });
    for (const order of page.items) {
      yield `${isFirst ? '' : ','}${JSON.stringify(orderView(order))}`;
      isFirst = false;
    }
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  yield ']}\n';
}

/** Everything but what the law has kept: see store/sqlite/commands/erase-customer.ts. */
export async function erasePerson(
  { store, carts, sessions, now }: PersonalDataParts & { sessions: CustomerSessions },
  customerId: string,
): Promise<Result<null, AccountRefusal>> {
  const erased = await store.eraseCustomer({ customerId, at: now() });
  sessions.forget(customerId);
  return erased.ok ? carts.erase(customerId) : erased;
}
