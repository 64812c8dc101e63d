// Carts against the rules in `data/`: `test/golden/NAME.input.json` → `NAME.expected.json`.
//
// A change of code or data that moves a price fails here. Where it was meant to, write the new
// answers with `UPDATE_GOLDEN=1 npx vitest run test/core/golden.test.ts` and review them as a diff.
// A new cart is a new `.input.json`; the same command writes its answer.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Cart } from '../../src/core/cart.js';
import { compileRules } from '../../src/core/compile-rules.js';
import { quote } from '../../src/core/quote.js';
import { demoCart, demoRules, type WrittenCart } from './demo-shop.js';

const folder = new URL('../golden/', import.meta.url);
const pathOf = (name: string): string => fileURLToPath(new URL(name, folder));
const read = (name: string): unknown => JSON.parse(readFileSync(pathOf(name), 'utf8'));

const filesEndingIn = (ending: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
const names = filesEndingIn('.input.json');

const rules = compileRules(demoRules);

function answerTo(cart: Cart): object {
  const result = quote({ ...cart, explains: true }, rules);
  if (!result.ok) return { refusal: result.refusal };
  const { explanation = [], ...rest } = result.value;
  return { quote: rest, explanation: explanation.map(({ text }) => text) };
}

describe('a cart of the demo shop', () => {
  test.each(names)('is priced as it was: %s', (name) => {
    const answer = answerTo(demoCart(read(`${name}.input.json`) as WrittenCart));
    const expected = `${name}.expected.json`;
    if (process.env.UPDATE_GOLDEN === '1') {
      writeFileSync(pathOf(expected), `${JSON.stringify(answer, null, 2)}\n`);
    }
    expect(existsSync(pathOf(expected)), `${expected} is missing`).toBe(true);
    expect(answer).toEqual(read(expected));
  });

  test('has an answer in the folder for each question, and no answer without one', () => {
    expect(names.length).toBeGreaterThanOrEqual(8);
    expect(filesEndingIn('.expected.json')).toEqual(names);
    expect(filesEndingIn('.json')).toHaveLength(2 * names.length);
  });
});
