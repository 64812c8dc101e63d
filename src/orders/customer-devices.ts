// Tells a browser that has signed in to an account before from one that never did, so that other
// people's wrong passwords are not held against it (OWASP, “Slow Down Online Guessing Attacks with
// Device Cookies”). The cookie opens nothing: it only has attempts counted apart.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const COOKIE = /^([\w-]{22})\.([\w-]{43})$/;
const NONCE_BYTES = 16;

export class CustomerDevices {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  cookie(customerId: string): string {
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    return `${nonce}.${this.#signature(customerId, nonce).toString('base64url')}`;
  }

  /** The device's name, where the cookie was given to one that signed in to this account. */
  deviceOf(cookie: string | null, customerId: string): string | null {
    const [, nonce, signature] = COOKIE.exec(cookie ?? '') ?? [];
    if (nonce === undefined || signature === undefined) return null;
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#signature(customerId, nonce);
    return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : null;
  }

  #signature(customerId: string, nonce: string): Buffer {
    return createHmac('sha256', this.#secret).update(`${nonce}.${customerId}`).digest();
  }
}
