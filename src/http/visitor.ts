import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientKey } from '../core/attempt-limits.js';
import type { SignedIn, Visitor } from '../orders/customer-accounts.js';
import { cookieOf, DEVICE_COOKIE, SESSION_COOKIE, setCookie } from './cookies.js';

export function visitorOf(request: FastifyRequest): Visitor {
  return {
    client: clientKey(request.ip),
    userAgent: request.headers['user-agent'] ?? '',
    device: cookieOf(request, DEVICE_COOKIE),
    session: cookieOf(request, SESSION_COOKIE),
  };
}

/** As long as browsers keep any cookie. */
const DEVICE_MAX_AGE_MS = 400 * 24 * 60 * 60 * 1000;

export const sendDeviceCookie = (reply: FastifyReply, cookie: string): FastifyReply =>
  reply.header('set-cookie', setCookie(DEVICE_COOKIE, cookie, DEVICE_MAX_AGE_MS));

export function sendCookies(
  reply: FastifyReply,
  { token, deviceCookie }: SignedIn,
  maxAgeMs: number,
): void {
  reply.header('set-cookie', setCookie(SESSION_COOKIE, token, maxAgeMs));
  sendDeviceCookie(reply, deviceCookie);
}
