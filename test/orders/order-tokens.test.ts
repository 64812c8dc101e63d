import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar.js';
import { OrderTokens, orderLinks } from '../../src/orders/order-tokens.js';

const tokens = new OrderTokens('secret');
const NOW = Date.UTC(2026, 5, 1, 12);
const DAY_MS = 86_400_000;
const ORDER = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe("a guest's own token", () => {
  test('is good at any time, for its order alone', () => {
    const token = tokens.permanent(ORDER);
    expect(tokens.check(ORDER, token, 0)).toEqual({ type: 'good' });
    expect(tokens.check(ORDER, token, NOW + 10_000 * DAY_MS)).toEqual({ type: 'good' });
    expect(tokens.check(`${ORDER}X`, token, NOW)).toEqual({ type: 'wrong' });
    expect(new OrderTokens('other').check(ORDER, token, NOW)).toEqual({ type: 'wrong' });
  });
});

describe('the token of a link', () => {
  const token = tokens.expiring(ORDER, NOW);
  const [expiry = '', signature = ''] = token.split('.');

  test('is good up to its last second, and then says when that was', () => {
    expect(tokens.check(ORDER, token, NOW - DAY_MS)).toEqual({ type: 'good' });
    expect(tokens.check(ORDER, token, NOW + 999)).toEqual({ type: 'good' });
    expect(tokens.check(ORDER, token, NOW + 1_000)).toEqual({ type: 'expired', at: NOW + 1_000 });
  });

  test('opens no other order, and does not say there that it has expired', () => {
    expect(tokens.check(`${ORDER}X`, token, NOW)).toEqual({ type: 'wrong' });
    expect(tokens.check(`${ORDER}X`, token, NOW + DAY_MS)).toEqual({ type: 'wrong' });
  });

  test('cannot be made to last: the expiry is signed', () => {
    const later = (Number.parseInt(expiry, 36) + 1_000).toString(36);
    expect(tokens.check(ORDER, `${later}.${signature}`, NOW)).toEqual({ type: 'wrong' });
    expect(tokens.check(ORDER, `0${token}`, NOW)).toEqual({ type: 'wrong' });
    expect(tokens.check(ORDER, signature, NOW)).toEqual({ type: 'wrong' });
  });

  test('is of a key of its own: a token for an order of a made-up name is no link', () => {
    const forged = tokens.permanent(`${expiry}.${ORDER}`);
    expect(tokens.check(ORDER, `${expiry}.${forged}`, NOW)).toEqual({ type: 'wrong' });
  });

  test('of any order and time is good before, expired after, and wrong when a letter is changed', () => {
    const at = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(fc.string(), at, fc.nat(), (orderId, expiresAt, place) => {
        const made = tokens.expiring(orderId, expiresAt);
        expect(tokens.check(orderId, made, expiresAt)).toEqual({ type: 'good' });
        expect(tokens.check(orderId, made, expiresAt + 1_000).type).toBe('expired');
        const index = place % (made.length - 1);
        const other = made[index] === 'a' ? 'b' : 'a';
        const changed = made.slice(0, index) + other + made.slice(index + 1);
        expect(tokens.check(orderId, changed, expiresAt)).toEqual({ type: 'wrong' });
      }),
    );
  });
});

describe('a link', () => {
  const calendar = createCalendar('Europe/Berlin');
  const links = (base: string, ttlDays = 90) =>
    orderLinks(tokens, { base: () => base, ttlDays, calendar, now: () => NOW });

  test('leads to the page of its order below the address that customers use', () => {
    const { url } = links('https://shop.example/')(ORDER);
    expect(url).toMatch(
      /^https:\/\/shop\.example\/orders\/01ARZ3NDEKTSV4RRFFQ69G5FAV\?token=\w+\./,
    );
    expect(links('https://example.com/shop')(ORDER).url).toMatch(
      /^https:\/\/example\.com\/shop\/o/,
    );
  });

  test('works up to the end of the day that stands beside it, in the shop’s time zone', () => {
    const { url, goodUntil } = links('')(ORDER);
    const token = new URL(url, 'http://x').searchParams.get('token') ?? '';
    expect(goodUntil).toBe('2026-08-30');
    const end = Date.UTC(2026, 7, 30, 22);
    expect(tokens.check(ORDER, token, end - 1)).toEqual({ type: 'good' });
    expect(tokens.check(ORDER, token, end)).toEqual({ type: 'expired', at: end });
  });
});
