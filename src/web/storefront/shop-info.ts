// What the shop offers, and what the visitor has chosen of it: currency and country of delivery.

import { computed, signal } from '@preact/signals';
import { call } from '../shell/api.js';
import { browserCountry } from '../shell/format.js';
import { resource } from '../shell/resource.js';
import { keptInBrowser } from '../shell/storage.js';

export interface ShopInfo {
  name: string;
  country: string;
  demo: boolean;
  currencies: { currency: string; basis: 'gross' | 'net' }[];
  countries: { code: string; regions?: { code: string; name: string }[] }[];
  shippingMethods: { id: string; name: string; prices: Record<string, string> }[];
  categories: string[];
  paymentMethods: { method: string; publishableKey?: string }[];
}

export const shop = resource<ShopInfo>();
export const loadShop = (): Promise<void> => shop.load(() => call<ShopInfo>('/v1/shop'));
export const shopInfo = computed<ShopInfo | null>(() => shop.state.value.body);

const EUROPEAN = new Set(
  'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' '),
);
const ownCurrency: Record<string, string> = { US: 'USD', GB: 'GBP', PL: 'PLN', JP: 'JPY' };

/** What one pays with where one is, as far as the shop takes it. */
export const usualCurrency = (country: string): string =>
  EUROPEAN.has(country) ? 'EUR' : (ownCurrency[country] ?? 'EUR');

interface Choice {
  currency: string;
  country: string;
}

const kept = keptInBrowser<Choice>('choice');
const fallbackCountry = browserCountry ?? 'DE';

export const choice = signal<Choice>(
  kept.get() ?? { country: fallbackCountry, currency: usualCurrency(fallbackCountry) },
);

export function choose(changes: Partial<Choice>): void {
  choice.value = { ...choice.value, ...changes };
  kept.set(choice.value);
}
