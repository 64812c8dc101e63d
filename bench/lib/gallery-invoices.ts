/**
 * Twelve documents that differ in what their pages have to carry: the gallery of the README. Their
 * amounts are the engine's own quotes.
 */
import type { Cart, CartLine, TaxComponent } from '../../src/core/cart.js';
import { type CompiledRules, compileRules } from '../../src/core/compile-rules.js';
import { parseMicros } from '../../src/core/decimal.js';
import { creditNoteOf } from '../../src/core/invoice/credit-note.js';
import { type Invoice, invoiceOf, type Seller } from '../../src/core/invoice.js';
import type { Address, OrderDocument, OrderFacts } from '../../src/core/order.js';
import { type Quote, quote } from '../../src/core/quote.js';
import type { Promotion } from '../../src/core/rules.js';
import { loadDemoShop, loadRules, loadSeller } from '../../src/shop-data.js';

export interface GalleryPage {
  name: string;
  invoice: Invoice;
}

const DATE = '2026-06-15';
const AT = Date.UTC(2026, 5, 15, 10);

const addresses = {
  cologne: address('Anna Schneider', 'Aachener Straße 217', '50931', 'Köln', 'DE'),
  lodz: address('Zażółć Gęślą Jaźń sp. z o.o.', 'ul. Piotrkowska 104', '90-926', 'Łódź', 'PL'),
  tokyo: address('山田 太郎', '千代田区丸の内1-9-1', '100-0005', '東京', 'JP'),
  athens: address('Ελένη Παπαδοπούλου', 'Οδός Ερμού 12', '105 63', 'Αθήνα', 'GR'),
  paris: address('Atelier Lumière SARL', '18 rue de Rivoli', '75004', 'Paris', 'FR'),
  london: address('Ada Byron', '12 St James’s Square', 'SW1Y 4JH', 'London', 'GB'),
  boston: {
    ...address('Riverside Ceramics LLC', '1 Beacon Street', '02108', 'Boston', 'US'),
    region: 'MA',
  },
  montreal: address('Marguerite Bourgeoys', '400, rue Saint-Paul Est', 'H2Y 1H4', 'Montréal', 'CA'),
} satisfies Record<string, Address>;

function address(name: string, line1: string, postalCode: string, city: string, country: string) {
  return { name, line1, postalCode, city, country };
}

const vat = (ppm: number, changes: Partial<TaxComponent> = {}): TaxComponent => ({
  ...{ code: 'VAT', jurisdiction: 'DE', ppm, treatment: 'S' },
  ...changes,
});
const STANDARD = vat(190_000);
const REDUCED = vat(70_000);

function micros(text: string): number {
  const parsed = parseMicros(text);
  if (!parsed.ok) throw new Error(`${text} is no decimal`);
  return parsed.value;
}

function line(
  sku: string,
  name: string,
  price: string,
  quantity: string,
  taxes = [STANDARD],
): CartLine {
  const product = { name, category: 'Home', taxCategory: 'standard', priceMicros: micros(price) };
  return { sku, quantityMicros: micros(quantity), product, taxes };
}

const household = (tax: TaxComponent[]): CartLine[] => [
  line('MUG-BLUE', 'Blue mug, stoneware, 0.3 l', '12.90', '2', tax),
  line('LINEN-TC-180', 'Tablecloth AVATAR, washed linen, 140 × 180 cm', '64.00', '1', tax),
  line('TOWEL-WAFFLE', 'Waffle tea towel', '8.50', '4', tax),
];

interface Order {
  cart: Partial<Cart> & { lines: CartLine[] };
  to: Address;
  document?: Partial<OrderDocument>;
  payment?: Partial<OrderFacts['payment']>;
  seller?: Partial<Seller>;
}

class Bookkeeper {
  readonly #rules: CompiledRules = compileRules(loadRules(loadDemoShop(AT).promotions));
  readonly #seller: Seller;

  constructor() {
    const seller = loadSeller('', true);
    if (seller === null) throw new Error('the demo shop has no seller');
    this.#seller = seller;
  }

  invoice({ cart, to, document, payment, seller }: Order): Invoice {
    const quoted = this.#quoted({ country: to.country, ...cart });
    const { priceBasis, lines, discounts, shipping, taxes, totals, allowances, charges } = quoted;
    const order: OrderFacts = {
      ...{ id: '01JXQ0000000000000000000AA', number: '2026-000042', state: 'confirmed' },
      ...{ invoiceNumber: 'INV-2026-000042', currency: quoted.currency, tasks: [] },
      ...{ createdAt: AT, confirmedAt: AT },
      document: {
        ...{ priceBasis, lines, discounts, shipping, taxes, totals },
        ...(allowances ? { allowances } : {}),
        ...(charges ? { charges } : {}),
        customer: { id: '1017', email: 'customer@example.com', name: to.name },
        shippingAddress: to,
        ...document,
      },
      payment: {
        ...{ method: 'card', state: 'captured', reference: 'ch_3PqR7zLkWm' },
        amount: totals.payable,
        ...payment,
      },
    };
    return invoiceOf(order, { ...this.#seller, ...seller }, DATE);
  }

  #quoted(changes: Partial<Cart> & { country: string; lines: CartLine[] }): Quote {
    const cart: Cart = {
      ...{ currency: 'EUR', date: DATE, shippingMethod: 'standard', coupons: [], promotions: [] },
      shippingTaxes: changes.lines[0]?.taxes,
      ...changes,
    };
    const result = quote(cart, this.#rules);
    if (!result.ok) throw new Error(`a quote was refused: ${JSON.stringify(result.refusal)}`);
    return result.value;
  }
}

export function galleryPages(): GalleryPage[] {
  const desk = new Bookkeeper();
  return [...germanPages(desk), ...foreignPages(desk), ...unusualPages(desk)];
}

const UNPAID = { method: 'invoice', state: 'pending', reference: null } as const;

const summerSale: Promotion = {
  ...{ id: 'summer', name: 'Sommerrabatt', priority: 1, since: '2026-01-01', until: null },
  action: { type: 'percentage', percent: '10' },
  target: { type: 'order' },
};

function germanPages(desk: Bookkeeper): GalleryPage[] {
  const lines = [
    line('TASSE-BLAU', 'Tasse »Ätna«, Steinzeug, 0,3 l', '12.90', '2'),
    line('BUCH-WEBEN', 'Weben für Anfänger. Das Grundlagenbuch', '29.90', '1', [REDUCED]),
    line('TD-180', 'Tischdecke AVATAR, gewaschenes Leinen, 140 × 180 cm', '64.00', '1'),
    line('GT-WAFFEL', 'Geschirrtuch Waffelpiqué', '8.50', '4'),
    line('KAFFEE-1KG', 'Röstkaffee, ganze Bohne, 1 kg', '24.90', '1', [REDUCED]),
  ];
  const paid = desk.invoice({
    cart: { lines, promotions: [summerSale] },
    to: addresses.cologne,
  });
  const due = desk.invoice({ cart: { lines }, to: addresses.cologne, payment: UNPAID });
  return [
    { name: '01-paid-with-discount', invoice: paid },
    { name: '02-due-with-giro-code', invoice: due },
    { name: '03-credit-note', invoice: creditNote(paid) },
    { name: '04-many-lines', invoice: longInvoice(desk) },
  ];
}

/** The first two lines come back, for a reason. */
function creditNote(invoice: Invoice): Invoice {
  return creditNoteOf(invoice, {
    ...{ number: 'CN-2026-000007', issuedOn: '2026-06-29', allowances: [], charges: [] },
    ...{
      reason: 'Tasse mit Sprung angekommen',
      shipping: null,
      goodwill: [],
      prepaid: 0,
      rounding: 0,
    },
    lines: invoice.lines.slice(0, 2),
    payment: { ...invoice.payment, state: 'refunded' },
  });
}

function longInvoice(desk: Bookkeeper): Invoice {
  const goods = [
    'Garnrolle Baumwolle',
    'Webschiffchen, Buche',
    'Kettfaden, gewachst',
    'Leinengarn',
  ];
  const lines = Array.from({ length: 48 }, (_, index) => {
    const name = `${goods[index % goods.length]}, Farbe ${index + 1}`;
    const price = `${3 + (index % 9)}.${20 + index}`;
    return line(`GARN-${100 + index}`, name, price, String(1 + (index % 5)));
  });
  return desk.invoice({ cart: { lines }, to: addresses.cologne });
}

function foreignPages(desk: Bookkeeper): GalleryPage[] {
  const reverse = vat(0, { treatment: 'AE', reason: 'Article 196 of Directive 2006/112/EC' });
  const intraCommunity = vat(0, { treatment: 'K', reason: 'Article 138 of Directive 2006/112/EC' });
  const exported = vat(0, { treatment: 'G', reason: 'Article 146 of Directive 2006/112/EC' });
  const net = { priceBasis: 'net', shippingMethod: 'pickup' } as const;
  const service = line('WORKSHOP', 'Weaving workshop, two days', '890.00', '1', [reverse]);
  return [
    {
      name: '05-reverse-charge',
      invoice: desk.invoice({
        cart: { ...net, lines: [service] },
        to: addresses.paris,
        document: { vatId: 'FR40303265045', buyer: { reference: 'PO 4711' } },
        payment: UNPAID,
      }),
    },
    {
      name: '06-intra-community',
      invoice: desk.invoice({
        cart: { ...net, lines: household([intraCommunity]) },
        to: addresses.lodz,
        document: { vatId: 'PL5260001246' },
      }),
    },
    {
      name: '07-export',
      invoice: desk.invoice({ cart: { lines: household([exported]) }, to: addresses.london }),
    },
    {
      name: '08-japanese',
      invoice: desk.invoice({
        cart: {
          lines: [
            line('HASHI', '箸置き「藍」 Chopstick rest', '9.80', '6', [exported]),
            line('NOREN', '暖簾 麻 90×150 cm', '78.00', '1', [exported]),
          ],
        },
        to: addresses.tokyo,
      }),
    },
    {
      name: '09-greek',
      invoice: desk.invoice({
        cart: {
          lines: household([vat(240_000, { jurisdiction: 'GR' })]),
          shippingTaxes: [vat(240_000, { jurisdiction: 'GR' })],
        },
        to: addresses.athens,
        document: { billingAddress: addresses.paris },
      }),
    },
  ];
}

function unusualPages(desk: Bookkeeper): GalleryPage[] {
  return [
    { name: '10-allowances-and-charges', invoice: businessInvoice(desk) },
    { name: '11-dollars-with-vat-in-euros', invoice: dollarInvoice(desk) },
    { name: '12-two-taxes-and-a-wordmark', invoice: canadianInvoice(desk) },
  ];
}

function businessInvoice(desk: Bookkeeper): Invoice {
  const screws = line('SCREW-M4', 'Schraube M4 × 20, verzinkt', '6.25', '1250');
  const cloth = line('TD-180', 'Tischdecke AVATAR, gewaschenes Leinen', '53.78', '12');
  return desk.invoice({
    cart: {
      ...{ priceBasis: 'net', shippingMethod: 'standard', prepaidMinor: 20_000 },
      lines: [
        { ...screws, priceQuantityMicros: micros('100') },
        {
          ...cloth,
          allowances: [{ reason: 'Mengenrabatt 5 %', ppm: 50_000 }],
          charges: [{ reason: 'Monogramm', amountMinor: 3_600 }],
        },
      ],
      discounts: [{ reason: 'Treuerabatt', amountMinor: 2_500, taxes: [STANDARD] }],
      charges: [{ reason: 'Verpackung', amountMinor: 1_200, taxes: [STANDARD] }],
    },
    to: { ...addresses.cologne, name: 'Gasthaus zur alten Weberei GmbH & Co. KG' },
    payment: UNPAID,
    seller: {
      taxNumber: '37/123/45678',
      contact: { name: 'Jana Weber', phone: '+49 30 1234567', email: 'jana@shop.example' },
    },
  });
}

function dollarInvoice(desk: Bookkeeper): Invoice {
  return desk.invoice({
    cart: {
      currency: 'USD',
      priceBasis: 'net',
      shippingMethod: 'pickup',
      lines: household([STANDARD]),
    },
    to: addresses.boston,
    seller: {
      accounting: {
        currency: 'EUR',
        rates: [{ currency: 'USD', since: '2026-06-01', rate: '0.8612' }],
      },
    },
  });
}

function canadianInvoice(desk: Bookkeeper): Invoice {
  const taxes: TaxComponent[] = [
    { code: 'GST', jurisdiction: 'CA', ppm: 50_000 },
    { code: 'QST', jurisdiction: 'CA-QC', ppm: 99_750 },
  ];
  const invoice = desk.invoice({
    cart: { priceBasis: 'net', shippingMethod: 'pickup', lines: household(taxes) },
    to: addresses.montreal,
    document: { billingAddress: addresses.boston },
  });
  const { logo: _, ...seller } = invoice.seller;
  return { ...invoice, seller };
}
