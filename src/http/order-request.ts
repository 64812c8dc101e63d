// An order's or quote's body → what the use cases take. What a schema cannot say is checked here:
// codes that must exist, and fields that only operators may send.

import { countries } from '../core/countries.js';
import { currencyDigits } from '../core/currencies.js';
import { MICROS, parseMicros } from '../core/decimal.js';
import type { Customer } from '../core/order.js';
import type { FieldError } from '../core/problems.js';
import type { CartRequest } from '../orders/cart-request.js';
import type { PlaceOrder } from '../orders/order-draft.js';
import { type Caller, mayDo } from './access.js';
import { RefusedError } from './problem-reply.js';
import type { OrderBody } from './schemas/requests.js';

/** What the shop offers, against which a body is checked. */
export interface Offer {
  shippingMethods: ReadonlySet<string>;
  paymentMethods: ReadonlySet<string>;
}

export const DEFAULT_SHIPPING = 'standard';

/** @throws RefusedError 400 with a pointer to each wrong field, 403 for an operator's fields. */
export function orderRequest(
  body: OrderBody,
  offer: Offer,
  caller: Caller,
): Omit<PlaceOrder, 'claim'> {
  const { shippingAddress, billingAddress, vatId, payment, expectedTotal } = body;
  const errors = cartErrors(body, offer);
  const check = codeCheck(errors);
  check('/shippingAddress/country', shippingAddress.country, countries, 'country');
  check('/billingAddress/country', billingAddress?.country, countries, 'country');
  check('/payment/method', payment.method, offer.paymentMethods, 'payment method');
  const customer = buyerOf(body.customer, caller, errors);
  refuseErrors(errors);
  refuseOperatorFields({ ...body, customerId: body.customer?.id }, caller);
  return {
    ...cartRequest(body),
    paymentMethod: payment.method,
    facts: vatId === undefined ? undefined : { vatId },
    customer,
    shippingAddress,
    payment,
    ...(billingAddress ? { billingAddress } : {}),
    ...(vatId ? { vatId } : {}),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
  };
}

/** Whoever is signed in buys for their own account, under another name or address if they like. */
function buyerOf(given: OrderBody['customer'], caller: Caller, errors: FieldError[]): Customer {
  if (caller.type === 'customer') {
    const { id, email, name } = caller;
    return { ...(given ?? { email, name }), id };
  }
  if (given) return given;
  errors.push({ pointer: '/customer', detail: 'must be given, unless somebody is signed in' });
  return { email: '', name: '' };
}

function cartErrors(body: OrderBody, offer: Offer): FieldError[] {
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

export function refuseErrors(errors: FieldError[]): void {
  if (errors.length > 0) throw new RefusedError({ type: 'invalid-request', errors });
}

interface OperatorFields {
  lines: { unitPrice?: string }[];
  priceBasis?: string;
  customerId: string | undefined;
}

function refuseOperatorFields(fields: OperatorFields, caller: Caller): void {
  const { lines, priceBasis, customerId } = fields;
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

function cartRequest(body: OrderBody): CartRequest {
  const { country, region, postalCode } = body.shippingAddress;
  return {
    currency: body.currency,
    country,
    region,
    postalCode,
    shippingMethod: body.shippingMethod ?? DEFAULT_SHIPPING,
    coupons: body.coupons ?? [],
    paymentMethod: body.payment.method,
    ...(body.vatId ? { facts: { vatId: body.vatId } } : {}),
    lines: body.lines.map(({ sku, quantity, unitPrice }) => ({
      sku,
      quantityMicros: quantity * MICROS,
      ...(unitPrice === undefined ? {} : { unitPriceMicros: micros(unitPrice) }),
    })),
    ...(body.priceBasis ? { priceBasis: body.priceBasis } : {}),
  };
}

/** The schema's pattern lets only such strings through. */
function micros(text: string): number {
  const parsed = parseMicros(text);
  if (!parsed.ok) throw new Error(parsed.refusal);
  return parsed.value;
}
