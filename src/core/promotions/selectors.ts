// Which articles a promotion is about. Equal selectors are compiled once and numbered; which of them
// an article fits is looked up by its SKU, category and tags and remembered, as articles repeat.

import type { Selector } from '../rules.js';

/** The number of the selector that fits every article. */
export const EVERYTHING = 0;

/** Articles to remember; a shop's hot ones fit, and made-up SKUs cannot fill the memory. */
const REMEMBERED_MAX = 20_000;

interface CompiledSelector {
  skus: ReadonlySet<string>;
  categories: ReadonlySet<string>;
  tags: ReadonlySet<string>;
  /** Whether it has no list of its own, and so fits all but the exceptions. */
  isOpen: boolean;
  except: CompiledSelector | null;
}

export interface Article {
  sku: string;
  category: string;
  tags: readonly string[];
}

export interface SelectorIndex {
  readonly selectors: readonly CompiledSelector[];
  readonly bySku: ReadonlyMap<string, readonly number[]>;
  readonly byCategory: ReadonlyMap<string, readonly number[]>;
  readonly byTag: ReadonlyMap<string, readonly number[]>;
  /** Those that fit all but their exceptions. */
  readonly open: readonly number[];
  readonly remembered: Map<string, { article: Article; fitting: readonly number[] }>;
}

/** Collects selectors while promotions are compiled; `numberOf` answers equal ones alike. */
export function selectorNumbers(): {
  numberOf: (selector: Selector | undefined) => number;
  index: () => SelectorIndex;
} {
  const selectors = [compileSelector({})];
  const known = new Map<string, number>([[canonical({}), EVERYTHING]]);
  const numberOf = (selector: Selector = {}): number => {
    const key = canonical(selector);
    const number = known.get(key) ?? selectors.push(compileSelector(selector)) - 1;
    known.set(key, number);
    return number;
  };
  return { numberOf, index: () => indexOf(selectors) };
}

/** The same text for selectors that fit the same articles by their form. */
export function canonical({ skus, categories, tags, except }: Selector): string {
  const lists = [skus, categories, tags].map((list) => [...new Set(list)].sort());
  return JSON.stringify([lists, except ? canonical(except) : null]);
}

const compileSelector = ({ skus, categories, tags, except }: Selector): CompiledSelector => ({
  skus: new Set(skus),
  categories: new Set(categories),
  tags: new Set(tags),
  isOpen: !skus && !categories && !tags,
  except: except ? compileSelector(except) : null,
});

function indexOf(selectors: readonly CompiledSelector[]): SelectorIndex {
  const by = (key: 'skus' | 'categories' | 'tags'): Map<string, number[]> => {
    const numbers = new Map<string, number[]>();
    for (const [number, selector] of selectors.entries()) {
      for (const value of selector[key]) {
        const list = numbers.get(value);
        if (list) list.push(number);
        else numbers.set(value, [number]);
      }
    }
    return numbers;
  };
  return {
    selectors,
    bySku: by('skus'),
    byCategory: by('categories'),
    byTag: by('tags'),
    open: [...selectors.keys()].filter(
      (number) => number !== EVERYTHING && (selectors[number] as CompiledSelector).isOpen,
    ),
    remembered: new Map(),
  };
}

/** The lines that fit each selector, by its number; `undefined` where none does. */
export type MatchedLines = readonly (readonly number[] | undefined)[];

/** A line that gives money back fits none: there is nothing to take off it. */
export function matchLines(
  index: SelectorIndex,
  lines: readonly (Article & { subtotal?: number })[],
): MatchedLines {
  const matched: (number[] | undefined)[] = new Array(index.selectors.length);
  const everything: number[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Article & { subtotal?: number };
    if (line.subtotal !== undefined && line.subtotal < 0) continue;
    everything.push(at);
    const fitting = fittingSelectors(index, line);
    for (let nth = 0; nth < fitting.length; nth += 1) {
      const number = fitting[nth] as number;
      const list = matched[number];
      if (list) list.push(at);
      else matched[number] = [at];
    }
  }
  if (lines.length > 0) matched[EVERYTHING] = everything;
  return matched;
}

/** The numbers of the selectors that fit an article, `EVERYTHING` left out. */
function fittingSelectors(index: SelectorIndex, article: Article): readonly number[] {
  const known = index.remembered.get(article.sku);
  if (known && isSame(known.article, article)) return known.fitting;
  const { sku, category, tags } = article;
  const candidates = new Set([
    ...index.open,
    ...(index.bySku.get(sku) ?? []),
    ...(index.byCategory.get(category) ?? []),
    ...tags.flatMap((tag) => index.byTag.get(tag) ?? []),
  ]);
  const fitting = [...candidates].filter((number) =>
    fits(index.selectors[number] as CompiledSelector, article),
  );
  if (index.remembered.size >= REMEMBERED_MAX) index.remembered.clear();
  index.remembered.set(sku, { article: { sku, category, tags }, fitting });
  return fitting;
}

function isSame(a: Article, b: Article): boolean {
  if (a.category !== b.category || a.tags.length !== b.tags.length) return false;
  for (let index = 0; index < a.tags.length; index += 1) {
    if (a.tags[index] !== b.tags[index]) return false;
  }
  return true;
}

function fits(selector: CompiledSelector, article: Article): boolean {
  const { skus, categories, tags, isOpen, except } = selector;
  const isMeant =
    isOpen ||
    skus.has(article.sku) ||
    categories.has(article.category) ||
    article.tags.some((tag) => tags.has(tag));
  return isMeant && !(except && fits(except, article));
}
