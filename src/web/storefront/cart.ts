// The cart that this browser holds the id of. Changes go to the server one after another, and what the
// server answers is what is shown: no amount is computed here.

import { computed, signal } from '@preact/signals';
import { say } from '../components/toast.js';
import { type Answer, call, type Problem } from '../shell/api.js';
import { keptInBrowser } from '../shell/storage.js';
import { texts } from '../shell/texts.js';
import type { Cart, CartChanges } from './cart-shapes.js';
import { choice } from './shop-info.js';

const keptId = keptInBrowser<string>('cart');

interface CartState {
  cart: Cart | null;
  /** Changes under way. */
  pending: number;
  /** Why the cart could not be read; a refused change is its caller's to tell. */
  problem: Problem | null;
  isLoaded: boolean;
}

export const cartState = signal<CartState>({
  cart: null,
  pending: 0,
  problem: null,
  isLoaded: keptId.get() === null,
});
export const cart = computed<Cart | null>(() => cartState.value.cart);
export const pieces = computed<number>(() =>
  (cart.value?.lines ?? []).reduce((sum, { quantity }) => sum + quantity, 0),
);

const set = (changes: Partial<CartState>): void => {
  cartState.value = { ...cartState.peek(), ...changes };
};

const pathOf = (id: string, rest = ''): string => `/v1/carts/${encodeURIComponent(id)}${rest}`;

/** Gone, expired, or already an order: this browser needs another one. */
const goneTypes = ['not-found', 'cart-not-found', 'cart-ordered'];
const isGone = ({ type }: Problem): boolean => goneTypes.includes(type);

export function forgetCart(): void {
  keptId.set(null);
  set({ cart: null, problem: null, isLoaded: true });
}

/** The one that a sign-in has brought. */
export async function adoptCart(id: string | null): Promise<void> {
  keptId.set(id);
  if (id === null) forgetCart();
  else await loadCart();
}

export const cartId = (): string | null => keptId.get();

export async function loadCart(): Promise<void> {
  const id = keptId.get();
  if (id === null) return;
  const answer = await call<Cart>(pathOf(id));
  if (answer.ok && answer.body.orderId !== null) forgetCart();
  else if (answer.ok) set({ cart: answer.body, problem: null, isLoaded: true });
  else if (isGone(answer.problem)) forgetCart();
  else set({ problem: answer.problem, isLoaded: true });
}

/** One change at a time, in the order in which they were asked for. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  set({ pending: cartState.peek().pending + 1 });
  const turn = last.then(work);
  last = turn.catch(() => undefined);
  return turn.finally(() => set({ pending: cartState.peek().pending - 1 }));
}

async function ownId(): Promise<Answer<string>> {
  const id = keptId.get();
  if (id !== null) return { ok: true, status: 200, body: id, headers: new Headers() };
  const { currency, country } = choice.peek();
  const made = await call<Cart>('/v1/carts', { method: 'POST', body: { currency, country } });
  if (!made.ok) return made;
  keptId.set(made.body.id);
  return { ...made, body: made.body.id };
}

type Request = { method: 'PUT' | 'PATCH' | 'DELETE'; body?: unknown };

/** What is asked for may depend on the cart as it is when the turn comes, and is empty when it was gone. */
function change(rest: string, requestOf: () => Request): Promise<Answer<Cart>> {
  return inTurn(async () => {
    const request = requestOf();
    const first = await attempt(rest, request);
    if (first.ok || !isGone(first.problem) || request.method !== 'PUT') return first;
    forgetCart();
    const words = texts().cart;
    say(first.problem.type === 'cart-ordered' ? words.ordered : words.expired);
    return attempt(rest, requestOf());
  });
}

async function attempt(rest: string, request: Request): Promise<Answer<Cart>> {
  const id = await ownId();
  if (!id.ok) return id;
  const answer = await call<Cart>(pathOf(id.body, rest), request);
  if (answer.ok) set({ cart: answer.body, problem: null, isLoaded: true });
  return answer;
}

/** 0 takes the line out. */
export const putLine = (sku: string, quantity: number): Promise<Answer<Cart>> =>
  change(lineOf(sku), () => ({ method: 'PUT', body: { quantity } }));

/** So many more. */
export const addLine = (sku: string, count: number): Promise<Answer<Cart>> =>
  change(lineOf(sku), () => ({ method: 'PUT', body: { quantity: quantityOf(sku) + count } }));

const lineOf = (sku: string): string => `/lines/${encodeURIComponent(sku)}`;

export const quantityOf = (sku: string): number =>
  cart.value?.lines.find((line) => line.sku === sku)?.quantity ?? 0;

export const putCoupon = (code: string): Promise<Answer<Cart>> =>
  change(`/coupons/${encodeURIComponent(code)}`, () => ({ method: 'PUT' }));

export const removeCoupon = (code: string): Promise<Answer<Cart>> =>
  change(`/coupons/${encodeURIComponent(code)}`, () => ({ method: 'DELETE' }));

export const patchCart = (changes: CartChanges): Promise<Answer<Cart>> =>
  change('', () => ({ method: 'PATCH', body: changes }));

/** The same cart, with every amount's reasons. */
export async function explainedCart(): Promise<Answer<Cart> | null> {
  const id = keptId.get();
  return id === null ? null : call<Cart>(pathOf(id, '?explain=true'));
}
