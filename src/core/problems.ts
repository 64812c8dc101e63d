// Every refusal as RFC 9457 problem details: one table from type to status and words. The compiler
// fails when a refusal lacks its row.

import type { CustomerRefusal } from './customer-refusals.js';
import type { EInvoiceRefusal } from './e-invoice/e-invoice-request.js';
import type { OrderRefusal } from './refusals.js';
import type { RowFault } from './transfers.js';

/** Refusals of the doors themselves, before any order is thought of. */
export type DoorRefusal =
  | { type: 'invalid-request'; detail?: string; errors: FieldError[] }
  | { type: 'unauthorized'; detail: string }
  | { type: 'link-expired'; expiredAt: string }
  | { type: 'key-revoked'; revokedAt: string }
  | { type: 'key-expired'; expiredAt: string }
  | { type: 'import-under-way'; importId: string }
  | { type: 'invalid-rows'; errors: RowFault[]; errorCount: number }
  | CustomerRefusal
  | { type: 'forbidden'; detail: string }
  | { type: 'not-found'; detail?: string }
  | { type: 'method-not-allowed'; allowed: string[] }
  | { type: 'too-many-carts'; limit: number }
  | { type: 'invalid-signature'; detail: string }
  | { type: 'stale-notice'; detail: string }
  | { type: 'payload-too-large'; detail: string }
  | { type: 'uri-too-long'; detail: string }
  | { type: 'unsupported-media-type'; detail: string }
  | { type: 'limit-reached'; limit: number }
  | { type: 'request-timeout' }
  | { type: 'headers-too-large' }
  | { type: 'too-many-requests'; policy: string; limit: number; retryAfterSeconds: number }
  | { type: 'below-reserved'; sku: string; reserved: number; onHand: number }
  | { type: 'invoice-failed'; detail: string }
  | EInvoiceRefusal
  | { type: 'race-under-way'; raceId: string }
  | { type: 'shutting-down' }
  | { type: 'internal-error' };

export interface FieldError {
  /** JSON pointer into the body, or `?name` of the query, or a header's name. */
  pointer: string;
  detail: string;
}

export type Refusal = OrderRefusal | DoorRefusal;
export type RefusalType = Refusal['type'];

interface ProblemRow {
  status: number;
  title: string;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
}

export const problems: Readonly<Record<RefusalType, ProblemRow>> = {
  'invalid-request': { status: 400, title: 'The request is malformed.' },
  unauthorized: { status: 401, title: 'This needs a valid key or token.' },
  'link-expired': { status: 401, title: 'This link to an order has expired.' },
  'session-expired': { status: 401, title: 'The session is over; sign in again.' },
  'wrong-credentials': { status: 401, title: 'E-mail address or password is wrong.' },
  'cross-site-request': { status: 403, title: 'A page of another site may not ask for that.' },
  'email-taken': { status: 409, title: 'Somebody is registered with this e-mail address.' },
  'orders-open': { status: 409, title: 'Some orders of this customer are still being worked on.' },
  'reset-invalid': { status: 410, title: 'This link was used, or is not valid any more.' },
  'weak-password': { status: 422, title: 'This password is too easy to guess.' },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts; wait before the next one.',
    retryAfter: 1,
  },
  'key-revoked': { status: 401, title: 'This operator key was revoked.' },
  'key-expired': { status: 401, title: 'This operator key, or this secret of it, has expired.' },
  'payment-declined': { status: 402, title: 'The payment was declined; nothing was charged.' },
  forbidden: { status: 403, title: 'This key or token may not do that.' },
  'not-found': { status: 404, title: 'There is nothing here that you may see.' },
  'method-not-allowed': { status: 405, title: 'What is here does not have this method.' },
  'cart-not-found': { status: 404, title: 'There is no such cart, or it has expired.' },
  'cart-ordered': { status: 409, title: 'The cart has become an order already.' },
  'cart-full': { status: 422, title: 'The cart can hold no more of these.' },
  'too-many-carts': {
    status: 429,
    title: 'Too many carts were begun from this address.',
    retryAfter: 60,
  },
  'invalid-signature': { status: 401, title: 'The notice is not signed as agreed.' },
  'stale-notice': { status: 401, title: 'The notice is too old, or ahead of its time.' },
  'out-of-stock': { status: 409, title: 'There is not enough stock.' },
  'request-in-progress': {
    status: 409,
    title: 'The first request with this key is still being worked on.',
    retryAfter: 1,
  },
  'price-changed': { status: 409, title: 'The price is not what was expected.' },
  'wrong-state': { status: 409, title: 'The order is in a state that does not allow this.' },
  'refund-exceeds': { status: 409, title: 'That is more than what is left to be given back.' },
  'race-under-way': { status: 409, title: 'Another race is being run.', retryAfter: 5 },
  'below-reserved': { status: 409, title: 'Orders hold more pieces than that.' },
  'import-under-way': {
    status: 409,
    title: 'Another file is being brought in.',
    retryAfter: 5,
  },
  'invalid-rows': { status: 422, title: 'Some rows of the file are wrong.' },
  'limit-reached': { status: 409, title: 'There are as many of these as there may be.' },
  'payload-too-large': { status: 413, title: 'The body is too large.' },
  'uri-too-long': { status: 414, title: 'A part of the path is too long.' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json.' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time.' },
  'too-many-requests': { status: 429, title: 'Too many requests; wait before the next one.' },
  'headers-too-large': { status: 431, title: 'The headers are too large.' },
  'idempotency-key-reused': { status: 422, title: 'This key was used with another request.' },
  'unknown-sku': { status: 422, title: 'No such article.' },
  'no-price': { status: 422, title: 'The article has no price in this currency.' },
  'unknown-coupon': { status: 422, title: 'No such coupon.' },
  'coupon-expired': { status: 422, title: 'The coupon has expired.' },
  'coupon-not-yet-valid': { status: 422, title: 'The coupon is not valid yet.' },
  'coupon-used-up': { status: 422, title: 'The coupon has been used up.' },
  'no-tax-rate': { status: 422, title: 'No tax rate is known for this article and country.' },
  'invalid-rules': { status: 400, title: 'The rules in the request contradict themselves.' },
  'incomplete-tax-address': {
    status: 422,
    title: 'The taxes of this country depend on a field that the address lacks.',
  },
  'unknown-shipping-method': { status: 400, title: 'No such shipping method.' },
  'no-shipping-price': { status: 422, title: 'The shipping method has no price in this currency.' },
  'allowance-too-large': { status: 422, title: 'An allowance is larger than its line.' },
  'amount-out-of-range': { status: 422, title: 'An amount cannot be computed exactly.' },
  'no-e-invoice': { status: 422, title: 'The invoice cannot be an e-invoice of that kind.' },
  'quote-failed': { status: 500, title: 'This cart could not be priced.' },
  'invoice-failed': { status: 500, title: 'This invoice could not be rendered.' },
  'internal-error': { status: 500, title: 'Something went wrong on our side.' },
  overloaded: { status: 503, title: 'Too much work at the moment.', retryAfter: 1 },
  'storage-unavailable': { status: 503, title: 'Nothing can be written now.', retryAfter: 5 },
  'payment-provider-unavailable': {
    status: 503,
    title: 'The payment provider does not answer.',
    retryAfter: 5,
  },
  'shutting-down': { status: 503, title: 'The server is being stopped.', retryAfter: 5 },
};

/** Where the documentation of a problem type is served. */
export const problemPath = (type: RefusalType): string => `/problems/${type}`;

export interface Problem {
  status: number;
  /** The `application/problem+json` body. */
  body: { type: string; title: string; status: number; [member: string]: unknown };
  retryAfter: number | null;
}

export function problemOf(refusal: Refusal): Problem {
  const { type, ...members } = refusal;
  const { status, title, retryAfter = null } = problems[type];
  const body = { type: problemPath(type), title, status, ...members };
  // Some know better than the table when trying again makes sense.
  const waits = 'retryAfterSeconds' in refusal ? refusal.retryAfterSeconds : retryAfter;
  return { status, body, retryAfter: waits };
}

/**
 * Answers that were reached by doing the work are given again to a repeated key. The others say
 * that the work was not done, and a second try may well succeed.
 */
export const isKept = (status: number): boolean => ![400, 401, 403, 429, 500, 503].includes(status);
