// What of a tax provider's answer is put on a cart, and when it is not asked at all.

import { describe, expect, test } from 'vitest';
import type { Cart, TaxComponent } from '../../src/core/cart.js';
import { GuardedTaxes } from '../../src/gateways/tax/guarded-taxes.js';
import {
  type ProvidedTaxes,
  TaxProviderFailed,
  type TaxRequest,
} from '../../src/gateways/tax/provider.js';
import { taxing, withProvidedTaxes } from '../../src/orders/provided-taxes.js';
import { cartOf, line } from '../core/carts.js';

const tax = (code: string): TaxComponent => ({ code, jurisdiction: 'US-NY', ppm: 40_000 });

function shopWith(answer: () => Promise<ProvidedTaxes>, countries: string[] = []) {
  const asked: TaxRequest[] = [];
  const warned: object[] = [];
  const taxes = new GuardedTaxes({
    provider: {
      target: 'test',
      taxesOf: (request) => {
        asked.push(request);
        return answer();
      },
      close: async () => {},
    },
    countries: new Set(countries),
    timeoutMs: 5_000,
    failuresMax: 10,
    pauseMs: 10,
    now: () => 0,
  });
  const log = { warn: (fields: object) => void warned.push(fields) };
  return { shop: { taxes, seller: null, log }, asked, warned };
}

const answering = (lines: TaxComponent[][], shipping: TaxComponent[] = [tax('SHIP')]) =>
  shopWith(async () => ({ lines, shipping }));

describe('a cart', () => {
  test('is the very same where no provider is configured', async () => {
    const cart = cartOf();
    const { shop } = answering([]);
    expect(await withProvidedTaxes({ ...shop, taxes: null }, cart)).toBe(cart);
  });

  test('gets the taxes of its lines and of shipping, and keeps everything else', async () => {
    const cart = cartOf({ lines: [line('A', '1'), line('B', '2')], coupons: ['TEN'] });
    const { shop } = answering([[tax('A1'), tax('A2')], []]);
    expect(await withProvidedTaxes(shop, cart)).toEqual({
      ...cart,
      taxSource: 'provider',
      lines: [
        { ...cart.lines[0], taxes: [tax('A1'), tax('A2')] },
        { ...cart.lines[1], taxes: [] },
      ],
      shippingTaxes: [tax('SHIP')],
    });
  });

  test('keeps the taxes that it has brought itself', async () => {
    const own = [tax('OWN')];
    const cart: Cart = {
      ...cartOf({ lines: [{ ...line('A', '1'), taxes: own }, line('B', '2')] }),
      shipping: { name: 'Parcel', amountMinor: 500, taxes: own },
    };
    const { shop } = answering([[tax('A')], [tax('B')]]);
    const taxed = await withProvidedTaxes(shop, cart);
    expect(taxed.lines.map(({ taxes }) => taxes)).toEqual([own, [tax('B')]]);
    expect(taxed.shippingTaxes).toEqual(own);
  });

  test('that has brought all of them is not asked about', async () => {
    const taxes = [tax('OWN')];
    const cart: Cart = {
      ...cartOf({ lines: [{ ...line('A', '1'), taxes }] }),
      shipping: { name: 'Parcel', amountMinor: 500, taxes },
    };
    const { shop, asked } = answering([[tax('A')]]);
    expect(await withProvidedTaxes(shop, cart)).toEqual({ ...cart, taxSource: 'own' });
    expect(asked).toEqual([]);
  });

  test('is described as far as it is known, and no further', async () => {
    const cart = cartOf({
      country: 'US',
      region: 'NY',
      customer: { groups: ['b2b'], vatId: 'DE129273398', exemption: { reason: 'Resale' } },
      lines: [line('A', '12.345678', '0.5'), { ...line('B', null), product: null }],
    });
    const { shop, asked } = answering([[], []]);
    await withProvidedTaxes(shop, cart, { region: 'NJ', postalCode: '10001' });
    expect(asked).toEqual([
      {
        currency: 'EUR',
        date: '2026-06-15',
        priceBasis: null,
        seller: null,
        // What the cart says of itself stands before what else is known.
        destination: { country: 'US', region: 'NY', postalCode: '10001', city: null, line1: null },
        customer: { groups: ['b2b'], vatId: 'DE129273398', exemption: { reason: 'Resale' } },
        lines: [
          { sku: 'A', taxCategory: 'standard', quantity: '0.5', unitPrice: '12.345678' },
          { sku: 'B', taxCategory: null, quantity: '1', unitPrice: null },
        ],
        shipping: { method: 'pickup' },
      },
    ]);
  });

  test('falls back on the own rates when the provider fails, and the reason is logged', async () => {
    const cart = cartOf();
    const { shop, warned } = shopWith(async () => {
      throw new TaxProviderFailed('down');
    });
    expect(await withProvidedTaxes(shop, cart)).toEqual({ ...cart, taxSource: 'fallback' });
    expect(warned).toEqual([{ reason: 'down' }]);
  });

  test('that is quoted again is not asked about again', async () => {
    const cart = cartOf();
    const { shop, asked } = answering([[tax('A')]]);
    const taxed = taxing(shop);
    const [first, second] = [await taxed(cart), await taxed({ ...cart, coupons: ['TEN'] })];
    expect(first.lines).toEqual(second.lines);
    expect(second).toMatchObject({ coupons: ['TEN'], taxSource: 'provider' });
    expect(asked).toHaveLength(1);
  });

  test('does not hide a mistake of the program behind the fallback', async () => {
    const { shop } = shopWith(async () => {
      throw new TypeError('a bug');
    });
    await expect(withProvidedTaxes(shop, cartOf())).rejects.toThrow('a bug');
  });
});
