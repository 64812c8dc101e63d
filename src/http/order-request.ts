// An order's or quote's body → what the use cases take. What a schema cannot say is checked here:
// codes that must exist, and fields that only operators may send.

import { countries } from '../core/countries.js';
import { currencyDigits } from '../core/currencies.js';
import { MICROS, parseMicros } from '../core/decimal.js';
import { addressSchemes, registerSchemes } from '../core/invoice/electronic-address.js';
import type { BuyerFacts } from '../core/order.js';
import type { FieldError } from '../core/problems.js';
import type { SavedCart } from '../core/saved-cart.js';
import { DEFAULT_SHIPPING } from '../orders/carts.js';
import type { PlaceOrder } from '../orders/order-draft.js';
import { type Caller, mayDo } from './access.js';
import { RefusedError } from './problem-reply.js';
import type { CompleteOrderBody, OrderBody } from './schemas/requests.js';

/** What the shop offers, against which a body is checked. */
export interface Offer {
  shippingMethods: ReadonlySet<string>;
  paymentMethods: ReadonlySet<string>;
  /** For providers whose own fields stand in the page, by method. */
  publishableKeys?: Readonly<Record<string, string>>;
}

export { DEFAULT_SHIPPING };

/** @throws RefusedError 400 with a pointer to each field that is missing. */
export function completed(body: OrderBody): CompleteOrderBody {
  const { customer, currency, lines, shippingAddress } = body;
  if (customer && currency !== undefined && lines && shippingAddress) {
    return body as CompleteOrderBody;
  }
  const missing = neededFields.filter((field) => body[field] === undefined);
  const errors = missing.map((field) => ({ pointer: `/${field}`, detail: 'is missing' }));
  throw new RefusedError({ type: 'invalid-request', errors });
}

const neededFields = ['customer', 'currency', 'lines', 'shippingAddress'] as const;

/** The cart says what the order itself does not. */
export function withCart(body: OrderBody, cart: SavedCart): OrderBody {
  if (body.lines === undefined && cart.items.length === 0) {
    const errors = [{ pointer: '/lines', detail: 'the cart is empty' }];
    throw new RefusedError({ type: 'invalid-request', errors });
  }
  const { currency, customer, shippingAddress, billingAddress, vatId, shippingMethod } = cart;
  return {
    currency,
    lines: cart.items.map(({ sku, quantity }) => ({ sku, quantity })),
    coupons: [...cart.coupons],
    ...(customer ? { customer } : {}),
    ...(shippingAddress ? { shippingAddress } : {}),
    ...(billingAddress ? { billingAddress } : {}),
    ...(vatId === null ? {} : { vatId }),
    ...(shippingMethod === null ? {} : { shippingMethod }),
    ...body,
  };
}

/**
 * One literal, and what is seldom there put in afterwards: put together by spreading, a request would
 * cost V8 several times as much, at thousands a second.
 * @throws RefusedError 400 with a pointer to each wrong field, 403 for an operator's fields.
 */
export function orderRequest(
  body: CompleteOrderBody,
  offer: Offer,
  caller: Caller,
): Omit<PlaceOrder, 'claim'> {
  checkOrder(body, offer, caller);
  const { shippingAddress, billingAddress, vatId, buyer, payment, priceBasis } = body;
  const request: Omit<PlaceOrder, 'claim'> = {
    currency: body.currency,
    country: shippingAddress.country,
    region: shippingAddress.region,
    postalCode: shippingAddress.postalCode,
    shippingMethod: body.shippingMethod ?? DEFAULT_SHIPPING,
    coupons: body.coupons ?? [],
    paymentMethod: payment.method,
    facts: vatId === undefined ? undefined : { vatId },
    lines: body.lines.map(lineRequest),
    customer: caller.type === 'customer' ? { ...body.customer, id: caller.id } : body.customer,
    shippingAddress,
    payment,
  };
  if (priceBasis) request.priceBasis = priceBasis;
  if (billingAddress) request.billingAddress = billingAddress;
  if (vatId) request.vatId = vatId;
  if (buyer) request.buyer = buyer;
  if (body.expectedTotal !== undefined) request.expectedTotal = body.expectedTotal;
  return request;
}

function lineRequest({ sku, quantity, unitPrice }: CompleteOrderBody['lines'][number]) {
  const quantityMicros = quantity * MICROS;
  if (unitPrice === undefined) return { sku, quantityMicros };
  return { sku, quantityMicros, unitPriceMicros: micros(unitPrice) };
}

function checkOrder(body: CompleteOrderBody, offer: Offer, caller: Caller): void {
  const { shippingAddress, billingAddress, buyer, payment } = body;
  const errors = cartErrors(body, offer);
  const check = codeCheck(errors);
  check('/shippingAddress/country', shippingAddress.country, countries, 'country');
  check('/billingAddress/country', billingAddress?.country, countries, 'country');
  check('/payment/method', payment.method, offer.paymentMethods, 'payment method');
  checkBuyer(buyer, errors);
  refuseErrors(errors);
  refuseOperatorFields(body, caller);
}

/** Whoever is signed in buys for their own account, under another name or address if they like. */
export function withBuyer(body: OrderBody, caller: Caller): OrderBody {
  if (caller.type !== 'customer') return body;
  const { email, name } = caller;
  return { ...body, customer: body.customer ?? { email, name } };
}

function cartErrors(body: CompleteOrderBody, offer: Offer): FieldError[] {
  const errors: FieldError[] = [];
  const check = codeCheck(errors);
  check('/currency', body.currency, currencyDigits, 'ISO 4217 currency');
  check('/shippingMethod', body.shippingMethod, offer.shippingMethods, 'shipping method');
  return errors;
}

/** Adds an error for a code that is given but not known. */
export const codeCheck =
  (errors: FieldError[]) =>
  (
    pointer: string,
    code: string | undefined,
    known: { has(code: string): boolean },
    what: string,
  ): void => {
    if (code === undefined || known.has(code)) return;
    errors.push({ pointer, detail: `"${code}" is no ${what} known here` });
  };

/** @throws RefusedError 400 for an address in a country that nobody knows. */
export function checkCountry(pointer: string, address: { country: string } | null | undefined) {
  const errors: FieldError[] = [];
  codeCheck(errors)(pointer, address?.country, countries, 'country');
  refuseErrors(errors);
}

/** Schemes of no list would make an e-invoice that nobody takes. */
export function checkBuyer(buyer: BuyerFacts | undefined, errors: FieldError[]): void {
  if (!buyer) return;
  const { electronicAddress, legalId } = buyer;
  const check = codeCheck(errors);
  const address = 'electronic address scheme (EAS)';
  check('/buyer/electronicAddress/scheme', electronicAddress?.scheme, addressSchemes, address);
  check('/buyer/legalId/scheme', legalId?.scheme, registerSchemes, 'register of ISO/IEC 6523');
}

export function refuseErrors(errors: FieldError[]): void {
  if (errors.length > 0) throw new RefusedError({ type: 'invalid-request', errors });
}

function refuseOperatorFields(body: CompleteOrderBody, caller: Caller): void {
  const { lines, priceBasis } = body;
  const customerId = body.customer.id;
  const recorded = lines.findIndex(({ unitPrice }) => unitPrice !== undefined);
  if (recorded === -1 && priceBasis === undefined && customerId === undefined) return;
  const used = [
    ...(recorded === -1 ? [] : [`/lines/${recorded}/unitPrice`]),
    ...(priceBasis === undefined ? [] : ['/priceBasis']),
    ...(customerId === undefined ? [] : ['/customer/id']),
  ];
  if (mayDo(caller, 'orders:price')) return;
  const detail = `${used.join(', ')}: only for operators with the scope orders:price`;
  throw new RefusedError({ type: 'forbidden', detail });
}

/** The schema's pattern lets only such strings through. */
function micros(text: string): number {
  const parsed = parseMicros(text);
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}
