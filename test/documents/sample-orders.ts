// Confirmed orders whose amounts the engine's own quote made, so that they add up.

import type { Cart } from '../../src/core/cart.js';
import { type Invoice, invoiceOf, type Seller } from '../../src/core/invoice.js';
import type { Address, OrderDocument, OrderFacts, Payment } from '../../src/core/order.js';
import type { Quote } from '../../src/core/quote.js';
import type { Rules } from '../../src/core/rules.js';
import { automatic, cartOf, line, quoted, rulesOf } from '../core/carts.js';

export const seller: Seller = {
  name: 'Orderloom Demo Shop GmbH',
  line1: 'Weberstraße 12',
  city: 'Berlin',
  postalCode: '10178',
  country: 'DE',
  vatId: 'DE123456788',
  email: 'orders@shop.example',
  registration: 'Amtsgericht Charlottenburg, HRB 12345',
  bank: { name: 'Example Bank', iban: 'DE89 3704 0044 0532 0130 00', bic: 'COBADEFFXXX' },
};

export const cologne: Address = {
  name: 'Anna Schneider',
  line1: 'Aachener Straße 217',
  city: 'Köln',
  postalCode: '50931',
  country: 'DE',
};

export const london: Address = {
  name: 'Ada Byron',
  line1: '12 St James’s Square',
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
};

export interface Changes {
  document?: Partial<OrderDocument>;
  payment?: Partial<Payment>;
  order?: Partial<OrderFacts>;
}

export function orderOf(quote: Quote, { document, payment, order }: Changes = {}): OrderFacts {
  return {
    id: '01JXQ0000000000000000000AA',
    number: '2026-000042',
    invoiceNumber: 'INV-2026-000042',
    state: 'confirmed',
    currency: quote.currency,
    createdAt: Date.UTC(2026, 5, 15, 10),
    confirmedAt: Date.UTC(2026, 5, 15, 10),
    document: {
      priceBasis: quote.priceBasis,
      lines: quote.lines,
      discounts: quote.discounts,
      shipping: quote.shipping,
      taxes: quote.taxes,
      totals: quote.totals,
      customer: { id: '1', email: 'anna@example.com', name: 'Anna Schneider' },
      shippingAddress: cologne,
      ...document,
    },
    payment: {
      method: 'card',
      state: 'captured',
      amount: quote.totals.total,
      reference: 'ch_3PqR7zLk',
      ...payment,
    },
    tasks: [],
    ...order,
  };
}

export const invoiceFor = (quote: Quote, changes: Changes = {}): Invoice =>
  invoiceOf(orderOf(quote, changes), seller, '2026-06-15');

const TEN_PER_CENT = automatic({ name: 'Summer sale' });

/** Two mugs and a book with ten per cent off, sent for 4.90. */
export const sampleQuote = (cart: Partial<Cart> = {}, rules: Partial<Rules> = {}): Quote =>
  quoted(
    cartOf({
      shippingMethod: 'standard',
      lines: [
        line('MUG-BLUE', '12.90', 2, { name: 'Blue mug' }),
        line('BOOK-1', '1234.50', 1, { name: 'Weaving for beginners', taxCategory: 'books' }),
      ],
      ...cart,
    }),
    rulesOf({ promotions: [TEN_PER_CENT], ...rules }),
  );

export const sampleInvoice = (changes: Changes = {}): Invoice => invoiceFor(sampleQuote(), changes);

/** As many lines as asked for, the n-th at n cents. */
export const longInvoice = (count: number, changes: Changes = {}): Invoice =>
  invoiceFor(
    sampleQuote(
      {
        lines: Array.from({ length: count }, (_, index) =>
          line(`SKU-${index + 1}`, ((index + 1) / 100).toFixed(2), 1, {
            name: `Article number ${index + 1}`,
          }),
        ),
      },
      { promotions: [] },
    ),
    changes,
  );
