// What a request has to look like before its session cookie counts. Browsers send a cookie along
// whoever made them do so: only a page of our own may change anything with it.

import type { FastifyRequest } from 'fastify';
import { RefusedError } from './problem-reply.js';

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
