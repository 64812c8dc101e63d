import { describe, expect, test } from 'vitest';
import { compilePriceLists } from '../../../src/core/pricing/compile-price-lists.js';
import { RuleError, type RuleFault } from '../../../src/core/rule-faults.js';
import type { PriceList } from '../../../src/core/rules.js';
import { compiled, ownBasis, priceList, tiers } from './price-cases.js';

function faultsOf(...lists: unknown[]): readonly RuleFault[] {
  try {
    compilePriceLists(lists as PriceList[], '/furtherPriceLists', ownBasis);
  } catch (error) {
    if (error instanceof RuleError) return error.faults;
    throw error;
  }
  return [];
}

const faultOf = (changes: object) => faultsOf({ ...priceList(), ...changes });

describe('price lists as they are applied', () => {
  test('are indexed by currency and article, in the order in which they are asked', () => {
    const prices = compiled(
      priceList({ id: 'b', priority: 1 }),
      priceList({ id: 'a', priority: 1 }),
      priceList({ id: 'sale', kind: 'sale', groups: ['vip'] }),
      priceList({ id: 'usd', currency: 'USD', prices: { BOWL: '9.00' } }),
    );
    const ids = (currency: string, sku: string) =>
      prices.byCurrency
        .get(currency)
        ?.bySku.get(sku)
        ?.map(({ list }) => list.id);
    expect(ids('EUR', 'MUG')).toEqual(['sale', 'a', 'b']);
    expect(ids('USD', 'BOWL')).toEqual(['usd']);
    expect(ids('USD', 'MUG')).toBeUndefined();
    const groups = prices.byCurrency.get('EUR')?.byGroup;
    expect([...(groups?.keys() ?? [])]).toEqual(['vip']);
  });

  test('leave what was given as it was', () => {
    const given = [priceList({ id: 'b' }), priceList({ id: 'a' })];
    const before = structuredClone(given);
    compiled(...given);
    expect(given).toEqual(before);
  });
});

describe('a mistake is named with its place:', () => {
  test.each<[string, object, string, string]>([
    ['a missing id', { id: ' ' }, '/id', 'is missing'],
    ['a missing name', { name: undefined }, '/name', 'is missing'],
    ['a kind', { kind: 'offer' }, '/kind', '"offer" is none of override, sale, base'],
    ['a basis', { basis: 'both' }, '/basis', '"both" is none of gross, net'],
    ['a currency', { currency: 'EURO' }, '/currency', '"EURO" is no ISO 4217 currency'],
    [
      'a currency that has ended before the list begins',
      { currency: 'BGN', since: '2026-01-01' },
      '/currency',
      'BGN ended on 2026-01-01, before the list begins',
    ],
    ['a priority', { priority: 1.5 }, '/priority', 'is no whole number'],
    ['a field', { discount: 5 }, '/discount', 'is not known'],
    ['no group', { groups: [] }, '/groups', 'names none; without the field it is all of them'],
    ['a group that is none', { groups: ['vip', ''] }, '/groups/1', '"" is not a group'],
    [
      'groups that are no list',
      { groups: 'vip' },
      '/groups',
      'names none; without the field it is all of them',
    ],
    ['a country', { regions: ['DE', 'XX'] }, '/regions/1', '"XX" is not a region'],
    ['a region', { regions: ['us-ny'] }, '/regions/0', '"us-ny" is not a region'],
    ['a day', { since: '2026-02-30' }, '/since', '"2026-02-30" is no date like 2026-01-31'],
    [
      'an end before the beginning',
      { since: '2026-02-01', until: '2026-02-01' },
      '/until',
      '2026-02-01 is not after since, 2026-02-01',
    ],
    ['a number of pieces', { per: '0' }, '/per', 'is not above zero'],
    ['no prices', { prices: undefined }, '/prices', 'is missing: prices by SKU'],
    ['a negative price', { prices: { MUG: '-1' } }, '/prices/MUG', '"-1" is negative'],
    [
      'a price that is too fine',
      { prices: { MUG: '1.0000001' } },
      '/prices/MUG',
      '"1.0000001" has more than six decimals',
    ],
    [
      'a price that is no number',
      { prices: { MUG: 'NaN' } },
      '/prices/MUG',
      '"NaN" is not a decimal number with at most six decimals',
    ],
    ['a float', { prices: { MUG: 11.5 } }, '/prices/MUG', 'is neither a price nor tiers'],
    [
      'the place of an article whose SKU has a slash',
      { prices: { 'A/B~C': '' } },
      '/prices/A~1B~0C',
      '"" is not a decimal number with at most six decimals',
    ],
  ])('%s', (_, changes, place, detail) => {
    expect(faultOf(changes)).toEqual([{ pointer: `/furtherPriceLists/0${place}`, detail }]);
  });

  const mug = (price: unknown) => faultOf({ prices: { MUG: price } });
  const place = '/furtherPriceLists/0/prices/MUG';

  test.each<[string, unknown, string, string]>([
    ['no tier', { mode: 'volume', tiers: [] }, '/tiers', 'has no tier'],
    [
      'a mode',
      { ...(tiers('volume', ['1', '2']) as object), mode: 'steps' },
      '/mode',
      '"steps" is none of volume, graduated',
    ],
    [
      'a field of a price',
      { ...(tiers('volume', ['1', '2']) as object), unit: 'm' },
      '/unit',
      'is not known',
    ],
    [
      'a first tier that leaves a gap',
      tiers('volume', ['2', '1']),
      '/tiers/0/from',
      'the first tier is from 0 or from 1',
    ],
    [
      'tiers that do not ascend',
      tiers('volume', ['1', '5'], ['10', '4'], ['10', '3']),
      '/tiers/2/from',
      'is not above the tier before it',
    ],
    [
      'a negative tier',
      tiers('volume', ['1', '5'], ['10', '-4']),
      '/tiers/1/price',
      '"-4" is negative',
    ],
    [
      'a quantity that is too fine',
      tiers('graduated', ['0', '5'], ['0.0000001', '4']),
      '/tiers/1/from',
      '"0.0000001" has more than six decimals',
    ],
    [
      'a tier that is none',
      { mode: 'volume', tiers: [{ from: '0', price: '1' }, null] },
      '/tiers/1',
      'is no tier',
    ],
  ])('%s', (_, price, where, detail) => {
    expect(mug(price)).toContainEqual({ pointer: `${place}${where}`, detail });
  });

  test('a list that is called as another', () => {
    expect(faultsOf(priceList(), priceList({ id: 'other' }), priceList())).toEqual([
      { pointer: '/furtherPriceLists/2/id', detail: 'another list is called "list"' },
    ]);
  });

  test('all of them at once', () => {
    const faults = faultsOf(
      priceList({ currency: 'XXX', prices: { MUG: '-1', BOWL: '1.0000001' } }),
      priceList({ id: 'other', regions: ['ZZ'] }),
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/furtherPriceLists/0/currency',
      '/furtherPriceLists/0/prices/MUG',
      '/furtherPriceLists/0/prices/BOWL',
      '/furtherPriceLists/1/regions/0',
    ]);
  });
});

describe('no mistake is', () => {
  test('two lists with different prices for the same article, place and day', () => {
    expect(faultsOf(priceList(), priceList({ id: 'b', prices: { MUG: '9' } }))).toEqual([]);
  });

  test('a price of nothing, an end that is open, or a list that has no prices yet', () => {
    expect(faultOf({ prices: { MUG: '0' }, until: null })).toEqual([]);
    expect(faultOf({ prices: {} })).toEqual([]);
  });
});
