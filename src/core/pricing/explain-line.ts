// A line's price in words and figures: the list and the rule that won, what it stands before, and
// every step from the price to the subtotal.

import type { Adjustment, Cart, CartLine, PriceBasis } from '../cart.js';
import { formatMicros, formatPercent, MICROS } from '../decimal.js';
import type { Explanation } from '../explanation.js';
import { formatMoney, microsPerMinor } from '../money.js';
import type { RoundingMode, Settings } from '../settings.js';
import { exactCost, graduatedParts, isPeer, reachedTier } from './list-price.js';
import { holds, type ListEntry } from './price-lists.js';
import type { LineAdjustment, PricedLine } from './priced-line.js';

export interface LineContext {
  line: CartLine;
  cart: Cart;
  basis: PriceBasis;
  settings: Pick<Settings, 'rounding' | 'discountRounding'>;
  /** The list price that won, and all that there are for the SKU. */
  entry: ListEntry | null;
  others: readonly ListEntry[];
  /** The catalogue's, where that would hold. */
  ownPriceMicros: number | null;
}

export function explainLine(
  explanation: Explanation[],
  index: number,
  priced: PricedLine,
  context: LineContext,
): void {
  const { line, basis, entry } = context;
  const subject = `/lines/${index}`;
  const source = `${sourceText(priced, context)}, ${basis === 'gross' ? 'including tax' : 'before tax'}`;
  explanation.push({
    subject,
    rule: entry ? `${entry.list.kind}-price` : ownRule(line),
    text: `${priced.name}: ${extensionText(priced, context)} (${source})`,
    amount: priced.extended,
  });
  if (priced.allowances.length + priced.charges.length > 0)
    explainAdjustments(explanation, subject, priced, context);
  if (line.floorPriceMicros !== undefined)
    explanation.push({
      subject,
      rule: 'floor',
      text: floorText(priced, line.floorPriceMicros, context),
      amount: priced.floor,
    });
}

function explainAdjustments(
  explanation: Explanation[],
  subject: string,
  priced: PricedLine,
  context: LineContext,
): void {
  const { allowances, charges, subtotal } = priced;
  const { rounding, discountRounding } = context.settings;
  const { currency } = context.cart;
  const textOf = (given: Adjustment | undefined, amount: number, mode: RoundingMode): string =>
    adjustmentText(given, amount, priced.extended, { currency, mode });
  for (const [at, { reason, amount }] of allowances.entries()) {
    const text = `${reason}: ${textOf(context.line.allowances?.[at], amount, discountRounding)}`;
    explanation.push({ subject: `${subject}/allowances/${at}`, rule: 'allowance', text, amount });
  }
  for (const [at, { reason, amount }] of charges.entries()) {
    const text = `${reason}: ${textOf(context.line.charges?.[at], amount, rounding)}`;
    explanation.push({ subject: `${subject}/charges/${at}`, rule: 'charge', text, amount });
  }
  const text = subtotalText(priced, currency);
  explanation.push({ subject, rule: 'line-subtotal', text, amount: subtotal });
}

const ownRule = (line: CartLine): string =>
  line.unitPriceMicros === undefined ? 'list-price' : 'recorded-price';

/** `3 × 12.9 = 38.70 EUR`, with the price's quantity, the tiers' parts and the rounding where there are any. */
function extensionText(priced: PricedLine, { entry, cart, settings }: LineContext): string {
  const { currency } = cart;
  const { quantityMicros, unitPriceMicros, priceQuantityMicros, extended } = priced;
  const isGraduated = entry?.price.isGraduated === true;
  const size = Math.abs(quantityMicros);
  const sign = quantityMicros < 0 ? -1 : 1;
  const cost = isGraduated
    ? exactCost(entry.price, size) * BigInt(sign)
    : BigInt(quantityMicros) * BigInt(unitPriceMicros);
  const factors = isGraduated
    ? graduatedParts(entry.price, size).map((part) => product(sign * part.micros, part.priceMicros))
    : [product(quantityMicros, unitPriceMicros)];
  const per = priceQuantityMicros === MICROS ? '' : ` ÷ ${formatMicros(priceQuantityMicros)}`;
  const sum = per !== '' && factors.length > 1 ? `(${factors.join(' + ')})` : factors.join(' + ');
  const exact = exactText(cost, BigInt(priceQuantityMicros), currency);
  const rounding = exact === null ? '' : ` ${exact} ${roundingWords[settings.rounding]}`;
  const total = formatMoney({ amount: extended, currency });
  const average = isGraduated
    ? `; ${formatMicros(unitPriceMicros)} on average for ${formatMicros(priceQuantityMicros)}`
    : '';
  return `${sum}${per} =${rounding} ${total}${average}`;
}

const product = (quantityMicros: number, priceMicros: number): string =>
  `${formatMicros(quantityMicros)} × ${formatMicros(priceMicros)}`;

/** How what is finer than the minor unit became an amount. */
const roundingWords: Record<RoundingMode, string> = {
  'half-away': 'rounded, a half away from zero, to',
  'half-even': 'rounded, a half to the even neighbour, to',
  'half-down': 'rounded, a half towards zero, to',
  'half-up': 'rounded, a half upwards, to',
  down: 'cut off to',
  up: 'rounded up to',
};

/** The amount before it was rounded, up to twelve decimals; `null` where it needed no rounding. */
function exactText(cost: bigint, perMicros: bigint, currency: string): string | null {
  if (cost % (perMicros * BigInt(microsPerMinor(currency))) === 0n) return null;
  const sign = cost < 0n ? '-' : '';
  const scaled = (cost < 0n ? -cost : cost) * BigInt(MICROS);
  const digits = String(scaled / perMicros).padStart(13, '0');
  const decimals = digits.slice(-12).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -12)}.${decimals}${scaled % perMicros === 0n ? '' : '…'}`;
}

function sourceText({ quantityMicros }: PricedLine, context: LineContext): string {
  const { line, entry } = context;
  if (line.unitPriceMicros !== undefined) return 'recorded price, which stands before every list';
  if (!entry) return `${context.cart.currency} price of the catalogue`;
  const beaten = beatenTexts(entry, context);
  const rest = beaten.length === 0 ? '' : `, before ${beaten.join(' and ')}`;
  return `${listText(entry)}${tierText(entry, Math.abs(quantityMicros))}${rest}`;
}

const listText = ({ list }: ListEntry): string =>
  `${list.kind} list "${list.name}" (${list.id}${list.groups ? `, for ${[...list.groups].join(', ')}` : ''})`;

function tierText({ price }: ListEntry, quantityMicros: number): string {
  if (price.isGraduated) return ', each part of the quantity at its own tier';
  if (price.tiers.length === 1) return '';
  return `, tier from ${formatMicros(reachedTier(price, quantityMicros).fromMicros)}`;
}

/** The list prices that held too, each with what decided against it. */
function beatenTexts(winner: ListEntry, context: LineContext): string[] {
  const { cart, basis, line, others, ownPriceMicros } = context;
  const texts = others
    .filter((entry) => entry !== winner && entry.list.basis === basis && holds(entry.list, cart))
    .map(
      (entry) =>
        `${priceText(entry, line)} of ${listText(entry)}: ${decided(winner, entry, Math.abs(line.quantityMicros))}`,
    );
  if (ownPriceMicros !== null)
    texts.push(`${formatMicros(ownPriceMicros)} of the catalogue, which comes last`);
  return texts;
}

function priceText({ price, list }: ListEntry, line: CartLine): string {
  const quantityMicros = Math.abs(line.quantityMicros);
  const per = list.perMicros === MICROS ? '' : ` for ${formatMicros(list.perMicros)}`;
  const factors = price.isGraduated
    ? graduatedParts(price, quantityMicros).map((part) => product(part.micros, part.priceMicros))
    : [formatMicros(reachedTier(price, quantityMicros).priceMicros)];
  return `${factors.join(' + ')}${per}`;
}

function decided(winner: ListEntry, other: ListEntry, quantityMicros: number): string {
  if (winner.list.kind !== other.list.kind)
    return `${winner.list.kind} comes before ${other.list.kind}`;
  if (!isPeer(winner, other))
    return `priority ${winner.list.priority} comes before ${other.list.priority}`;
  const [ours, theirs] = [winner, other].map(({ price }) => exactCost(price, quantityMicros)) as [
    bigint,
    bigint,
  ];
  const isSame = ours * BigInt(other.list.perMicros) === theirs * BigInt(winner.list.perMicros);
  return isSame ? `the same price, and ${winner.list.id} is first by id` : 'the lower price wins';
}

function adjustmentText(
  given: Adjustment | undefined,
  amount: number,
  extended: number,
  { currency, mode }: { currency: string; mode: RoundingMode },
): string {
  const total = formatMoney({ amount, currency });
  if (given?.amountMinor !== undefined || given?.ppm === undefined) return total;
  const cost = BigInt(extended) * BigInt(given.ppm) * BigInt(microsPerMinor(currency));
  const exact = exactText(cost, BigInt(MICROS), currency);
  const rounding = exact === null ? '' : ` ${exact} ${roundingWords[mode]}`;
  return `${formatMoney({ amount: extended, currency })} × ${formatPercent(given.ppm)} % =${rounding} ${total}`;
}

function subtotalText({ extended, allowances, charges, subtotal }: PricedLine, currency: string) {
  const money = ({ amount }: LineAdjustment | { amount: number }) =>
    formatMoney({ amount, currency });
  const steps = [
    ...allowances.map((allowance) => ` − ${money(allowance)}`),
    ...charges.map((charge) => ` + ${money(charge)}`),
  ];
  return `${money({ amount: extended })}${steps.join('')} = ${money({ amount: subtotal })}`;
}

function floorText(
  { quantityMicros, floor, subtotal }: PricedLine,
  floorPriceMicros: number,
  { cart: { currency } }: LineContext,
): string {
  const cost = BigInt(quantityMicros) * BigInt(floorPriceMicros);
  const amount = formatMoney({ amount: floor, currency });
  const factors = product(quantityMicros, floorPriceMicros);
  if (cost > BigInt(subtotal) * BigInt(microsPerMinor(currency)) * BigInt(MICROS))
    return `no discount below ${factors}, which is more than the line costs: ${amount}`;
  const exact = exactText(cost, BigInt(MICROS), currency);
  return `no discount below ${factors} =${exact === null ? '' : ` ${exact} rounded up to`} ${amount}`;
}
