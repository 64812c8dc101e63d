import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Article,
  EVERYTHING,
  matchLines,
  selectorNumbers,
} from '../../../src/core/promotions/selectors.js';
import type { Selector } from '../../../src/core/rules.js';
import { runs } from '../arbitraries.js';

const article = (sku: string, category = 'Kitchen', ...tags: string[]): Article => ({
  sku,
  category,
  tags,
});

/** The lines that each of the selectors fits. */
function matches(selectors: Selector[], ...carts: Article[][]): (readonly number[])[][] {
  const { numberOf, index } = selectorNumbers();
  const numbers = selectors.map(numberOf);
  const compiled = index();
  return carts.map((lines) => {
    const matched = matchLines(compiled, lines);
    return numbers.map((number) => matched[number] ?? []);
  });
}

describe('a selector', () => {
  const lines = [
    article('MUG'),
    article('BOOK', 'Books', 'new'),
    article('MAP', 'Books', 'paper', 'sale'),
    article('MUG', 'Kitchen', 'sale'),
  ];
  test.each<[Selector, number[]]>([
    [{}, [0, 1, 2, 3]],
    [{ skus: ['MUG'] }, [0, 3]],
    [{ categories: ['Books'] }, [1, 2]],
    [{ tags: ['sale', 'new'] }, [1, 2, 3]],
    [{ skus: ['BOOK'], tags: ['sale'] }, [1, 2, 3]],
    [{ categories: ['Books'], except: { tags: ['sale'] } }, [1]],
    [{ except: { categories: ['Books'] } }, [0, 3]],
    [{ except: { categories: ['Books'], except: { skus: ['MAP'] } } }, [0, 2, 3]],
    [{ skus: ['VASE'] }, []],
  ])('%j fits the lines %j', (selector, fitting) => {
    expect(matches([selector], lines)).toEqual([[fitting]]);
  });

  test('that says the same is compiled once', () => {
    const { numberOf } = selectorNumbers();
    expect(numberOf({ skus: ['A', 'B'] })).toBe(numberOf({ skus: ['B', 'A', 'A'] }));
    expect(numberOf({ skus: ['A'] })).not.toBe(numberOf({ categories: ['A'] }));
    expect(numberOf({ except: { skus: ['A'] } })).not.toBe(numberOf({ skus: ['A'] }));
    expect([numberOf(undefined), numberOf({})]).toEqual([EVERYTHING, EVERYTHING]);
  });
});

describe('properties', { timeout: 300_000 }, () => {
  const word = fc.constantFrom('A', 'B', 'C');
  const list = fc.option(fc.array(word, { minLength: 1, maxLength: 2 }), { nil: undefined });
  const plain = fc.record({ skus: list, categories: list, tags: list });
  const selector = fc
    .tuple(plain, fc.option(plain, { nil: undefined }))
    .map(([{ skus, categories, tags }, except]): Selector => {
      const defined = Object.entries({ skus, categories, tags, except });
      return Object.fromEntries(defined.filter(([, each]) => each !== undefined)) as Selector;
    });
  const cart = fc.array(
    fc
      .tuple(word, word, fc.array(word, { maxLength: 2 }))
      .map(([sku, category, tags]) => article(sku, category, ...tags)),
    { maxLength: 6 },
  );

  test('what an article fits does not depend on the articles that were seen before', () => {
    fc.assert(
      fc.property(fc.array(selector, { maxLength: 5 }), cart, cart, (selectors, one, other) => {
        const [, after] = matches(selectors, one, other);
        expect(after).toEqual(matches(selectors, other)[0]);
      }),
      runs,
    );
  });
});
