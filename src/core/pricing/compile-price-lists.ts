// Price lists as they are written → price lists as they are applied. Every mistake is named with its
// place, all of them at once, so that a list is refused when it is saved and never in a customer's cart.

import type { PriceBasis } from '../cart.js';
import { countries } from '../countries.js';
import { currencyDigits, currencyEnds } from '../currencies.js';
import { MICROS, parseMicros } from '../decimal.js';
import { RuleError, type RuleFault } from '../rule-faults.js';
import type { ListedPrice, PriceList, PriceTier } from '../rules.js';
import {
  byRank,
  type CompiledPrice,
  type CompiledPriceList,
  type CompiledPriceLists,
  type CompiledTier,
  type ListEntry,
} from './price-lists.js';

type Faults = RuleFault[];

/**
 * `pointer` is where the lists are: `/furtherPriceLists`. `ownBasis`: of the catalogue's prices.
 * @throws RuleError with everything that is wrong.
 */
export function compilePriceLists(
  lists: readonly PriceList[],
  pointer: string,
  ownBasis: ReadonlyMap<string, PriceBasis>,
): CompiledPriceLists {
  const faults: Faults = [];
  const compiled = lists.map((list, index) => compileList(list, `${pointer}/${index}`, faults));
  nameDuplicates(lists, pointer, faults);
  if (faults.length > 0) throw new RuleError(faults);
  return { ownBasis, byCurrency: byCurrency(compiled) };
}

interface ListWithPrices {
  list: CompiledPriceList;
  prices: [sku: string, price: CompiledPrice][];
}

function byCurrency(lists: ListWithPrices[]): CompiledPriceLists['byCurrency'] {
  const compiled = new Map<string, { bySku: Map<string, ListEntry[]>; byGroup: Groups }>();
  for (const { list, prices } of lists.sort((a, b) => byRank(a.list, b.list))) {
    const { bySku, byGroup } = at(compiled, list.currency, () => ({
      bySku: new Map(),
      byGroup: new Map(),
    }));
    for (const [sku, price] of prices) at(bySku, sku, () => []).push({ list, price });
    for (const group of list.groups ?? []) at(byGroup, group, () => []).push(list);
  }
  return compiled;
}

type Groups = Map<string, CompiledPriceList[]>;

function at<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function nameDuplicates(lists: readonly PriceList[], pointer: string, faults: Faults): void {
  const seen = new Set<string>();
  for (const [index, { id }] of lists.entries()) {
    if (seen.has(id)) fault(faults, `${pointer}/${index}/id`, `another list is called "${id}"`);
    seen.add(id);
  }
}

const listFields = new Set([
  ...['id', 'name', 'kind', 'currency', 'basis', 'priority', 'groups', 'regions'],
  ...['since', 'until', 'per', 'prices'],
]);

function compileList(list: PriceList, pointer: string, faults: Faults): ListWithPrices {
  const { id, name, kind, currency, basis, priority = 0, groups, regions } = list;
  unknownFields(list, listFields, pointer, faults);
  for (const field of ['id', 'name'] as const)
    if (!isText(list[field])) fault(faults, `${pointer}/${field}`, 'is missing');
  oneOf(kind, ['override', 'sale', 'base'], `${pointer}/kind`, faults);
  oneOf(basis, ['gross', 'net'], `${pointer}/basis`, faults);
  if (!Number.isSafeInteger(priority)) fault(faults, `${pointer}/priority`, 'is no whole number');
  if (groups !== undefined) texts(groups, isText, 'a group', `${pointer}/groups`, faults);
  if (regions !== undefined) texts(regions, isRegion, 'a region', `${pointer}/regions`, faults);
  const { since, until } = period(list, pointer, faults);
  return {
    list: {
      ...{ id, name, kind, currency, basis, priority, since, until },
      groups: setOf(groups),
      regions: setOf(regions),
      perMicros: compilePer(list.per, `${pointer}/per`, faults),
    },
    prices: compilePrices(list.prices, `${pointer}/prices`, faults),
  };
}

const setOf = (list: string[] | undefined): ReadonlySet<string> | null =>
  Array.isArray(list) ? new Set(list) : null;

function compilePer(per: string | undefined, pointer: string, faults: Faults): number {
  if (per === undefined) return MICROS;
  const micros = amount(per, pointer, faults);
  if (micros === 0) fault(faults, pointer, 'is not above zero');
  return micros;
}

/** The dates, and whether there is any money of this currency to be priced in between them. */
function period(list: PriceList, pointer: string, faults: Faults) {
  const { currency, since = '', until = null } = list;
  for (const field of ['since', 'until'] as const)
    if (list[field] != null && !isDate(list[field]))
      fault(faults, `${pointer}/${field}`, `"${list[field]}" is no date like 2026-01-31`);
  if (until !== null && until <= since)
    fault(faults, `${pointer}/until`, `${until} is not after since, ${since}`);
  const ended = currencyEnds.get(currency);
  if (!currencyDigits.has(currency))
    fault(faults, `${pointer}/currency`, `"${currency}" is no ISO 4217 currency`);
  else if (ended !== undefined && since >= ended)
    fault(faults, `${pointer}/currency`, `${currency} ended on ${ended}, before the list begins`);
  return { since, until };
}

function compilePrices(
  prices: PriceList['prices'],
  pointer: string,
  faults: Faults,
): ListWithPrices['prices'] {
  if (!isRecord(prices)) {
    fault(faults, pointer, 'is missing: prices by SKU');
    return [];
  }
  return Object.entries(prices).map(([sku, price]) => [
    sku,
    compilePrice(price, `${pointer}/${escaped(sku)}`, faults),
  ]);
}

function compilePrice(price: ListedPrice, pointer: string, faults: Faults): CompiledPrice {
  if (typeof price === 'string') {
    const priceMicros = amount(price, pointer, faults);
    return { isGraduated: false, tiers: [{ fromMicros: 0, startMicros: 0, priceMicros }] };
  }
  if (!isRecord(price)) {
    fault(faults, pointer, 'is neither a price nor tiers');
    return { isGraduated: false, tiers: [] };
  }
  unknownFields(price, new Set(['mode', 'tiers']), pointer, faults);
  oneOf(price.mode, ['volume', 'graduated'], `${pointer}/mode`, faults);
  const isGraduated = price.mode === 'graduated';
  return { isGraduated, tiers: compileTiers(price.tiers, isGraduated, `${pointer}/tiers`, faults) };
}

function compileTiers(
  tiers: PriceTier[],
  isGraduated: boolean,
  pointer: string,
  faults: Faults,
): CompiledTier[] {
  if (!Array.isArray(tiers) || tiers.length === 0) {
    fault(faults, pointer, 'has no tier');
    return [];
  }
  const compiled = tiers.map((tier, index) => compileTier(tier, `${pointer}/${index}`, faults));
  const first = compiled[0] as CompiledTier;
  if (first.fromMicros !== 0 && first.fromMicros !== MICROS)
    fault(faults, `${pointer}/0/from`, 'the first tier is from 0 or from 1');
  for (const [index, tier] of compiled.entries()) {
    const before = compiled[index - 1];
    if (before && tier.fromMicros <= before.fromMicros)
      fault(faults, `${pointer}/${index}/from`, 'is not above the tier before it');
    // Where pieces are counted, the sixth piece begins when five are there.
    tier.startMicros = index === 0 ? 0 : tier.fromMicros - (isGraduated ? first.fromMicros : 0);
  }
  return compiled;
}

function compileTier(tier: PriceTier, pointer: string, faults: Faults): CompiledTier {
  if (!isRecord(tier)) {
    fault(faults, pointer, 'is no tier');
    return { fromMicros: 0, startMicros: 0, priceMicros: 0 };
  }
  unknownFields(tier, new Set(['from', 'price']), pointer, faults);
  return {
    fromMicros: amount(tier.from, `${pointer}/from`, faults),
    startMicros: 0,
    priceMicros: amount(tier.price, `${pointer}/price`, faults),
  };
}

/** A decimal string of millionths; 0 with a fault where it is none. */
function amount(text: unknown, pointer: string, faults: Faults): number {
  if (typeof text !== 'string') {
    fault(faults, pointer, `${JSON.stringify(text) ?? 'nothing'} is no decimal string`);
    return 0;
  }
  const parsed = parseMicros(text);
  if (parsed.ok) return parsed.value;
  fault(faults, pointer, whyNot(text, parsed.refusal));
  return 0;
}

function whyNot(text: string, refusal: string): string {
  if (/^-\d/.test(text)) return `"${text}" is negative`;
  if (/^\d+\.\d{7,}$/.test(text)) return `"${text}" has more than six decimals`;
  return refusal;
}

function unknownFields(value: object, known: ReadonlySet<string>, pointer: string, faults: Faults) {
  for (const field of Object.keys(value))
    if (!known.has(field)) fault(faults, `${pointer}/${escaped(field)}`, 'is not known');
}

function oneOf(value: unknown, choices: string[], pointer: string, faults: Faults): void {
  if (!choices.includes(value as string))
    fault(faults, pointer, `${JSON.stringify(value)} is none of ${choices.join(', ')}`);
}

function texts(
  list: unknown,
  fits: (text: unknown) => boolean,
  what: string,
  pointer: string,
  faults: Faults,
): void {
  if (!Array.isArray(list) || list.length === 0) {
    fault(faults, pointer, 'names none; without the field it is all of them');
    return;
  }
  for (const [index, text] of list.entries())
    if (!fits(text)) fault(faults, `${pointer}/${index}`, `${JSON.stringify(text)} is not ${what}`);
}

function fault(faults: Faults, pointer: string, detail: string): void {
  faults.push({ pointer, detail });
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isRegion(value: unknown): boolean {
  const parts = typeof value === 'string' ? /^([A-Z]{2})(-[A-Z0-9]{1,3})?$/.exec(value) : null;
  return parts !== null && countries.has(parts[1] as string);
}

/** `2026-02-30` is not on the calendar. */
function isDate(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}

/** RFC 6901. */
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
