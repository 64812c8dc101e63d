// Bodies of `POST /v1/quotes` that work as they are: a customer's cart, an invoice with taxes of its
// own, an inline promotion, and the taxes of a delivery abroad.

export const quoteExamples = [
  {
    currency: 'EUR',
    country: 'DE',
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
    coupons: ['WELCOME10'],
  },
  {
    currency: 'CAD',
    country: 'CA',
    priceBasis: 'net',
    shipping: null,
    lines: [
      {
        name: 'Chair',
        quantity: 3,
        unitPrice: '49.99',
        allowances: [{ reason: 'scratched', percent: '10' }],
        taxes: [
          { code: 'GST', rate: '5' },
          { code: 'QST', rate: '9.975' },
        ],
      },
    ],
    settings: { cashStep: '0.05' },
  },
  {
    currency: 'EUR',
    country: 'DE',
    shipping: null,
    lines: [
      { sku: 'A', quantity: 3, unitPrice: '10.00' },
      { sku: 'B', quantity: 1, unitPrice: '25.00' },
    ],
    promotions: [
      {
        id: 'three-for-two',
        name: 'Three for two',
        priority: 1,
        since: '2026-01-01',
        until: null,
        action: {
          type: 'deal',
          parts: [
            { of: { skus: ['A'] }, quantity: 2 },
            { of: { skus: ['A'] }, quantity: 1, percentOff: '100' },
          ],
        },
      },
    ],
  },
  {
    currency: 'EUR',
    country: 'FR',
    vatId: 'FR40303265045',
    date: '2026-02-01',
    priceBasis: 'net',
    lines: [
      { name: 'Desk', quantity: 1, unitPrice: '400.00' },
      { name: 'Handbook', quantity: '2.5', unitPrice: '19.99', taxCategory: 'books' },
    ],
    discounts: [{ reason: 'Loyalty', percent: '5' }],
    charges: [{ reason: 'Assembly', amount: '30.00', taxCategory: 'services' }],
    shipping: { name: 'Freight', amount: '25.00' },
    prepaid: '100.00',
  },
];
