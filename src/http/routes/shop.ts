// What a page must know of the shop before it can show anything: its name, currencies, countries,
// ways of delivery and of payment. The same for everybody, so that it can be cached.

import { Type } from 'typebox';
import { countries } from '../../core/countries.js';
import type { Rules } from '../../core/rules.js';
import type { TaxRules } from '../../core/tax/tax-rules.js';
import type { App, Doors } from '../doors.js';
import { problemAnswers } from '../schemas/answers.js';
import { ShopAnswer } from '../schemas/shop-answer.js';

const FALLBACK = { name: 'Orderloom', country: 'DE' };
const CATEGORIES_MAX = 24;
/** To find them takes a look at every product: not at every visit. */
const CATEGORIES_TTL_MS = 10_000;

export function shopRoutes(app: App, { shop, offer, demo }: Doors): void {
  let known = { categories: [] as string[], at: Number.NEGATIVE_INFINITY };
  const categories = async (): Promise<string[]> => {
    const at = shop.now();
    if (at - known.at >= CATEGORIES_TTL_MS) {
      known = { categories: await shop.store.categories(CATEGORIES_MAX), at };
    }
    return known.categories;
  };

  app.get(
    '/v1/shop',
    {
      schema: {
        summary: 'What the shop offers: currencies, countries, delivery, payment',
        tags: ['catalogue'],
        response: { 200: ShopAnswer, 304: Type.Null(), ...problemAnswers },
      },
    },
    async () => {
      const { name, country } = shop.seller ?? FALLBACK;
      const { rules } = shop.quotes;
      return {
        name,
        country,
        demo,
        currencies: currenciesOf(rules),
        countries: [...countries].map((code) => ({ code, ...regionsOf(code, rules.taxes) })),
        categories: await categories(),
        shippingMethods: rules.shippingMethods.map(({ id, name, prices }) => ({
          id,
          name,
          prices,
        })),
        paymentMethods: [...offer.paymentMethods].map((method) => {
          const publishableKey = offer.publishableKeys?.[method];
          return { method, ...(publishableKey === undefined ? {} : { publishableKey }) };
        }),
      };
    },
  );
}

const currenciesOf = ({ priceLists }: Rules) =>
  Object.entries(priceLists).map(([currency, { basis }]) => ({ currency, basis }));

/** Where the taxes depend on it, an address must say its state or province. */
function regionsOf(country: string, { jurisdictions }: TaxRules) {
  if (jurisdictions[country]?.needs !== 'region') return {};
  const prefix = `${country}-`;
  const regions = Object.values(jurisdictions)
    .filter(({ jurisdiction, parent }) => parent === country && jurisdiction.startsWith(prefix))
    .map(({ jurisdiction, name }) => ({ code: jurisdiction.slice(prefix.length), name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { regions };
}
