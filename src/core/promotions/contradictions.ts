// Conditions that can never hold, found before a customer waits for them. The tree is multiplied out
// into alternatives, each a list of facts that have to be true together; it can never hold when
// every alternative contradicts itself. It errs on the side of the operator: what it cannot see
// through, it lets pass.

import type { RuleFault } from '../rule-faults.js';
import type { AmountByCurrency, Condition, Promotion, Selector } from '../rules.js';
import { canonical } from './selectors.js';

/** A condition without `all`, `any` and `not` in it, or the opposite of one. */
interface Fact {
  kind: string;
  value: unknown;
  isTrue: boolean;
}

type Alternative = readonly Fact[];

const ALTERNATIVES_MAX = 512;
const FACTS_MAX = 200;

/** Of a promotion whose form is right. */
export function contradictions(promotion: Promotion, pointer: string): RuleFault[] {
  const faults: RuleFault[] = [];
  const own = ownFacts(promotion);
  const trees = alternativesOf(promotion.condition);
  if (trees?.every((facts) => isContradictory([...own, ...facts]))) {
    faults.push({ pointer: `${pointer}/condition`, detail: 'can never hold' });
  }
  const currencies = amountsOf(promotion).map((amounts) => Object.keys(amounts));
  if (currencies.length > 1 && intersection(currencies).length === 0) {
    faults.push({ pointer, detail: 'names amounts, but no currency in all of them' });
  }
  return faults;
}

/** What the promotion asks for beside its condition. */
function ownFacts({ since, until, coupon, minimumSubtotal }: Promotion): Fact[] {
  const facts: Fact[] = [
    { kind: 'date', value: { since, until: until ?? undefined }, isTrue: true },
  ];
  if (coupon !== undefined) facts.push({ kind: 'coupon', value: coupon, isTrue: true });
  if (minimumSubtotal) {
    facts.push({ kind: 'subtotal', value: { atLeast: minimumSubtotal }, isTrue: true });
  }
  return facts;
}

function amountsOf({ action, minimumSubtotal }: Promotion): AmountByCurrency[] {
  const own =
    action.type === 'fixed' || action.type === 'fixed-price'
      ? action.amounts
      : action.type === 'deal'
        ? (action.price ?? action.amountOff)
        : undefined;
  return [own, minimumSubtotal].filter((amounts) => amounts !== undefined);
}

/** `null` when there is too much to look at. */
function alternativesOf(condition: Condition | undefined): Alternative[] | null {
  if (!condition) return [[]];
  return countFacts(condition) > FACTS_MAX ? null : multiplyOut(condition, true);
}

function countFacts(condition: Condition): number {
  if ('not' in condition) return countFacts(condition.not);
  const branches = branchesOf(condition);
  return branches ? branches.reduce((count, branch) => count + countFacts(branch), 0) : 1;
}

const branchesOf = (condition: Condition): Condition[] | null =>
  'all' in condition ? condition.all : 'any' in condition ? condition.any : null;

function multiplyOut(condition: Condition, isTrue: boolean): Alternative[] | null {
  if ('not' in condition) return multiplyOut(condition.not, !isTrue);
  const branches = branchesOf(condition);
  if (!branches) {
    const [[kind, value] = ['', null]] = Object.entries(condition);
    return [[{ kind, value, isTrue }]];
  }
  const parts = branches.map((branch) => multiplyOut(branch, isTrue));
  if (parts.some((part) => part === null)) return null;
  const lists = parts as Alternative[][];
  // Not all of them: any of them not. Not any of them: all of them not.
  if ('all' in condition !== isTrue) {
    const joined = lists.flat();
    return joined.length > ALTERNATIVES_MAX ? null : joined;
  }
  let product: Alternative[] = [[]];
  for (const list of lists) {
    if (product.length * list.length > ALTERNATIVES_MAX) return null;
    product = product.flatMap((facts) => list.map((more) => [...facts, ...more]));
  }
  return product;
}

function isContradictory(facts: Alternative): boolean {
  return [...groupBy(facts, ({ kind }) => kind)].some(
    ([kind, list]) => impossible[kind]?.(list) ?? false,
  );
}

/** Whether the facts of one kind cannot be true together. */
const impossible: Record<string, (facts: Fact[]) => boolean> = {
  country: (facts) => noneLeft(facts),
  paymentMethod: (facts) => noneLeft(facts),
  weekday: (facts) => noneLeft(facts, [1, 2, 3, 4, 5, 6, 7]),
  firstOrder: (facts) => noneLeft(listed(facts), [true, false]),
  coupon: (facts) => isDenied(listed(facts)),
  customerGroup: isDenied,
  contains: (facts) => isDenied(facts.map((fact) => ({ ...fact, value: [named(fact)] }))),
  date: noDayLeft,
  quantity: (facts) => bySelector(facts, noQuantityLeft),
  subtotal: (facts) => bySelector(facts, noSubtotalLeft),
};

const named = ({ value }: Fact): string => canonical(value as Selector);
const listed = (facts: Fact[]): Fact[] => facts.map((fact) => ({ ...fact, value: [fact.value] }));
const valuesOf = ({ value }: Fact): unknown[] => value as unknown[];

const intersection = <Item>(lists: Item[][]): Item[] =>
  lists.reduce((left, list) => {
    const both = new Set(list);
    return left.filter((item) => both.has(item));
  });

/** A cart has one country, one day, one method: what all allow and none forbids. */
function noneLeft(facts: Fact[], all?: unknown[]): boolean {
  const allowed = facts.filter(({ isTrue }) => isTrue).map(valuesOf);
  if (all) allowed.push(all);
  if (allowed.length === 0) return false;
  const forbidden = new Set(facts.filter(({ isTrue }) => !isTrue).flatMap(valuesOf));
  return intersection(allowed).every((value) => forbidden.has(value));
}

/** A cart has many coupons, groups, articles: one list is asked for, and all that is in it forbidden. */
function isDenied(facts: Fact[]): boolean {
  const forbidden = new Set(facts.filter(({ isTrue }) => !isTrue).flatMap(valuesOf));
  return facts.some((fact) => fact.isTrue && valuesOf(fact).every((value) => forbidden.has(value)));
}

function noDayLeft(facts: Fact[]): boolean {
  let first = '';
  let end = '9999-99-99';
  for (const { value, isTrue } of facts) {
    const { since, until } = value as { since?: string; until?: string };
    if (isTrue) {
      if (since !== undefined && since > first) first = since;
      if (until !== undefined && until < end) end = until;
    } else if (since === undefined && until !== undefined && until > first) first = until;
    else if (until === undefined && since !== undefined && since < end) end = since;
  }
  return first >= end;
}

function bySelector(facts: Fact[], isImpossible: (facts: Fact[]) => boolean): boolean {
  const selectorOf = ({ value }: Fact): string => canonical((value as { of?: Selector }).of ?? {});
  return [...groupBy(facts, selectorOf).values()].some(isImpossible);
}

function groupBy(facts: readonly Fact[], keyOf: (fact: Fact) => string): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return groups;
}

interface Bounds {
  atLeast: number | undefined;
  below: number | undefined;
}

const noQuantityLeft = (facts: Fact[]): boolean =>
  isEmpty(facts.map(({ value, isTrue }) => [value as Bounds, isTrue]));

/** A currency that one of the bounds does not name does not fulfil it. */
function noSubtotalLeft(facts: Fact[]): boolean {
  const asked = facts
    .filter(({ isTrue }) => isTrue)
    .flatMap(({ value }) => {
      const { atLeast, below } = value as Record<string, AmountByCurrency | undefined>;
      return [atLeast, below].filter((amounts) => amounts !== undefined).map(Object.keys);
    });
  if (asked.length === 0) return false;
  return intersection(asked).every((currency) =>
    isEmpty(
      facts.map(({ value, isTrue }) => {
        const { atLeast, below } = value as Record<string, AmountByCurrency | undefined>;
        const bound = (amounts: AmountByCurrency | undefined): number | undefined =>
          amounts?.[currency] === undefined ? undefined : Number(amounts[currency]);
        return [{ atLeast: bound(atLeast), below: bound(below) }, isTrue];
      }),
    ),
  );
}

function isEmpty(ranges: [Bounds, boolean][]): boolean {
  let low = 0;
  let high = Infinity;
  for (const [{ atLeast, below }, isTrue] of ranges) {
    if (isTrue) {
      low = Math.max(low, atLeast ?? 0);
      high = Math.min(high, below ?? Infinity);
    } else if (atLeast === undefined && below !== undefined) low = Math.max(low, below);
    else if (below === undefined && atLeast !== undefined) high = Math.min(high, atLeast);
  }
  return low >= high;
}
