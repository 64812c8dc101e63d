// The body of a quote → the cart that it asks for. What a schema cannot say is checked here: codes
// that must exist, decimals that must fit the currency, and fields that only operators may send.

import { calendarDate } from '../core/calendar-date.js';
import type {
  Adjustment,
  CartProduct,
  CustomerFacts,
  DocumentAdjustment,
  GivenShipping,
  TaxComponent,
  TaxTreatment,
} from '../core/cart.js';
import { countries } from '../core/countries.js';
import { currencyDigits } from '../core/currencies.js';
import type { FieldError } from '../core/problems.js';
import { readSettings } from '../core/read-settings.js';
import type { Settings } from '../core/settings.js';
import type { CartRequest, RequestLine } from '../orders/cart-request.js';
import { type Caller, mayDo } from './access.js';
import { FigureReader } from './figure-reader.js';
import {
  checkBuyer,
  codeCheck,
  DEFAULT_SHIPPING,
  type Offer,
  refuseErrors,
} from './order-request.js';
import { RefusedError } from './problem-reply.js';
import type { QuoteBody } from './schemas/quote-request.js';

type LineBody = QuoteBody['lines'][number];
type TaxBody = NonNullable<LineBody['taxes']>[number];
type AdjustmentBody = { reason?: string; amount?: number | string; percent?: number | string };
type DocumentBody = AdjustmentBody & { taxCategory?: string; taxes?: TaxBody[] };

/** @throws RefusedError 400 with a pointer to each wrong field, 403 for an operator's fields. */
export function quoteRequest(body: QuoteBody, offer: Offer, caller: Caller): CartRequest {
  const errors: FieldError[] = [];
  const place = checkCodes(body, offer, errors);
  if (!mayDo(caller, 'orders:price')) checkQuantities(body, errors);
  refuseErrors(errors);
  refuseOperatorFields(body, caller);
  const read = new BodyReader(body.currency, place.country, errors);
  const request = read.request(body, place);
  refuseErrors(errors);
  return request;
}

interface Place {
  country: string;
  region: string | undefined;
  postalCode: string | undefined;
}

function checkCodes(body: QuoteBody, offer: Offer, errors: FieldError[]): Place {
  checkBuyer(body.buyer, errors);
  const check = codeCheck(errors);
  const country = body.country ?? body.shippingAddress?.country;
  const pointer = body.country === undefined ? '/shippingAddress/country' : '/country';
  check('/currency', body.currency, currencyDigits, 'ISO 4217 currency');
  check('/shippingMethod', body.shippingMethod, offer.shippingMethods, 'shipping method');
  check(pointer, country, countries, 'country');
  if (country === undefined) {
    errors.push({ pointer: '/country', detail: 'is needed: the tax depends on it' });
  }
  if (body.date !== undefined && calendarDate(body.date) === null) {
    errors.push({ pointer: '/date', detail: `"${body.date}" is no date of the calendar` });
  }
  const { region, postalCode } = { ...body.shippingAddress, ...body };
  return { country: country ?? '', region, postalCode };
}

/** Everything that a customer must not decide: prices, dates, rules, facts about themselves. */
function refuseOperatorFields(body: QuoteBody, caller: Caller): void {
  const { customer = {} } = body;
  const used = [
    ...(['date', 'priceBasis', 'shipping', 'discounts', 'charges'] as const),
    ...(['promotions', 'priceLists', 'settings', 'prepaid'] as const),
  ].flatMap((field) => (body[field] === undefined ? [] : [`/${field}`]));
  const facts = (['id', 'groups', 'firstOrder', 'exemption'] as const).flatMap((field) =>
    customer[field] === undefined ? [] : [`/customer/${field}`],
  );
  const lines = body.lines.flatMap((line, index) =>
    Object.keys(line)
      .filter((field) => field !== 'sku' && field !== 'quantity')
      .map((field) => `/lines/${index}/${field}`),
  );
  const all = [...used, ...facts, ...lines];
  if (all.length === 0 || mayDo(caller, 'orders:price')) return;
  const named = all.slice(0, 10).join(', ');
  const detail = `${named}: only for operators with the scope orders:price`;
  throw new RefusedError({ type: 'forbidden', detail });
}

/** Goods that come back are on invoices, never in a customer's cart. */
function checkQuantities({ lines }: QuoteBody, errors: FieldError[]): void {
  for (const [index, { quantity }] of lines.entries()) {
    if (!String(quantity).startsWith('-')) continue;
    errors.push({ pointer: `/lines/${index}/quantity`, detail: 'must be more than 0' });
  }
}

/** Reads what a body says in the terms of a cart, and collects what is wrong with it. */
class BodyReader {
  readonly #figures: FigureReader;

  constructor(
    readonly currency: string,
    readonly country: string,
    readonly errors: FieldError[],
  ) {
    this.#figures = new FigureReader(currency, errors);
  }

  request(body: QuoteBody, place: Place): CartRequest {
    const lines = body.lines.map((line, index) => this.line(line, index));
    const isPriced = body.lines.every(({ unitPrice }) => unitPrice !== undefined);
    const isUnshipped =
      body.shipping === null ||
      (body.shipping === undefined && body.shippingMethod === undefined && isPriced);
    return {
      currency: this.currency,
      ...place,
      date: body.date,
      shippingMethod: body.shippingMethod ?? DEFAULT_SHIPPING,
      shipping: isUnshipped ? NO_SHIPPING : this.shipping(body.shipping),
      coupons: body.coupons ?? [],
      lines,
      discounts: body.discounts?.map((given, i) => this.documentAmount(given, `/discounts/${i}`)),
      charges: body.charges?.map((given, i) => this.documentAmount(given, `/charges/${i}`)),
      facts: factsOf(body),
      customer: body.customer,
      paymentMethod: body.paymentMethod,
      priceBasis: body.priceBasis,
      settings: body.settings && this.settings(body.settings),
      promotions: body.promotions,
      priceLists: body.priceLists,
      prepaidMinor:
        body.prepaid === undefined ? undefined : this.#figures.amount(body.prepaid, '/prepaid'),
    };
  }

  line(line: LineBody, index: number): RequestLine {
    const pointer = `/lines/${index}`;
    const { sku = `LINE-${index + 1}`, unitPrice, priceQuantity, floorPrice, taxes } = line;
    return {
      sku,
      quantityMicros: this.#figures.quantity(line.quantity, `${pointer}/quantity`),
      given: articleOf(line, sku),
      ...(unitPrice === undefined
        ? {}
        : { unitPriceMicros: this.#figures.price(unitPrice, `${pointer}/unitPrice`) }),
      ...(priceQuantity === undefined
        ? {}
        : {
            priceQuantityMicros: this.#figures.quantity(priceQuantity, `${pointer}/priceQuantity`),
          }),
      ...(floorPrice === undefined
        ? {}
        : { floorPriceMicros: this.#figures.decimal(floorPrice, `${pointer}/floorPrice`) }),
      ...(taxes === undefined ? {} : { taxes: this.taxes(taxes, `${pointer}/taxes`) }),
      ...this.adjustments(line, 'allowances', pointer),
      ...this.adjustments(line, 'charges', pointer),
    };
  }

  adjustments(line: LineBody, field: 'allowances' | 'charges', pointer: string) {
    const given = line[field];
    if (given === undefined) return {};
    return { [field]: given.map((one, i) => this.adjustment(one, `${pointer}/${field}/${i}`)) };
  }

  adjustment({ reason = '', amount, percent }: AdjustmentBody, pointer: string): Adjustment {
    if ((amount === undefined) === (percent === undefined)) {
      this.errors.push({ pointer, detail: 'needs either an amount or a percent' });
    }
    return percent === undefined
      ? { reason, amountMinor: this.#figures.amount(amount ?? 0, `${pointer}/amount`) }
      : { reason, ppm: this.#figures.percent(percent, `${pointer}/percent`) };
  }

  documentAmount(given: DocumentBody, pointer: string): DocumentAdjustment {
    const { taxCategory, taxes } = given;
    return {
      ...this.adjustment(given, pointer),
      ...(taxCategory === undefined ? {} : { taxCategory }),
      ...(taxes === undefined ? {} : { taxes: this.taxes(taxes, `${pointer}/taxes`) }),
    };
  }

  shipping(given: QuoteBody['shipping']): GivenShipping | undefined {
    if (!given) return undefined;
    const { name = 'shipping', amount, taxCategory, taxes } = given;
    return {
      name,
      amountMinor: this.#figures.amount(amount, '/shipping/amount'),
      ...(taxCategory === undefined ? {} : { taxCategory }),
      ...(taxes === undefined ? {} : { taxes: this.taxes(taxes, '/shipping/taxes') }),
    };
  }

  taxes(taxes: TaxBody[], pointer: string): TaxComponent[] {
    const codes = taxes.map(({ code }) => code);
    if (new Set(codes).size < codes.length) {
      this.errors.push({ pointer, detail: 'names a code twice' });
    }
    return taxes.map((tax, index) => {
      const place = `${pointer}/${index}`;
      const { code, rate, jurisdiction = this.country, compoundOn, withheld } = tax;
      const earlier = codes.slice(0, index);
      if (compoundOn?.some((other) => !earlier.includes(other))) {
        const detail = 'must name taxes that come before this one';
        this.errors.push({ pointer: `${place}/compoundOn`, detail });
      }
      const ppm = this.#figures.percent(rate, `${place}/rate`);
      if (ppm > 0 && tax.treatment !== undefined && !taxedTreatments.has(tax.treatment)) {
        const detail = `${tax.treatment} goes with a rate of 0`;
        this.errors.push({ pointer: `${place}/treatment`, detail });
      }
      return {
        code,
        jurisdiction,
        ppm,
        ...(compoundOn === undefined ? {} : { compoundOn }),
        ...(withheld ? { isWithheld: true } : {}),
        ...(tax.added ? { isAdded: true } : {}),
        ...(tax.treatment === undefined ? {} : { treatment: tax.treatment }),
        ...(tax.reason === undefined ? {} : { reason: tax.reason }),
      };
    });
  }

  settings(given: NonNullable<QuoteBody['settings']>): Partial<Settings> {
    const { settings, faults } = readSettings(given, [this.currency], '/settings');
    this.errors.push(...faults);
    return settings;
  }
}

/** EN 16931, BR-E-05 and its like: the others say why nothing is due. */
const taxedTreatments: ReadonlySet<TaxTreatment> = new Set(['S', 'L', 'M']);

const NO_SHIPPING: GivenShipping = { name: 'none', amountMinor: 0 };

/** What the line says of its article; `undefined` where it leaves everything to the catalogue. */
function articleOf(line: LineBody, sku: string): Partial<CartProduct> | undefined {
  const { name, category, tags, taxCategory } = line;
  const given = {
    ...(name === undefined ? {} : { name }),
    ...(category === undefined ? {} : { category }),
    ...(tags === undefined ? {} : { tags }),
    ...(taxCategory === undefined ? {} : { taxCategory }),
  };
  const isOwn =
    line.sku === undefined ||
    line.unitPrice !== undefined ||
    line.taxes !== undefined ||
    Object.keys(given).length > 0;
  return isOwn
    ? { ...(line.sku === undefined && name === undefined ? { name: sku } : {}), ...given }
    : undefined;
}

function factsOf({ customer = {}, vatId }: QuoteBody): CustomerFacts | undefined {
  const { groups, firstOrder, exemption } = customer;
  if (groups === undefined && firstOrder === undefined && !exemption && !vatId) return undefined;
  return {
    ...(groups === undefined ? {} : { groups }),
    ...(firstOrder === undefined ? {} : { isFirstOrder: firstOrder }),
    ...(vatId === undefined ? {} : { vatId }),
    ...(exemption === undefined ? {} : { exemption }),
  };
}
