// Invoices and credit notes of every kind, made through the engine's own quote: each cart is one of
// the combinations of the lists below, drawn evenly, the same in every run.

import type {
  Cart,
  CartLine,
  DocumentAdjustment,
  TaxComponent,
  TaxTreatment,
} from '../../../src/core/cart.js';
import { creditNoteOf } from '../../../src/core/invoice/credit-note.js';
import { type Invoice, invoiceOf, type Seller } from '../../../src/core/invoice.js';
import type { Quote } from '../../../src/core/quote.js';
import type { Settings } from '../../../src/core/settings.js';
import { cologne, orderOf, seller } from '../../documents/sample-orders.js';
import { automatic, cartOf, line, quoted, rulesOf } from '../carts.js';

const vat = (percent: number, treatment?: TaxTreatment, reason?: string): TaxComponent => ({
  code: 'VAT',
  jurisdiction: 'DE',
  ppm: percent * 10_000,
  ...(treatment ? { treatment } : {}),
  ...(reason ? { reason } : {}),
});

const withheld: TaxComponent = {
  ...{ code: 'IRPF', jurisdiction: 'ES', ppm: 150_000, isWithheld: true },
};

/** The taxes of lines, in turn. */
export const taxCases: Readonly<Record<string, TaxComponent[][]>> = {
  standard: [[vat(19)]],
  'two rates': [[vat(19)], [vat(7)]],
  'three rates': [[vat(20)], [vat(5.5)], [vat(2.1)]],
  'standard and zero': [[vat(20)], [vat(0)]],
  'standard and exempt': [[vat(19)], [vat(0, 'E', 'Exempt, article 132')]],
  'exempt twice over': [[vat(0, 'E', 'Books')], [vat(0, 'E', 'Medicine')]],
  'reverse charge': [[vat(0, 'AE', 'Reverse charge')]],
  'intra-community': [[vat(0, 'K', 'Intra-community supply, article 138')]],
  export: [[{ ...vat(0, 'G', 'Export, article 146'), code: 'EXPORT', jurisdiction: 'US' }]],
  'outside the scope': [[vat(0, 'O', 'Outside the scope of VAT')]],
  'Canary Islands': [[vat(7, 'L')], [vat(3, 'L')]],
  'withheld beside': [[vat(21), withheld]],
};

const priceCases: readonly ((taxes: TaxComponent[][]) => CartLine[])[] = [
  (taxes) => lines(taxes, ['12.90', '1234.50', '0.07']),
  (taxes) => lines(taxes, ['0.99'], 3),
  (taxes) => lines(taxes, ['0.123456', '19.99'], 7),
  (taxes) => lines(taxes, ['3.33', '3.33', '3.33'], '2.375'),
  (taxes) => lines(taxes, ['0.00', '49.00']),
  (taxes) => lines(taxes, ['0.01', '0.01', '0.01', '0.01', '0.01']),
  (taxes) => lines(taxes, ['850.00'], 250).map((each) => priced(each)),
  (taxes) => lines(taxes, ['100.00', '15.55'], 2).map(adjusted),
];

function lines(taxes: TaxComponent[][], prices: string[], quantity: number | string = 1) {
  const count = Math.max(prices.length, taxes.length);
  return Array.from({ length: count }, (_, index): CartLine => {
    const price = prices[index % prices.length] as string;
    const owed = taxes[index % taxes.length] as TaxComponent[];
    return { ...line(`SKU-${index + 1}`, price, quantity), taxes: owed };
  });
}

/** A price for a hundred. */
const priced = (each: CartLine): CartLine => ({ ...each, priceQuantityMicros: 100_000_000 });

const adjusted = (each: CartLine): CartLine => ({
  ...each,
  allowances: [{ reason: 'Scratched', ppm: 33_000 }],
  charges: [{ reason: 'Engraving', amountMinor: 1_234 }],
});

type Adjusting = (taxes: TaxComponent[]) => {
  discounts?: DocumentAdjustment[];
  charges?: DocumentAdjustment[];
  isOnSale?: boolean;
};

const adjustments: readonly Adjusting[] = [
  () => ({}),
  () => ({ isOnSale: true }),
  () => ({ discounts: [{ reason: 'Loyalty', ppm: 70_000 }] }),
  (taxes) => ({
    discounts: [{ reason: 'Voucher', amountMinor: 1, taxes }],
    charges: [{ reason: 'Packing', amountMinor: 777, taxes }],
  }),
  () => ({ charges: [{ reason: 'Small order', ppm: 15_000 }], isOnSale: true }),
];

const settingCases: readonly Partial<Settings>[] = [
  {},
  { grossSplit: 'net' },
  { taxRounding: 'line' },
  { taxRounding: 'unit' },
  { taxRounding: 'end' },
  { rounding: 'half-even', discountRounding: 'down', discountSpread: 'even' },
  { shippingTax: 'lines', discountSpread: 'last' },
  { shippingDiscount: 'pro-rata', cashStepMicros: 50_000 },
];

interface Payment {
  state: 'captured' | 'pending';
  method: string;
  prepaidMinor?: number;
}

const payments: readonly Payment[] = [
  { state: 'captured', method: 'card' },
  { state: 'captured', method: 'simulated', prepaidMinor: 300 },
  { state: 'pending', method: 'invoice' },
];

const currencies = ['EUR', 'JPY', 'USD'] as const;
const bases = ['gross', 'net'] as const;

export const exchanging: Seller = {
  ...seller,
  accounting: {
    currency: 'EUR',
    rates: [
      { currency: 'USD', since: '2026-01-01', rate: '0.913242' },
      { currency: 'JPY', since: '2026-01-01', rate: '0.0061' },
    ],
  },
};

export interface MatrixCase {
  name: string;
  invoice: Invoice;
  creditNotes: Invoice[];
}

/** Steps through the lists at paces of their own, so that all pairs of choices meet. */
export function matrix(count: number): MatrixCase[] {
  return Array.from({ length: count }, (_, n) => caseOf(n));
}

const pick = <Item>(items: readonly Item[], index: number): Item =>
  items[Math.floor(index) % items.length] as Item;

function caseOf(n: number): MatrixCase {
  const [taxName, taxes] = pick(Object.entries(taxCases), n);
  const basis = pick(bases, n / 12);
  const currency = pick(currencies, n % 7 < 5 ? 0 : n);
  const setting = pick(settingCases, n / 5);
  const payment = pick(payments, n / 11);
  const first = taxes[0] as TaxComponent[];
  const { isOnSale, ...adjusting } = pick(adjustments, n / 3)(first);
  const cart = cartOf({
    currency,
    priceBasis: basis,
    lines: recorded(pick(priceCases, n / 2)(taxes), currency),
    shippingMethod: n % 2 === 0 ? 'standard' : 'pickup',
    shippingTaxes: first,
    settings: setting,
    ...(payment.prepaidMinor === undefined ? {} : { prepaidMinor: payment.prepaidMinor }),
    ...adjusting,
  });
  const promotions = isOnSale ? [automatic({ name: 'Summer sale' })] : [];
  const quote = quoted(cart, rulesOf({ promotions, shippingMethods: methods }));
  const invoice = invoiceFor(quote, taxName, payment);
  const name = `${n}: ${taxName}, ${basis}, ${currency}, ${JSON.stringify(setting)}, ${cartName(cart)}`;
  return { name, invoice, creditNotes: creditNotesOf(invoice) };
}

const prices = { EUR: '4.90', JPY: '800', USD: '5.50' };
export const methods = ['pickup', 'standard'].map((id) => ({
  ...{ id, name: id, taxCategory: 'standard' },
  prices: id === 'pickup' ? { EUR: '0', JPY: '0', USD: '0' } : prices,
}));

/** Prices of the lists' own say no basis; recorded ones are on the cart's. */
const recorded = (given: CartLine[], currency: Cart['currency']): CartLine[] =>
  given.map((each) => ({
    ...each,
    unitPriceMicros: Math.round(each.product?.priceMicros ?? 0) * (currency === 'JPY' ? 100 : 1),
  }));

const cartName = ({ discounts, charges, prepaidMinor, lines: given }: Cart): string =>
  `${given.length} lines, ${discounts?.length ?? 0} discounts, ${charges?.length ?? 0} charges, ${prepaidMinor ?? 0} prepaid`;

function invoiceFor(quote: Quote, taxName: string, { state, method }: Payment): Invoice {
  const abroad = { ...cologne, country: taxName === 'export' ? 'US' : 'AT' };
  const isForeign = ['reverse charge', 'intra-community', 'export'].includes(taxName);
  const { allowances, charges } = quote;
  const order = orderOf(quote, {
    document: {
      ...(allowances ? { allowances } : {}),
      ...(charges ? { charges } : {}),
      shippingAddress: isForeign ? abroad : cologne,
      ...(isForeign && taxName !== 'export' ? { vatId: 'ATU13585627' } : {}),
    },
    payment: { method, state, amount: quote.totals.payable },
  });
  return invoiceOf(order, exchanging, '2026-06-15');
}

/** All of it; and its first line alone, with something for the trouble. */
function creditNotesOf(invoice: Invoice): Invoice[] {
  const { lines, shipping, allowances, charges, totals, payment } = invoice;
  const facts = {
    number: 'CN-2026-000007',
    issuedOn: '2026-07-01',
    reason: 'Returned',
    payment: { ...payment, state: 'refunded' as const },
  };
  const whole = creditNoteOf(invoice, {
    ...facts,
    ...{
      lines,
      shipping,
      allowances,
      charges,
      goodwill: [],
      prepaid: 0,
      rounding: totals.rounding ?? 0,
    },
  });
  const first = lines.slice(0, 1);
  const partial = creditNoteOf(invoice, {
    ...facts,
    ...{
      lines: first,
      shipping: null,
      allowances: [],
      charges: [],
      goodwill: [],
      prepaid: 0,
      rounding: 0,
    },
  });
  const goodwill = {
    reason: 'For the trouble',
    amount: shipping.amount - shipping.discount,
    taxes: shipping.taxes,
  };
  const alone = creditNoteOf(invoice, {
    ...facts,
    ...{
      lines: [],
      shipping: null,
      allowances: [],
      charges: [],
      goodwill: [goodwill],
      prepaid: 0,
      rounding: 0,
    },
  });
  return goodwill.amount > 0 ? [whole, partial, alone] : [whole, partial];
}
