// A cart on its way to the quote: where a tax provider is configured, its rates are put on the lines.
// When it has none to give, the shop's own rates hold, and the order says so.

import type { Cart, TaxSource } from '../core/cart.js';
import { formatMicros } from '../core/decimal.js';
import type { Address } from '../core/order.js';
import type { GuardedTaxes } from '../gateways/tax/guarded-taxes.js';
import {
  type ProvidedTaxes,
  type TaxAddress,
  TaxProviderFailed,
  type TaxRequest,
} from '../gateways/tax/provider.js';
import type { Shop } from './shop.js';

export type TaxingShop = Pick<Shop, 'taxes' | 'seller'> & {
  log: { warn(fields: Record<string, unknown>, message: string): void };
};

/** What is known of where the goods go, besides what the cart says itself. */
export type KnownAddress = {
  [Field in keyof Omit<Address, 'name' | 'line2'>]?: Address[Field] | undefined;
};

/** The same cart where no provider is configured. */
export const withProvidedTaxes = (
  shop: TaxingShop,
  cart: Cart,
  address: KnownAddress = {},
): Promise<Cart> => taxing(shop, address)(cart);

/**
 * For an order that is quoted more than once: the provider is asked about the first cart alone, since
 * what has become of its promotions does not change where it goes.
 */
export function taxing(
  shop: TaxingShop,
  address: KnownAddress = {},
): (cart: Cart) => Promise<Cart> {
  let known: Promise<TaxSource | ProvidedTaxes> | null = null;
  return async (cart) => {
    if (!shop.taxes) return cart;
    known ??= sourceOf(shop, shop.taxes, cart, address);
    const source = await known;
    return typeof source === 'string' ? { ...cart, taxSource: source } : taxedCart(cart, source);
  };
}

async function sourceOf(
  shop: TaxingShop,
  taxes: GuardedTaxes,
  cart: Cart,
  address: KnownAddress,
): Promise<TaxSource | ProvidedTaxes> {
  if (!taxes.isAskedAbout(cart.country) || isTaxed(cart)) return 'own';
  try {
    return (await taxes.taxesOf(taxRequest(shop, cart, address))) ?? 'fallback';
  } catch (error) {
    if (!(error instanceof TaxProviderFailed)) throw error;
    shop.log.warn({ reason: error.message }, 'the tax provider failed: the own rates hold');
    return 'fallback';
  }
}

/** Every line has brought its own: there is nothing to ask. */
const isTaxed = ({ lines, shipping, shippingTaxes }: Cart): boolean =>
  lines.every(({ taxes }) => taxes !== undefined) &&
  (shipping?.taxes ?? shippingTaxes) !== undefined;

/** Only rates are taken over, and none where the cart has brought its own. */
const taxedCart = (cart: Cart, provided: ProvidedTaxes): Cart => ({
  ...cart,
  taxSource: 'provider',
  lines: cart.lines.map((line, index) => ({
    ...line,
    taxes: line.taxes ?? (provided.lines[index] as ProvidedTaxes['shipping']),
  })),
  shippingTaxes: cart.shipping?.taxes ?? cart.shippingTaxes ?? provided.shipping,
});

function taxRequest({ seller }: TaxingShop, cart: Cart, known: KnownAddress): TaxRequest {
  const { currency, date, country, customer = {}, priceBasis = null, shippingMethod } = cart;
  const { groups = [], vatId = null, exemption = null } = customer;
  const region = cart.region ?? known.region;
  const postalCode = cart.postalCode ?? known.postalCode;
  return {
    currency,
    date,
    priceBasis,
    seller: seller && taxAddress(seller),
    destination: taxAddress({ ...known, country, region, postalCode }),
    customer: { groups, vatId, exemption },
    lines: cart.lines.map(taxedLine),
    shipping: { method: shippingMethod },
  };
}

/** What is not known is said to be so, instead of left out. */
function taxAddress(known: KnownAddress): TaxAddress {
  const { country = '', region, postalCode, city, line1 } = known;
  return {
    country,
    region: region ?? null,
    postalCode: postalCode ?? null,
    city: city ?? null,
    line1: line1 ?? null,
  };
}

function taxedLine({ sku, product, quantityMicros, unitPriceMicros }: Cart['lines'][number]) {
  const priceMicros = unitPriceMicros ?? product?.priceMicros ?? null;
  return {
    sku,
    taxCategory: product?.taxCategory ?? null,
    quantity: formatMicros(quantityMicros),
    unitPrice: priceMicros === null ? null : formatMicros(priceMicros),
  };
}
