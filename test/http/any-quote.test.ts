// Whatever a body asks for, in whichever combination: it is refused in order, or its parts sum up.

import fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import type { Amount, LineTax, Quote } from '../../src/core/quote.js';
import { QuoteBody } from '../../src/http/schemas/quote-request.js';
import { anyQuoteBody } from '../support/any-quote-body.js';
import { answerToBody } from '../support/quote-of-body.js';

/** `FAST_CHECK_RUNS=20000` searches longer. */
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 400);

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
const of = ({ gross, net }: Amount): number => (gross ?? net) as number;

const holdsForAny = (check: (quote: Quote, body: QuoteBody) => void): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyQuoteBody, async (body) => {
      const answer = await answerToBody(body);
      if (answer.ok) check(answer.value, body);
    }),
    { numRuns },
  );

/** Three taxes upon one another at rates such as 33.3333 % have no common divisor that fits. */
const isOddCompound = (refusal: { type: string; detail?: unknown }): boolean =>
  refusal.type === 'amount-out-of-range' &&
  refusal.detail === 'these taxes cannot be computed exactly together';

test('a body of the schema’s fields is quoted, or refused for a reason that is known', async () => {
  const expected = ['allowance-too-large', 'invalid-rules', 'incomplete-tax-address'];
  let quoted = 0;
  await fc.assert(
    fc.asyncProperty(anyQuoteBody, async (body) => {
      expect([...Value.Errors(QuoteBody, body)]).toEqual([]);
      const answer = await answerToBody(body);
      if (answer.ok) quoted += 1;
      else if (!isOddCompound(answer.refusal)) expect(expected).toContain(answer.refusal.type);
    }),
    { numRuns },
  );
  expect(quoted).toBeGreaterThan(numRuns / 2);
});

test('lines, discounts, charges and shipping add up to the totals', async () => {
  await holdsForAny(({ totals, lines, shipping, discounts, priceBasis, ...quote }) => {
    const { subtotal, discount, allowance = 0, charge = 0, net, tax, total, payable } = totals;
    const { withheld = 0, prepaid = 0, rounding = 0 } = totals;
    const amounts = subtotal - discount - allowance + charge + totals.shipping;
    expect(amounts).toBe(priceBasis === 'gross' ? total : net);
    expect(net + tax).toBe(total);
    expect(total - withheld - prepaid + rounding).toBe(payable);
    expect(sum(lines.map((line) => of(line) + line.discount))).toBe(subtotal);
    expect(of(shipping)).toBe(totals.shipping);
    expect(sum(discounts.map(({ amount }) => amount))).toBe(discount + (shipping.discount ?? 0));
    expect(sum((quote.allowances ?? []).map(({ amount }) => amount))).toBe(allowance);
    expect(sum((quote.charges ?? []).map(({ amount }) => amount))).toBe(charge);
  });
});

test('the taxes of lines, shipping, discounts and charges are the rows of the tax table', async () => {
  const byTax = (taxes: LineTax[]) => {
    const sums = new Map<string, number[]>();
    for (const { code, jurisdiction, rate, base, amount } of taxes) {
      const key = `${code} ${jurisdiction} ${rate}`;
      const [bases = 0, amounts = 0] = sums.get(key) ?? [];
      sums.set(key, [bases + base, amounts + amount]);
    }
    return sums;
  };
  await holdsForAny(({ lines, shipping, allowances = [], charges = [], taxes, totals }) => {
    const parts = [...lines, shipping, ...allowances, ...charges];
    expect(byTax(parts.flatMap((part) => part.taxes ?? []))).toEqual(byTax(taxes));
    const owed = taxes.filter(({ isWithheld }) => !isWithheld);
    expect(sum(owed.map(({ amount }) => amount))).toBe(totals.tax);
  });
});

test('nothing that is sold costs less than nothing, or less than its floor for a discount', async () => {
  await holdsForAny(({ lines }, body) => {
    for (const [index, line] of lines.entries()) {
      const { floorPrice, quantity = 1 } = body.lines[index] ?? {};
      if (String(quantity).startsWith('-')) continue;
      expect(of(line)).toBeGreaterThanOrEqual(0);
      expect(line.discount).toBeGreaterThanOrEqual(0);
      if (floorPrice === undefined || line.discount === 0) continue;
      const perMajor = { JPY: 1, KWD: 1_000, CLF: 10_000 }[body.currency] ?? 100;
      expect(of(line) + 1e-6).toBeGreaterThanOrEqual(
        Number(floorPrice) * Number(quantity) * perMajor,
      );
    }
  });
});

test('every explanation is words and whole amounts', async () => {
  await holdsForAny(({ explanation = [] }) => {
    for (const { text, amount } of explanation) {
      expect(text).not.toMatch(/undefined|NaN|Infinity|null|\[object/);
      expect(Number.isSafeInteger(amount)).toBe(true);
    }
  });
});
