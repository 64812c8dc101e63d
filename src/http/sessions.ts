// The session's cookie on its way in and out, and what a request has to look like before the cookie
// counts. Browsers send a cookie along whoever made them do so: only a page of our own may change
// anything with it.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { RefusedError } from './problem-reply.js';

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

/** After `set-cookie` of another cookie, both are sent. */
export const sendCookie = (reply: FastifyReply, cookie: string): FastifyReply =>
  reply.header('set-cookie', cookie);

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a page of another site made the browser send this. Every browser of the last years says
 * so itself; an older one names at least the origin of what it posts.
 * @throws RefusedError 403
 */
export function refuseCrossSite(request: FastifyRequest, publicOrigin: string | null): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw crossSite(`Sec-Fetch-Site is "${String(site).slice(0, 40)}"`);
  }
  const { origin } = request.headers;
  if (origin === undefined) throw crossSite('neither Sec-Fetch-Site nor Origin says where from');
  const own = publicOrigin ?? `${request.protocol}://${request.host}`;
  if (origin !== own) throw crossSite('the Origin is not the one of this server');
}

const crossSite = (detail: string): RefusedError =>
  new RefusedError({ type: 'cross-site-request', detail });

/**
 * The same for requests that need no session yet, such as signing in: a program that is no browser
 * says nothing, and has no cookies that could be misused.
 * @throws RefusedError 403
 */
export function refuseForeignPage(request: FastifyRequest, publicOrigin: string | null): void {
  const { headers } = request;
  if (headers['sec-fetch-site'] === undefined && headers.origin === undefined) return;
  refuseCrossSite(request, publicOrigin);
}
