// The cookies of customers, on their way in and out.

import type { FastifyRequest } from 'fastify';

/** `__Host-`: no subdomain and no plain connection can set it in our place. */
export const SESSION_COOKIE = '__Host-orderloom';
/** Tells a browser that has signed in to an account before from one that never did. */
export const DEVICE_COOKIE = '__Host-orderloom-device';
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax';

export const setCookie = (name: string, value: string, maxAgeMs: number): string =>
  `${name}=${value}; ${ATTRIBUTES}; Max-Age=${Math.floor(maxAgeMs / 1_000)}`;

export const clearedCookie = (name: string): string => setCookie(name, '', 0);

/** What the browser sent under that name, where it is of a form that we give out. */
export function cookieOf({ headers }: FastifyRequest, name: string): string | null {
  const { cookie } = headers;
  if (cookie === undefined) return null;
  for (const pair of cookie.split(';')) {
    const at = pair.indexOf('=');
    if (at === -1 || pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return /^[\w.-]{1,255}$/.test(value) ? value : null;
  }
  return null;
}
