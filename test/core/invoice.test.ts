import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invoiceOf, printDecimal, printMoney, printPrice } from '../../src/core/invoice.js';
import {
  cologne,
  invoiceFor,
  london,
  orderOf,
  sampleInvoice,
  sampleQuote,
  seller,
} from '../documents/sample-orders.js';
import { pricingCase } from './arbitraries.js';
import { quoted } from './carts.js';

describe('an invoice', () => {
  test.each(['FR12345678901', 'XX99', 'FRZZ', 'GR094259216'])(
    'does not pass off %s as a VAT id',
    (vatId) => {
      expect(invoiceFor(sampleQuote(), { document: { vatId } }).buyer).not.toHaveProperty('vatId');
    },
  );

  test.each(['FR40303265045', 'CHE-116.281.710 MWST', 'AU51824753556'])(
    'names the VAT id %s, which is one or of a country whose ids nobody here knows',
    (vatId) => {
      expect(invoiceFor(sampleQuote(), { document: { vatId } }).buyer.vatId).toBe(vatId);
    },
  );

  test('takes its facts from the order as it was frozen', () => {
    const quote = sampleQuote();
    const invoice = invoiceFor(quote, { document: { vatId: 'DE129273398' } });
    expect(invoice).toMatchObject({
      number: 'INV-2026-000042',
      issueDate: '2026-06-15',
      supplyDate: '2026-06-15',
      orderNumber: '2026-000042',
      currency: 'EUR',
      priceBasis: 'gross',
      seller,
      buyer: { id: '1', name: 'Anna Schneider', address: cologne, vatId: 'DE129273398' },
      deliveryAddress: cologne,
      discounts: [{ name: 'Summer sale', amount: 12_603 }],
      kind: 'invoice',
      corrects: null,
      reason: null,
      allowances: [],
      charges: [],
      accounting: null,
      shipping: { method: 'standard', amount: 490, discount: 0, taxes: quote.shipping.taxes },
      taxes: quote.taxes,
      totals: quote.totals,
      payment: { method: 'card', reference: 'ch_3PqR7zLk', state: 'captured', amount: 113_917 },
    });
    expect(invoice.lines[0]).toEqual({
      sku: 'MUG-BLUE',
      name: 'Blue mug',
      quantity: 2,
      unitPrice: 1_290,
      priceQuantity: 1,
      allowances: [],
      charges: [],
      subtotal: 2_580,
      discount: 258,
      amount: 2_322,
      taxes: quote.lines[0]?.taxes,
    });
  });

  test('goes to the billing address where there is one', () => {
    const { buyer, deliveryAddress } = sampleInvoice({
      document: { billingAddress: london, shippingAddress: cologne },
    });
    expect(buyer.name).toBe('Ada Byron');
    expect(buyer.address).toEqual(london);
    expect(deliveryAddress).toEqual(cologne);
  });

  test.each([
    ['DE', 'de'],
    ['AT', 'de'],
    ['CH', 'de'],
    ['LI', 'de'],
    ['LU', 'en'],
    ['JP', 'en'],
  ])('for a buyer in %s is in %s', (country, language) => {
    const document = { shippingAddress: { ...cologne, country } };
    expect(sampleInvoice({ document }).language).toBe(language);
  });

  test('of an order that is not confirmed is a mistake', () => {
    const order = orderOf(sampleQuote(), { order: { invoiceNumber: null } });
    expect(() => invoiceOf(order, seller, '2026-06-15')).toThrow('has no invoice number');
  });

  test('survives the way through JSON', () => {
    const invoice = sampleInvoice();
    expect(JSON.parse(JSON.stringify(invoice))).toEqual(invoice);
  });

  test('adds up: lines − discounts + shipping is the total, or the net amount', () => {
    fc.assert(
      fc.property(pricingCase(), ({ cart, rules }) => {
        const { lines, discounts, shipping, totals, taxes, priceBasis } = invoiceFor(
          quoted(cart, rules),
        );
        const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
        const payable =
          sum(lines.map(({ subtotal }) => subtotal)) -
          sum(discounts.map(({ amount }) => amount)) +
          shipping.amount;
        expect(payable).toBe(priceBasis === 'gross' ? totals.total : totals.net);
        expect(sum(lines.map(({ amount }) => amount)) + shipping.amount).toBe(payable);
        expect(sum(taxes.map(({ base, amount }) => base + amount))).toBe(totals.total);
      }),
    );
  });
});

describe('an amount in print', () => {
  test.each([
    [123_456_789, 'EUR', 'EUR 1,234,567.89', '1.234.567,89 EUR'],
    [-5, 'EUR', 'EUR −0.05', '−0,05 EUR'],
    [0, 'EUR', 'EUR 0.00', '0,00 EUR'],
    [99_999, 'EUR', 'EUR 999.99', '999,99 EUR'],
    [1_234_567, 'JPY', 'JPY 1,234,567', '1.234.567 JPY'],
    [1_234_567, 'KWD', 'KWD 1,234.567', '1.234,567 KWD'],
  ])('%d %s is %s, or %s', (amount, currency, english, german) => {
    expect(printMoney(amount, currency, 'en')).toBe(english);
    expect(printMoney(amount, currency, 'de')).toBe(german);
  });

  test('of a unit price has at least the decimals of its currency', () => {
    expect(printPrice(1_290, 'EUR', 'de')).toBe('12,90');
    expect(printPrice('0.0625', 'EUR', 'de')).toBe('0,0625');
    expect(printPrice('1234.123456', 'EUR', 'en')).toBe('1,234.123456');
    expect(printPrice('3', 'EUR', 'en')).toBe('3.00');
    expect(printPrice('1.5', 'JPY', 'en')).toBe('1.5');
    expect(printPrice('3', 'JPY', 'en')).toBe('3');
  });

  test('of a quantity groups its thousands alone', () => {
    expect(printDecimal('1234.5678', 'en')).toBe('1,234.5678');
    expect(printDecimal('1000', 'de')).toBe('1.000');
    expect(printDecimal('-1000000', 'de')).toBe('−1.000.000');
  });
});
