import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demandOf } from '../../src/core/demand.js';

test('lines of the same article are summed', () => {
  const lines = [
    { sku: 'A', quantity: 2 },
    { sku: 'B', quantity: 1 },
    { sku: 'A', quantity: 3 },
  ];
  expect(demandOf(lines)).toEqual([
    { sku: 'A', quantity: 5 },
    { sku: 'B', quantity: 1 },
  ]);
});

test('articles come in the order of their code units, whatever the language of the machine', () => {
  const lines = ['b', 'Z', 'ä', 'a', '10', '9'].map((sku) => ({ sku, quantity: 1 }));
  expect(demandOf(lines).map(({ sku }) => sku)).toEqual(['10', '9', 'Z', 'a', 'b', 'ä']);
});

test('nothing asked for is nothing demanded, and more fields than needed are left behind', () => {
  expect(demandOf([])).toEqual([]);
  const line = { sku: 'A', quantity: 1, unitPrice: 5 };
  expect(demandOf([line])).toEqual([{ sku: 'A', quantity: 1 }]);
});

describe('properties', () => {
  const lines = fc.array(
    fc.record({
      sku: fc.constantFrom('A', 'B', 'C', 'a', 'Ä', '__proto__', 'constructor'),
      quantity: fc.integer({ min: 1, max: 1_000 }),
    }),
    { maxLength: 20 },
  );

  test('no piece is lost and none is added, article by article', () => {
    fc.assert(
      fc.property(lines, (list) => {
        for (const { sku, quantity } of demandOf(list)) {
          const asked = list.filter((line) => line.sku === sku);
          expect(quantity).toBe(asked.reduce((sum, line) => sum + line.quantity, 0));
        }
        expect(demandOf(list).map(({ sku }) => sku)).toEqual(
          [...new Set(list.map(({ sku }) => sku))].sort(),
        );
      }),
    );
  });

  test('the order of the lines makes no difference', () => {
    fc.assert(
      fc.property(lines, (list) => {
        expect(demandOf([...list].reverse())).toEqual(demandOf(list));
      }),
    );
  });

  test('it leaves the lines as they are', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const frozen = Object.freeze(list.map((line) => Object.freeze({ ...line })));
        expect(() => demandOf(frozen)).not.toThrow();
      }),
    );
  });
});
