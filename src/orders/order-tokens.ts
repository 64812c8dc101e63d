// The tokens that open one order to somebody without an account. They are derived, not stored: they
// can be given again with a repeated answer, and are not in the data.
//
//   the guest's own    HMAC(order id), given with the 201, for ever
//   of a link          <expiry>.<HMAC(order id, expiry)>, sent by e-mail, which lies around for years

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Calendar } from './shop.js';

export type TokenCheck =
  | { type: 'good' }
  | { type: 'wrong' }
  /** It was good until then; milliseconds since the epoch. */
  | { type: 'expired'; at: number };

const LINK_TOKEN = /^([0-9a-z]{1,11})\.([\w-]{43})$/;
const SECOND_MS = 1_000;

export class OrderTokens {
  readonly #secret: string;
  readonly #linkSecret: Buffer;

  constructor(secret: string) {
    this.#secret = secret;
    // A key of their own: no token of one kind can ever pass as one of the other.
    this.#linkSecret = createHmac('sha256', secret).update('order links').digest();
  }

  permanent(orderId: string): string {
    return signature(this.#secret, orderId);
  }

  /** Good up to the end of the second that `expiresAt` (milliseconds since the epoch) falls into. */
  expiring(orderId: string, expiresAt: number): string {
    const expiry = Math.floor(expiresAt / SECOND_MS).toString(36);
    return `${expiry}.${this.#linkSignature(orderId, expiry)}`;
  }

  check(orderId: string, token: string, now: number): TokenCheck {
    const [, expiry, signed] = LINK_TOKEN.exec(token) ?? [];
    if (expiry === undefined || signed === undefined) {
      return { type: isSame(token, this.permanent(orderId)) ? 'good' : 'wrong' };
    }
    // When it ended is told only to those who once held the right one.
    if (!isSame(signed, this.#linkSignature(orderId, expiry))) return { type: 'wrong' };
    const end = (Number.parseInt(expiry, 36) + 1) * SECOND_MS;
    return now < end ? { type: 'good' } : { type: 'expired', at: end };
  }

  #linkSignature(orderId: string, expiry: string): string {
    return signature(this.#linkSecret, `${expiry}.${orderId}`);
  }
}

const signature = (key: string | Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The page of an order under the address that customers have the shop by. It works for whole days of
 * the shop's calendar, so that the date which stands beside it holds.
 */
export const orderLinks =
  (tokens: OrderTokens, { base, ttlDays, calendar, now }: LinkOptions) =>
  (orderId: string): { url: string; goodUntil: string } => {
    const end = calendar.startOfDay(now() + (ttlDays + 1) * DAY_MS) - 1;
    const token = tokens.expiring(orderId, end);
    const url = `${base().replace(/\/+$/, '')}/orders/${orderId}?token=${token}`;
    return { url, goodUntil: calendar.date(end) };
  };

interface LinkOptions {
  base: () => string;
  ttlDays: number;
  calendar: Calendar;
  now: () => number;
}
