// An order's or quote's body → what the use cases take. What a schema cannot say is checked here:
// codes that must exist, and fields that only operators may send.

import { countries } from '../core/countries.js';
import { currencyDigits } from '../core/currencies.js';
import { MICROS, parseMicros } from '../core/decimal.js';
import { addressSchemes, registerSchemes } from '../core/invoice/electronic-address.js';
import type { BuyerFacts } from '../core/order.js';
import type { FieldError } from '../core/problems.js';
import type { SavedCart } from '../core/saved-cart.js';
import type { CartRequest } from '../orders/cart-request.js';
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

/** @throws RefusedError 400 with a pointer to each wrong field, 403 for an operator's fields. */
export function orderRequest(
  body: CompleteOrderBody,
  offer: Offer,
  caller: Caller,
): Omit<PlaceOrder, 'claim'> {
  const { shippingAddress, billingAddress, vatId, buyer, payment, expectedTotal } = body;
  const errors = cartErrors(body, offer);
  const check = codeCheck(errors);
  check('/shippingAddress/country', shippingAddress.country, countries, 'country');
  check('/billingAddress/country', billingAddress?.country, countries, 'country');
  check('/payment/method', payment.method, offer.paymentMethods, 'payment method');
  checkBuyer(buyer, errors);
  refuseErrors(errors);
  refuseOperatorFields({ ...body, customerId: body.customer.id }, caller);
  const customer = caller.type === 'customer' ? { ...body.customer, id: caller.id } : body.customer;
  return {
    ...cartRequest(body),
    paymentMethod: payment.method,
    facts: vatId === undefined ? undefined : { vatId },
    customer,
    shippingAddress,
    payment,
    ...(billingAddress ? { billingAddress } : {}),
    ...(vatId ? { vatId } : {}),
    ...(buyer ? { buyer } : {}),
    ...(expectedTotal === undefined ? {} : { expectedTotal }),
  };
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

function cartRequest(body: CompleteOrderBody): CartRequest {
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
