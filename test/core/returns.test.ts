// Goods that come back stand on a document as lines below zero.

import { describe, expect, test } from 'vitest';
import { quoteOfBody } from '../support/quote-of-body.js';

const VAT = [{ code: 'VAT', rate: '20' }];
const sold = { sku: 'SOLD', quantity: 2, unitPrice: '10.00', taxes: VAT };
const back = { sku: 'BACK', quantity: -1, unitPrice: '5.00', taxes: VAT };
const quoted = (more: object) =>
  quoteOfBody({ currency: 'EUR', country: 'DE', priceBasis: 'net', lines: [sold, back], ...more });

const promotion = (action: object, more: object = {}) => ({
  ...{ id: 'p', name: 'P', priority: 1, since: '2026-01-01', until: null, action },
  ...more,
});

describe('a line that comes back', () => {
  test('lowers its tax and the totals', async () => {
    expect(await quoted({})).toMatchObject({
      lines: [{ net: 2_000 }, { quantity: -1, net: -500, discount: 0 }],
      taxes: [{ base: 1_500, amount: 300 }],
      totals: { subtotal: 1_500, net: 1_500, tax: 300, total: 1_800, payable: 1_800 },
    });
  });

  test.each(['rate', 'line', 'unit', 'end'])(
    'is taxed per %s as if it were sold',
    async (taxRounding) => {
      const { taxes } = await quoted({ lines: [back], settings: { taxRounding } });
      expect(taxes).toMatchObject([{ base: -500, amount: -100 }]);
    },
  );

  test.each([
    ['a percentage', { type: 'percentage', percent: '10' }, 200],
    ['an amount', { type: 'fixed', amounts: { EUR: '3.00' } }, 300],
    ['an amount each', { type: 'fixed', amounts: { EUR: '1.00' }, per: 'unit' }, 200],
    ['a price', { type: 'fixed-price', amounts: { EUR: '12.00' }, per: 'order' }, 800],
  ])('bears nothing of a promotion: %s', async (_, action, discount) => {
    expect(await quoted({ promotions: [promotion(action)] })).toMatchObject({
      lines: [{ discount }, { discount: 0, net: -500 }],
      totals: { discount },
    });
  });

  test('takes no part in a deal', async () => {
    const parts = [
      { of: {}, quantity: 1 },
      { of: {}, quantity: 1, percentOff: '100' },
    ];
    expect(await quoted({ promotions: [promotion({ type: 'deal', parts })] })).toMatchObject({
      lines: [{ discount: 1_000 }, { discount: 0 }],
    });
  });

  test('bears nothing of the best deal', async () => {
    const offer = promotion({ type: 'percentage', percent: '10' });
    const settings = { promotions: 'best-deal' };
    expect(await quoted({ promotions: [offer], settings })).toMatchObject({
      lines: [{ discount: 200 }, { discount: 0 }],
    });
  });

  test.each(['remaining', 'best-deal'])('lowers no threshold: %s', async (promotions) => {
    const offer = promotion(
      { type: 'percentage', percent: '10' },
      { minimumSubtotal: { EUR: '20.00' } },
    );
    expect(await quoted({ promotions: [offer], settings: { promotions } })).toMatchObject({
      totals: { discount: 200 },
    });
  });

  test('bears nothing of a discount that is spread over the document', async () => {
    expect(await quoted({ discounts: [{ amount: '3.00' }] })).toMatchObject({
      lines: [{ discount: 300 }, { discount: 0 }],
      totals: { net: 1_200, total: 1_440 },
    });
  });

  test('shares no tax of a charge that the lines share', async () => {
    const other = { ...back, taxes: [{ code: 'VAT', rate: '10' }] };
    const { taxes } = await quoted({ lines: [sold, other], charges: [{ amount: '1.00' }] });
    expect(taxes).toMatchObject([{ base: 2_100 }, { base: -500 }]);
  });

  test('takes the discount that it had back with it', async () => {
    const { discounts, totals } = await quoted({ lines: [back], discounts: [{ percent: '10' }] });
    expect(discounts).toMatchObject([{ amount: -50 }]);
    expect(totals).toMatchObject({ subtotal: -500, discount: -50, net: -450 });
  });

  test('has no floor, also where it costs nothing', async () => {
    const free = { quantity: -1, unitPrice: '0.00', floorPrice: '0.01' };
    const { totals } = await quoted({ lines: [free], discounts: [{ amount: '0.01' }] });
    expect(totals.discount).toBe(0);
  });
});
