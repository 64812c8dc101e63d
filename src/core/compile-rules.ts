// Rules as they are written → rules as they are applied: decimals parsed, lists indexed, every
// mistake named with its place. Runs once per rules version and thread.

import type { PriceBasis } from './cart.js';
import { currencyDigits } from './currencies.js';
import { parseMicros } from './decimal.js';
import { microsPerMinor } from './money.js';
import { compilePriceLists } from './pricing/compile-price-lists.js';
import type { CompiledPriceLists } from './pricing/price-lists.js';
import { compilePromotions } from './promotions/compile-promotions.js';
import type { CompiledPromotions } from './promotions/compiled-promotion.js';
import type { Result } from './result.js';
import type { AmountByCurrency, Rules, ShippingMethod } from './rules.js';
import { defaultSettings, type Settings } from './settings.js';
import { type CompiledTaxes, compileTaxes } from './tax/compile-taxes.js';

export interface CompiledRules {
  version: string;
  settings: Settings;
  priceBasis: ReadonlyMap<string, PriceBasis>;
  priceLists: CompiledPriceLists;
  shipping: ReadonlyMap<string, CompiledShipping>;
  promotions: CompiledPromotions;
  taxes: CompiledTaxes;
}

export interface CompiledShipping extends Omit<ShippingMethod, 'prices'> {
  priceMinor: ReadonlyMap<string, number>;
}

/** @throws Error that names the rule and the field that is wrong; RuleError with all mistakes. */
export function compileRules(rules: Rules): CompiledRules {
  const priceBasis = new Map(
    Object.entries(rules.priceLists).map(([code, { basis }]) => [code, basis]),
  );
  return {
    version: rules.version,
    settings: chosen(rules.settings ?? {}),
    priceBasis,
    priceLists: compilePriceLists(rules.furtherPriceLists ?? [], '/furtherPriceLists', priceBasis),
    shipping: new Map(rules.shippingMethods.map((method) => [method.id, compileShipping(method)])),
    promotions: compilePromotions(rules.promotions),
    taxes: compiledTaxes(rules),
  };
}

function compileShipping(method: ShippingMethod): CompiledShipping {
  const { prices, ...rest } = method;
  return { ...rest, priceMinor: parseAmounts(prices, `shipping method ${method.id}: prices`) };
}

function parseAmounts(amounts: AmountByCurrency, place: string): Map<string, number> {
  return new Map(
    Object.entries(amounts).map(([currency, text]) => {
      const micros = expect(parseMicros(text), `${place}.${currency}`);
      if (!currencyDigits.has(currency)) {
        throw new Error(`${place}.${currency}: no ISO 4217 currency known here`);
      }
      const perMinor = microsPerMinor(currency);
      if (micros % perMinor !== 0) {
        throw new Error(`${place}.${currency}: "${text}" is finer than the currency's minor unit`);
      }
      return [currency, micros / perMinor];
    }),
  );
}

function expect<Value>(result: Result<Value, string>, place: string): Value {
  if (!result.ok) throw new Error(`${place}: ${result.refusal}`);
  return result.value;
}

/** The defaults themselves where nothing is chosen: then a quote need not say what differs. */
const chosen = (settings: Partial<Settings>): Settings =>
  Object.keys(settings).length === 0 ? defaultSettings : { ...defaultSettings, ...settings };

const taxesInUse = new WeakMap<
  Rules['taxes'],
  { seller: Rules['seller']; compiled: CompiledTaxes }
>();

/** Compiled once for many versions of the rules: promotions change often, and tax tables are long. */
function compiledTaxes({ taxes, seller }: Rules): CompiledTaxes {
  const known = taxesInUse.get(taxes);
  if (known && known.seller === seller) return known.compiled;
  const compiled = compileTaxes(taxes, seller);
  taxesInUse.set(taxes, { seller, compiled });
  return compiled;
}
