// Who is signed in. The session itself is a cookie that no script can read.

import { signal } from '@preact/signals';
import { type Answer, call } from '../shell/api.js';
import { adoptCart, cartId, forgetCart } from './cart.js';

export interface Customer {
  id: string;
  email: string;
  name: string;
}

interface Session {
  customer: Customer | null;
  cartId: string | null;
}

export const customer = signal<Customer | null>(null);
/** Until it is known, nobody is offered to sign in, who may be signed in already. */
export const isSessionKnown = signal(false);

export async function loadSession(): Promise<void> {
  const answer = await call<Session>('/v1/session');
  if (answer.ok) {
    customer.value = answer.body.customer;
    const { cartId: own } = answer.body;
    if (own !== null && own !== cartId()) await adoptCart(own);
  }
  isSessionKnown.value = true;
}

export async function signIn(email: string, password: string): Promise<Answer<Session>> {
  const cart = cartId();
  const answer = await call<Session>('/v1/session', {
    method: 'POST',
    body: { email, password, ...(cart === null ? {} : { cartId: cart }) },
  });
  if (answer.ok) {
    customer.value = answer.body.customer;
    await adoptCart(answer.body.cartId);
  }
  return answer;
}

/** Whoever registers is signed in, and keeps the cart. */
export async function register(
  email: string,
  password: string,
  name: string,
): Promise<Answer<Session>> {
  const made = await call<Session>('/v1/customers', {
    method: 'POST',
    body: { email, password, name },
  });
  return made.ok ? signIn(email, password) : made;
}

export async function signOut(): Promise<void> {
  await call('/v1/session', { method: 'DELETE' });
  customer.value = null;
  forgetCart();
}
