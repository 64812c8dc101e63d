import { describe, expect, test } from 'vitest';
import { type OrderFacts, orderText, orderView } from '../../src/core/order.js';
import { freshTasks } from '../../src/core/tasks.js';
import { documentOf } from '../support/store-orders.js';

const pending: OrderFacts = {
  id: '01K8ZQ0000000000000000TEXT',
  number: null,
  invoiceNumber: null,
  state: 'payment-pending',
  currency: 'EUR',
  createdAt: Date.UTC(2026, 5, 1, 10),
  confirmedAt: null,
  document: documentOf([
    { sku: 'MUG-"BLUE"', quantity: 2 },
    { sku: 'TEE-Ü', quantity: 1 },
  ]),
  payment: { method: 'simulated', state: 'pending', amount: 2_400, reference: null },
  tasks: [],
};

const confirmed: OrderFacts = {
  ...pending,
  number: '2026-000001',
  invoiceNumber: 'R-2026-000001',
  state: 'confirmed',
  payment: { ...pending.payment, state: 'captured', reference: 'sim_1' },
  tasks: freshTasks(),
};

const { document } = pending;
const full: OrderFacts = {
  ...confirmed,
  document: {
    ...document,
    taxSource: 'own',
    billingAddress: document.shippingAddress,
    vatId: 'DE123456789',
    buyer: { name: 'ACME', reference: '04011000-1234512345-06' },
  },
};

describe('the text of an order', () => {
  test.each([
    ['that is being paid', pending],
    ['that is confirmed', confirmed],
    ['with everything that it can have', full],
  ])('%s says what its view says', (_, order) => {
    const text = orderText(order, JSON.stringify(order.document));
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(orderView(order))));
  });
});
