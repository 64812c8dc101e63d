import { describe, expect, test } from 'vitest';
import {
  assertTransition,
  canBecome,
  type OrderState,
  orderStates,
  transitions,
} from '../../src/core/order-states.js';

const pairs = orderStates.flatMap((from) => orderStates.map((to) => [from, to] as const));

/** Everything an order can become from there on, in any number of steps. */
function reachableFrom(start: OrderState): Set<OrderState> {
  const seen = new Set<OrderState>();
  const open = [...transitions[start]];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    open.push(...transitions[state]);
  }
  return seen;
}

test('the table has a row for each state and names no other', () => {
  expect(Object.keys(transitions).sort()).toEqual([...orderStates].sort());
  expect(Object.values(transitions).flat()).toEqual(
    Object.values(transitions)
      .flat()
      .filter((state) => orderStates.includes(state)),
  );
});

test('the states are those that callers know', () => {
  expect([...orderStates].sort()).toEqual([
    'cancelled',
    'confirmed',
    'delivered',
    'failed',
    'partially-refunded',
    'payment-pending',
    'refunded',
    'shipped',
  ]);
});

test('cancelled, refunded and failed are the ends; every other state has a way on', () => {
  const ends = orderStates.filter((state) => transitions[state].length === 0);
  expect([...ends].sort()).toEqual(['cancelled', 'failed', 'refunded']);
});

test('every state can be reached from a pending payment', () => {
  const reached = reachableFrom('payment-pending');
  expect(orderStates.filter((state) => !reached.has(state))).toEqual(['payment-pending']);
});

test('no order ever returns to a state that it has left', () => {
  expect(orderStates.filter((state) => reachableFrom(state).has(state))).toEqual([]);
});

test.each(['shipped', 'delivered'] as const)('%s goods can no longer be cancelled', (state) => {
  expect(canBecome(state, 'cancelled')).toBe(false);
});

test('an order that was never paid can be neither shipped nor refunded', () => {
  const unpaid = transitions['payment-pending'];
  expect([...unpaid].sort()).toEqual(['cancelled', 'confirmed', 'failed']);
});

describe('properties', () => {
  test('a change is asserted exactly where the table allows it', () => {
    for (const [from, to] of pairs) {
      const change = () => assertTransition(from, to);
      if (transitions[from].includes(to)) expect(change).not.toThrow();
      else expect(change).toThrow(`an order cannot go from ${from} to ${to}`);
      expect(canBecome(from, to)).toBe(transitions[from].includes(to));
    }
  });
});
