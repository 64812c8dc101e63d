// Promotions with a limit, over HTTP: never used too often, and given back when nothing came of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  OPERATOR_KEY as as,
  of,
  orderBody,
  type PlacedBody,
  paidWith,
} from '../support/http-client.js';
import { settled } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';
import { insist, promoted, removePromotion, usageOf } from '../support/shop-promotions.js';
import { until } from '../support/until.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
// Every invariant is checked at the end.
afterAll(() => shop.end());

/** Free of charge but for the goods: what a promotion gives is then easy to see. */
const bought = (sku: string, more = {}) =>
  orderBody({ ...of(sku), shippingMethod: 'pickup', ...more });
const by = (name: string) => ({ customer: { email: `${name}@example.com`, name } });
const isGiven = ({ body }: Answer<PlacedBody>, promotion: string): boolean =>
  body.discounts.some((discount) => discount.promotion === promotion);
const count = (placed: Answer<PlacedBody>[], status: number): number =>
  placed.filter((answer) => answer.status === status).length;
const many = <Item>(length: number, make: (n: number) => Item): Item[] =>
  Array.from({ length }, (_, n) => make(n));

describe('a coupon with a number of uses', () => {
  test('of 1,000 is had by 1,000 of 2,000 at once', async () => {
    const { client } = shop;
    await client.stocked('L-RUSH', 3_000);
    await promoted(shop, 'rush', { coupon: 'RUSH', limit: { uses: 1_000 } });

    const placed = await Promise.all(
      many(2_000, () => insist(shop, bought('L-RUSH', { coupons: ['RUSH'] }))),
    );

    expect(count(placed, 201)).toBe(1_000);
    expect(count(placed, 422)).toBe(1_000);
    for (const answer of placed) {
      if (answer.status === 201) expect(isGiven(answer, 'rush')).toBe(true);
      else {
        expect(answer.body).toMatchObject({
          type: '/problems/coupon-used-up',
          coupon: 'RUSH',
          promotion: 'rush',
        });
      }
    }
    expect(await usageOf(shop, 'rush')).toEqual({ uses: { held: 0, committed: 1_000, left: 0 } });
    expect(await client.stock('L-RUSH')).toEqual({ onHand: 2_000, reserved: 0 });
  }, 120_000);

  test('gets its use back when the payment is declined', async () => {
    await shop.client.stocked('L-DECLINED', 10);
    await promoted(shop, 'declined', { coupon: 'DECLINED', limit: { uses: 1 } });
    const more = { ...of('L-DECLINED'), coupons: ['DECLINED'] };

    const declined = await shop.client.place(paidWith('tok_decline', more));
    expect(declined.status).toBe(402);
    expect(await usageOf(shop, 'declined')).toEqual({ uses: { held: 0, committed: 0, left: 1 } });

    expect((await shop.client.place(paidWith('tok_approve', more))).status).toBe(201);
    expect((await shop.client.place(paidWith('tok_approve', more))).status).toBe(422);
  });

  test('gets its use back when the order is cancelled', async () => {
    const { client } = shop;
    await client.stocked('L-CANCEL', 10);
    await promoted(shop, 'cancel', { coupon: 'CANCEL', limit: { uses: 1 } });
    const body = bought('L-CANCEL', { coupons: ['CANCEL'] });
    const placed = await client.place(body);
    expect((await client.place(body)).status).toBe(422);

    const as = placed.body.accessToken;
    expect((await client.post(`/v1/orders/${placed.body.id}/cancel`, { as })).status).toBe(200);

    expect((await client.place(body)).status).toBe(201);
  });

  test('is held while its customer pays', async () => {
    const { client } = shop;
    await client.stocked('L-HELD', 10);
    await promoted(shop, 'held', { coupon: 'HELD', limit: { uses: 1 } });
    const more = { ...of('L-HELD'), coupons: ['HELD'] };
    const paying = client.place(paidWith('tok_slow', more));
    await until('the claim', async () => (await usageOf(shop, 'held')).uses?.held === 1);

    expect((await client.place(paidWith('tok_approve', more))).status).toBe(422);

    expect((await paying).status).toBe(201);
    expect(await usageOf(shop, 'held')).toEqual({ uses: { held: 0, committed: 1, left: 0 } });
  });
});

describe('a limit for each customer', () => {
  test('holds however many orders they place at once', async () => {
    await shop.client.stocked('L-EACH', 500);
    await promoted(shop, 'each', { coupon: 'EACH', limit: { usesPerCustomer: 2 } });
    const order = (name: string) =>
      insist(shop, bought('L-EACH', { ...by(name), coupons: ['EACH'] }));

    const placed = await Promise.all(
      many(60, (n) => order(['anna', 'ANNA', 'ben'][n % 3] as string)),
    );

    expect(count(placed, 201)).toBe(4);
    expect(count(placed, 422)).toBe(56);
  });

  test('is shown by a quote that says who is asking', async () => {
    const { client } = shop;
    await client.stocked('L-ASK', 10);
    await promoted(shop, 'ask', { coupon: 'ASK', limit: { usesPerCustomer: 1 } });
    const cart = { currency: 'EUR', country: 'DE', ...of('L-ASK'), coupons: ['ASK'] };
    const quote = (email: string) =>
      client.post('/v1/quotes', { body: { ...cart, customer: { email } } });
    await client.place(bought('L-ASK', { ...by('anna'), coupons: ['ASK'] }));

    expect((await quote('Anna@example.com')).body.type).toBe('/problems/coupon-used-up');
    expect((await quote('ben@example.com')).status).toBe(200);
    expect((await client.post('/v1/quotes', { body: cart })).status).toBe(200);
  });
});

describe('an automatic promotion that is used up', () => {
  test('lets the customers who come too late buy at the full price', async () => {
    await shop.client.stocked('L-AUTO', 200);
    await promoted(shop, 'auto', {
      target: { type: 'items', skus: ['L-AUTO'] },
      limit: { uses: 10 },
    });

    const placed = await Promise.all(many(100, () => insist(shop, bought('L-AUTO'))));

    expect(count(placed, 201)).toBe(100);
    expect(placed.filter((answer) => isGiven(answer, 'auto'))).toHaveLength(10);
    const totals = new Set(placed.map(({ body }) => body.totals.total));
    expect([...totals].sort()).toEqual([1_000, 900]);
  });

  test('refuses who expected its price, with the price as it is now', async () => {
    await shop.client.stocked('L-EXPECT', 200);
    await promoted(shop, 'expect', {
      target: { type: 'items', skus: ['L-EXPECT'] },
      limit: { uses: 5 },
    });

    const placed = await Promise.all(
      many(40, () => insist(shop, bought('L-EXPECT', { expectedTotal: 900 }))),
    );

    expect(count(placed, 201)).toBe(5);
    expect(count(placed, 409)).toBe(35);
    for (const { status, body } of placed) {
      if (status === 409) {
        expect(body).toMatchObject({ type: '/problems/price-changed', expectedTotal: 900 });
        expect(body.quote).toMatchObject({ totals: { total: 1_000 } });
      }
    }
  });
});

describe('a budget', () => {
  test('gives all of a discount or nothing of it, and is never exceeded', async () => {
    await shop.client.stocked('L-BUDGET', 200);
    // A discount is 1.00: the last 0.50 are nobody's.
    await promoted(shop, 'budget', {
      target: { type: 'items', skus: ['L-BUDGET'] },
      limit: { budget: { EUR: '7.50' } },
    });

    const placed = await Promise.all(many(60, () => insist(shop, bought('L-BUDGET'))));

    expect(count(placed, 201)).toBe(60);
    expect(placed.filter((answer) => isGiven(answer, 'budget'))).toHaveLength(7);
    expect(await usageOf(shop, 'budget')).toEqual({
      budget: { EUR: { held: 0, committed: 700, left: 50 } },
    });
  });

  test('gives what is left of it where the shop says so', async () => {
    await shop.client.stocked('L-PART', 200);
    await promoted(shop, 'part', {
      target: { type: 'items', skus: ['L-PART'] },
      limit: { budget: { EUR: '7.50' } },
    });
    const { quotes } = shop.engine.shop;
    const { rules } = quotes;
    quotes.replaceRules({ ...rules, version: 'partial', settings: { budget: 'partial' } });

    const placed = await Promise.all(many(60, () => insist(shop, bought('L-PART'))));
    quotes.replaceRules(rules);

    const given = placed.flatMap(({ body }) =>
      body.discounts.flatMap(({ promotion, amount }) => (promotion === 'part' ? [amount] : [])),
    );
    expect(count(placed, 201)).toBe(60);
    expect(given.sort((a, b) => a - b)).toEqual([50, ...many(7, () => 100)]);
    expect(await usageOf(shop, 'part')).toEqual({
      budget: { EUR: { held: 0, committed: 750, left: 0 } },
    });
  });

  test('of another currency gives nothing', async () => {
    await shop.client.stocked('L-YEN', 5, { EUR: '10.00', JPY: '1000' });
    await promoted(shop, 'yen', {
      target: { type: 'items', skus: ['L-YEN'] },
      limit: { budget: { EUR: '7.50' } },
    });

    const placed = await shop.client.place(bought('L-YEN', { currency: 'JPY' }));

    expect(placed.status).toBe(201);
    expect(isGiven(placed, 'yen')).toBe(false);
  });
});

describe('a gift', () => {
  test('that is gone is no reason to refuse what is paid for', async () => {
    const { client } = shop;
    await client.stocked('L-PAID', 100);
    await client.stocked('L-GIFT', 6);
    await promoted(shop, 'gift', {
      condition: { contains: { skus: ['L-PAID'] } },
      action: { type: 'gift', sku: 'L-GIFT', quantity: 1 },
      limit: { uses: 50 },
    });

    const placed = await Promise.all(many(30, () => insist(shop, bought('L-PAID'))));

    expect(count(placed, 201)).toBe(30);
    const gifted = placed.filter(({ body }) => body.lines.some(({ giftOf }) => giftOf === 'gift'));
    expect(gifted).toHaveLength(6);
    expect(await client.stock('L-GIFT')).toEqual({ onHand: 0, reserved: 0 });
    expect(await client.stock('L-PAID')).toEqual({ onHand: 70, reserved: 0 });
    expect(await usageOf(shop, 'gift')).toEqual({ uses: { held: 0, committed: 6, left: 44 } });
    await removePromotion(shop, 'gift');
  });
});

describe('a gift that stays', () => {
  test('is called what the catalogue calls it by now', async () => {
    const { client } = shop;
    await client.stocked('L-GIVING', 100);
    await client.stocked('L-GIVEN', 6);
    await promoted(shop, 'given', {
      condition: { contains: { skus: ['L-GIVING'] } },
      action: { type: 'gift', sku: 'L-GIVEN', quantity: 1 },
    });
    const quoted = async () => {
      const { body } = await client.post<{ lines: { sku: string; name: string }[] }>('/v1/quotes', {
        body: { currency: 'EUR', country: 'DE', ...of('L-GIVING') },
      });
      return body.lines.find(({ sku }) => sku === 'L-GIVEN')?.name;
    };
    const before = await quoted();
    expect(await quoted()).toBe(before);

    const path = '/v1/admin/products/L-GIVEN';
    const body = { name: 'Renamed', category: 'C', taxCategory: 'standard', prices: {} };
    expect((await client.send('PUT', path, { as, body })).status).toBe(200);

    expect(await quoted()).toBe('Renamed');
    expect(before).not.toBe('Renamed');
    await removePromotion(shop, 'given');
  });
});

describe('a first order', () => {
  test('is what it says, and is had once', async () => {
    const { client } = shop;
    await client.stocked('L-FIRST', 100);
    await promoted(shop, 'first', {
      condition: { all: [{ firstOrder: true }, { contains: { skus: ['L-FIRST'] } }] },
    });
    const order = async (name: string) => {
      const placed = await client.place(bought('L-FIRST', by(name)));
      return isGiven(placed, 'first');
    };

    expect([await order('carla'), await order('carla'), await order('dora')]).toEqual([
      true,
      false,
      true,
    ]);
    await removePromotion(shop, 'first');
  });
});

describe('a payment that ends late', () => {
  test('keeps its claim though the pieces are gone, and gives it back with the order', async () => {
    const slow = await startShop({ HOLD_TTL_MS: '200', PAYMENT_TIMEOUT_MS: '10000' });
    try {
      const { client } = slow;
      await client.stocked('L-LATE', 1);
      await promoted(slow, 'late', { coupon: 'LATE', limit: { uses: 1 } });
      const more = { ...of('L-LATE'), coupons: ['LATE'] };
      const paying = client.place(paidWith('tok_slow', more));
      await until('the claim', async () => (await usageOf(slow, 'late')).uses?.held === 1);
      await until('the hold to end', async () => (await client.stock('L-LATE')).reserved === 0);

      expect((await usageOf(slow, 'late')).uses?.held).toBe(1);
      expect((await client.place(bought('L-LATE'))).status).toBe(201);
      expect((await paying).status).toBe(409);

      const [failed] = await client.orders('?state=failed');
      await settled(slow, failed?.id as string, 'refunded');
      expect(await usageOf(slow, 'late')).toEqual({ uses: { held: 0, committed: 0, left: 1 } });
    } finally {
      await slow.end();
    }
  });
});
