// What each refusal means and what to do about it: the documentation at the path that a problem's
// `type` carries. The compiler fails when a type lacks its words.

import type { RefusalType } from './problems.js';

export interface ProblemWords {
  means: string;
  /** What whoever called can do now. */
  remedy: string;
}

const fixCart = 'Take it out of the cart, or change it, and send the request again.';
const nothingDone = 'Nothing was done.';

export const problemWords: Readonly<Record<RefusalType, ProblemWords>> = {
  'invalid-request': {
    means:
      'The path, the query, a header or the body is not as the OpenAPI document says, or has a field that is not known. `errors` names each place.',
    remedy: 'Correct each place that `errors` points to. The same request will fail again.',
  },
  unauthorized: {
    means: 'No key, token or session came along, or one that is not known.',
    remedy: 'Send `Authorization: Bearer <key>`, sign in, or use the link to the order.',
  },
  'link-expired': {
    means: 'Links to an order in e-mails work for some time only; this one is past it.',
    remedy: 'Use a newer e-mail of the shop, or sign in.',
  },
  'session-expired': {
    means: 'The session of this browser has ended, or was ended elsewhere.',
    remedy: 'Sign in again with `POST /v1/session`.',
  },
  'wrong-credentials': {
    means:
      'There is no account with this e-mail address and this password. Which of the two is wrong is not told.',
    remedy: 'Check both, or ask for a link to set a new password.',
  },
  'cross-site-request': {
    means: 'The browser says that a page of another site made this request with your session.',
    remedy: 'Call the API from the shop’s own pages, or from a program with a key.',
  },
  'email-taken': {
    means: 'Somebody has registered with this e-mail address.',
    remedy: 'Sign in, or ask for a link to set a new password.',
  },
  'orders-open': {
    means: 'The customer has orders that are still being worked on, so that the data is needed.',
    remedy: 'Ask again when the orders in `orderIds` have been delivered or cancelled.',
  },
  'reset-invalid': {
    means: 'Links to set a new password work once, and for a short time.',
    remedy: 'Ask for a new link.',
  },
  'weak-password': {
    means: 'The password is too short, or among those that are tried first. `reason` says which.',
    remedy: 'Choose a longer one; a few words are fine.',
  },
  'too-many-attempts': {
    means: 'Too many attempts to sign in came from here, or for this account.',
    remedy: 'Wait as long as `Retry-After` says. A new password can be set at once by e-mail.',
  },
  'key-revoked': {
    means: 'An operator has revoked this key, for good.',
    remedy: 'Ask whoever runs the shop for a new one.',
  },
  'key-expired': {
    means: 'The key was valid until `expiredAt`, or its secret was replaced and has run out.',
    remedy: 'Use the newer secret, or ask whoever runs the shop for a new key.',
  },
  'payment-declined': {
    means:
      'The payment provider declined. The stock is free again and nothing was charged; `declineCode` is the provider’s own word.',
    remedy: 'Place the order again with another means of payment and a new Idempotency-Key.',
  },
  forbidden: {
    means: 'The key is known, but lacks the scope that this operation or this field needs.',
    remedy: 'Use a key with the scope that `detail` names; `orderloom keys` makes one.',
  },
  'not-found': {
    means: 'There is no such thing, or it is somebody else’s: the answer is the same.',
    remedy: 'Check the path and whose key, token or session was sent.',
  },
  'method-not-allowed': {
    means: 'There is something at this path, which other methods ask for.',
    remedy: 'Use one of those that `Allow` names.',
  },
  'cart-not-found': {
    means: 'There is no such cart, it has expired, or it is the cart of somebody who is signed in.',
    remedy: 'Begin a new one with `POST /v1/carts`.',
  },
  'cart-ordered': {
    means: 'The cart has become the order `orderId`; nothing of it can be changed any more.',
    remedy: 'Read the order, or begin a new cart with `POST /v1/carts`.',
  },
  'cart-full': {
    means: 'The cart holds as many lines or coupons (`of`) as it may.',
    remedy: 'Take something out first, or place more than one order.',
  },
  'too-many-carts': {
    means: 'More carts than `limit` were begun from this address within an hour.',
    remedy: 'Go on with a cart that was begun, or wait as long as `Retry-After` says.',
  },
  'stale-notice': {
    means: 'The notice is signed as agreed, but too long ago, or by a clock that is ahead.',
    remedy: 'Sign it anew when it is sent; check the clocks of both sides.',
  },
  'invalid-signature': {
    means: 'A notice must be signed over its raw body with the shared secret; this one is not.',
    remedy: 'Sign the bytes that are sent, with the secret that both sides have, and try again.',
  },
  'out-of-stock': {
    means: 'Fewer pieces are left than were asked for. `items` has each shortage.',
    remedy: 'Lower the quantities to what `available` says, or try again later.',
  },
  'request-in-progress': {
    means: 'The first request with this Idempotency-Key has not been answered yet.',
    remedy: 'Send the same request again after `Retry-After`: its answer will be given again.',
  },
  'price-changed': {
    means: 'The total is not the `expectedTotal` that was sent. `quote` has the prices of now.',
    remedy: 'Show the new total, and order again with it as `expectedTotal`.',
  },
  'wrong-state': {
    means: 'What was asked for goes not with the `state` that the order is in.',
    remedy: 'Read the order; `detail` says what would be possible.',
  },
  'refund-exceeds': {
    means: 'More would be given back than is left of what was paid. `items` says what is left.',
    remedy: 'Lower what is to be given back.',
  },
  'race-under-way': {
    means: 'One race is run at a time: two would slow one another down.',
    remedy: 'Watch `raceId`, or try again when it is over.',
  },
  'import-under-way': {
    means: 'One file is brought in at a time; `importId` is the one under way.',
    remedy: 'Send the file again when that one is done.',
  },
  'invalid-rows': {
    means: 'Nothing of the file was applied. `errors` has the first of its faults.',
    remedy: 'Correct the rows, or bring the right ones in with `mode=row`.',
  },
  'limit-reached': {
    means: 'There are `limit` of these already, which is as many as there may be.',
    remedy: 'Remove one that is not needed any more.',
  },
  'below-reserved': {
    means: 'Orders under way hold more pieces than the new level leaves.',
    remedy: 'Set a level of at least `reserved`, or cancel the orders first.',
  },
  'payload-too-large': {
    means: 'The body has more bytes than are taken.',
    remedy: 'Split the request.',
  },
  'uri-too-long': {
    means: 'A part of the path is longer than anything that there is.',
    remedy: 'Check the path.',
  },
  'unsupported-media-type': {
    means: 'The body is not of a type that this operation reads.',
    remedy: 'Send JSON, with `Content-Type: application/json`, and not compressed.',
  },
  'too-many-requests': {
    means:
      'This key, session or address has sent more requests of this kind than the limit allows. The headers `RateLimit` and `RateLimit-Policy` say how many it may. ' +
      nothingDone,
    remedy: 'Wait as long as `Retry-After` says, and send the same request again.',
  },
  'request-timeout': {
    means: 'Headers or body did not arrive in time.',
    remedy: 'Send the whole request at once.',
  },
  'headers-too-large': {
    means: 'The header lines together are longer than is taken.',
    remedy: 'Send fewer cookies and shorter headers.',
  },
  'idempotency-key-reused': {
    means: 'Another request was sent with this Idempotency-Key, and its answer is kept.',
    remedy: 'Make a new key for each new order; send the same body with a key that is repeated.',
  },
  'unknown-sku': {
    means: 'No article has this SKU. `errors` has every line that cannot be sold.',
    remedy: fixCart,
  },
  'no-price': {
    means: 'The article is not sold in this currency. `errors` has every line that cannot be sold.',
    remedy: fixCart,
  },
  'unknown-coupon': {
    means: 'There is no such coupon. `didYouMean` is one that differs in its case alone.',
    remedy: fixCart,
  },
  'coupon-expired': { means: 'The coupon was valid until `until`.', remedy: fixCart },
  'coupon-not-yet-valid': { means: 'The coupon is valid from `since` on.', remedy: fixCart },
  'coupon-used-up': {
    means: 'The coupon has been used as often, or has taken off as much, as it may.',
    remedy: fixCart,
  },
  'no-tax-rate': {
    means: 'The shop knows no tax rate for articles of this category in this country.',
    remedy: 'Ship elsewhere; whoever runs the shop adds rates in `data/tax`.',
  },
  'invalid-rules': {
    means: 'Promotions, price lists or settings contradict themselves. `errors` has each place.',
    remedy: 'Correct each place that `errors` points to.',
  },
  'incomplete-tax-address': {
    means: 'Taxes in this country differ by region or postal code, which the address lacks.',
    remedy: 'Send the `field` with the address.',
  },
  'unknown-shipping-method': {
    means: 'The shop has no shipping method of this name.',
    remedy: 'Choose another one, or leave it out for the standard one.',
  },
  'no-shipping-price': {
    means: 'The shipping method has no price in the currency of the cart.',
    remedy: 'Choose another method or another currency.',
  },
  'allowance-too-large': {
    means: 'An allowance takes more off its line than the line costs.',
    remedy: 'Lower the allowance.',
  },
  'amount-out-of-range': {
    means: 'An amount would be larger than can be computed exactly.',
    remedy: 'Lower quantities or prices.',
  },
  'no-e-invoice': {
    means: 'The invoice does not keep the rules of the specification that was asked for.',
    remedy: 'Ask for another `format` or `profile`, or for the PDF.',
  },
  'quote-failed': {
    means: 'Computing this cart failed twice: a mistake of ours.',
    remedy: 'Report the cart. Other carts are not affected.',
  },
  'invoice-failed': {
    means: 'Rendering this invoice failed: a mistake of ours, or in the seller’s data.',
    remedy: 'Report the order.',
  },
  'internal-error': {
    means: 'A mistake of ours. It is logged; the answer tells nothing of it.',
    remedy: 'Try again with the same Idempotency-Key: nothing is done twice.',
  },
  overloaded: {
    means: `More work waits than the limits allow. ${nothingDone}`,
    remedy: 'Send the same request again after `Retry-After`.',
  },
  'storage-unavailable': {
    means: `The disk refuses to be written to. ${nothingDone}`,
    remedy: 'Send the same request again after `Retry-After`.',
  },
  'payment-provider-unavailable': {
    means: `The payment provider cannot be reached. ${nothingDone}`,
    remedy: 'Send the same request again after `Retry-After`.',
  },
  'shutting-down': {
    means: `The server is being stopped and takes no new work. ${nothingDone}`,
    remedy: 'Send the same request again after `Retry-After`: another one will answer.',
  },
};
