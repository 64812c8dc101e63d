import { describe, expect, test } from 'vitest';
import { type Invoice, invoiceOf, type Seller } from '../../src/core/invoice.js';
import type { OrderDocument, OrderFacts } from '../../src/core/order.js';
import { confirmationEmail } from '../../src/documents/confirmation-email.js';

const seller: Seller = {
  name: 'Töpferei & Söhne',
  line1: 'Weberstraße 12',
  city: 'Berlin',
  postalCode: '10178',
  country: 'DE',
  email: 'orders@shop.example',
};
const address = {
  name: 'Erika Mustermann',
  line1: 'Invalidenstr. 1',
  line2: 'Hinterhaus',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

/** 2 × 12.90 − 2.58 + 600 × 2.00 + 4.90 of shipping, tax inside. */
const document: OrderDocument = {
  customer: { email: 'erika@example.com', name: 'Somebody Else' },
  priceBasis: 'gross',
  lines: [
    { sku: 'MUG', name: 'Becher „Blau“', quantity: 2, unitPrice: 1290, discount: 258, gross: 2322 },
    { sku: 'CLAY', name: 'Ton', quantity: 600, unitPrice: 200, discount: 0, gross: 120_000 },
  ],
  discounts: [{ promotion: 'ten', name: 'Zehn Prozent', coupon: 'TEN', amount: 258 }],
  shipping: { method: 'standard', gross: 490 },
  taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 103_203, amount: 19_609 }],
  totals: {
    subtotal: 122_580,
    discount: 258,
    shipping: 490,
    net: 103_203,
    tax: 19_609,
    total: 122_812,
    payable: 122_812,
  },
  shippingAddress: address,
};

const invoice = (more: Partial<OrderDocument> = {}, currency = 'EUR'): Invoice => {
  const order: OrderFacts = {
    id: '01J0',
    number: '2026-000001',
    invoiceNumber: 'INV-2026-000001',
    state: 'confirmed',
    currency,
    createdAt: 0,
    confirmedAt: 0,
    document: { ...document, ...more },
    payment: { method: 'simulated', state: 'captured', amount: 122_812, reference: 'ref' },
    tasks: [],
  };
  return invoiceOf(order, seller, '2026-06-01');
};

const abroad = { ...address, name: 'Jane Doe', city: 'Dublin', country: 'IE' };
const english = { shippingAddress: abroad };
const pdf = new Uint8Array([37, 80, 68, 70]);
const email = (of: Invoice = invoice()) => confirmationEmail('01J0', of, pdf);

/** What a mail program shows of HTML: its text, row by row. */
const shown = (html: string): string =>
  html
    .replace(/<title>.*<\/title>/g, '')
    .replace(/<br>|<\/(p|tr)>/g, '\n')
    .replace(/<\/t[dh]>/g, ' | ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('the e-mail of a confirmed order', () => {
  test('goes to the buyer under an id of the order alone, with the invoice attached', () => {
    const { id, to, attachments } = email();
    expect(id).toBe('confirmation.01J0');
    expect(to).toEqual({ name: 'Erika Mustermann', address: 'erika@example.com' });
    expect(attachments).toEqual([
      { filename: 'INV-2026-000001.pdf', contentType: 'application/pdf', content: pdf },
    ]);
    expect(email()).toEqual(email());
  });

  test('reads well as text, in German', () => {
    const { subject, text } = email();
    expect(subject).toBe('Ihre Bestellung 2026-000001');
    expect(text).toBe(`Guten Tag Erika Mustermann,

vielen Dank für Ihre Bestellung 2026-000001. Ihre Zahlung ist eingegangen.

  2 × Becher „Blau“           25,80 EUR
  600 × Ton                1.200,00 EUR

  Rabatt: Zehn Prozent        −2,58 EUR
  Versand                      4,90 EUR
  Summe                    1.228,12 EUR
  Darin enthaltene Steuer    196,09 EUR

Wir liefern an:
  Erika Mustermann
  Invalidenstr. 1
  Hinterhaus
  10115 Berlin

Ihre Rechnung INV-2026-000001 liegt bei.

-- 
Töpferei & Söhne
Weberstraße 12
10178 Berlin
Deutschland
`);
  });

  test('reads well as text, in English', () => {
    const { subject, text } = email(invoice(english));
    expect(subject).toBe('Your order 2026-000001');
    expect(text).toMatch(/^Hello Jane Doe,\n/);
    expect(text).toContain('thank you for your order 2026-000001. We have received your payment.');
    const rows = text.split('\n').filter((line) => line.includes('EUR'));
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      ['2 × Becher „Blau“', 'EUR 25.80'],
      ['600 × Ton', 'EUR 1,200.00'],
      ['Discount: Zehn Prozent', 'EUR −2.58'],
      ['Shipping', 'EUR 4.90'],
      ['Total', 'EUR 1,228.12'],
      ['Tax included', 'EUR 196.09'],
    ]);
    expect(text).toContain('Dublin 10115\n  IRELAND\n');
    expect(text).toContain('Your invoice INV-2026-000001 is attached.');
  });

  test.each([
    ['de', {}],
    ['en', english],
  ] as const)('says the same as HTML, in its own language: %s', (language, more) => {
    const { html, text } = email(invoice(more));
    expect(html).toContain(`<html lang="${language}">`);
    const words = shown(html);
    const amounts = text.match(/(?:EUR )?−?[\d.,]+\d(?: EUR)/g) ?? text.match(/EUR −?[\d.,]+/g);
    expect(amounts).toHaveLength(6);
    for (const amount of amounts ?? []) expect(words).toContain(amount);
    for (const line of [
      'Becher „Blau“ | 2 | ',
      'Ton | 600 | ',
      'Töpferei & Söhne',
      '2026-000001',
    ]) {
      expect(words).toContain(line);
    }
  });

  test('names the tax before the total where prices are net', () => {
    const lines = [
      { sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: 1000, discount: 0, net: 2000 },
    ];
    const net: Partial<OrderDocument> = {
      ...english,
      priceBasis: 'net',
      lines,
      discounts: [],
      shipping: { method: 'standard', net: 500 },
      totals: {
        subtotal: 2000,
        discount: 0,
        shipping: 500,
        net: 2500,
        tax: 475,
        total: 2975,
        payable: 2975,
      },
    };
    const rows = email(invoice(net))
      .text.split('\n')
      .filter((line) => line.includes('EUR'));
    expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
      ['2 × Mug', 'EUR 20.00'],
      ['Shipping', 'EUR 5.00'],
      ['Tax', 'EUR 4.75'],
      ['Total', 'EUR 29.75'],
    ]);
  });

  test('has amounts with the digits of their currency', () => {
    expect(email(invoice(english, 'JPY')).text).toContain('JPY 122,812\n');
    expect(email(invoice(english, 'BHD')).text).toContain('BHD 122.812\n');
  });

  test('stays readable with names of any length', () => {
    const name = 'Ein sehr langer Name '.repeat(20).trim();
    const lines = document.lines.map((line) => ({ ...line, name }));
    const { text } = email(invoice({ lines }));
    expect(text).toContain(`2 × ${name}  `);
    const widest = Math.max(
      ...text
        .split('\n')
        .filter((line) => !line.includes(name))
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(80);
  });
});

describe('a name that is HTML', () => {
  const evil = '<script>alert("x")</script> & <img src=x onerror=\'alert(1)\'>';
  const everywhere: Partial<OrderDocument> = {
    lines: document.lines.map((line) => ({ ...line, name: evil })),
    discounts: [{ promotion: 'ten', name: evil, amount: 258 }],
    shippingAddress: { ...address, name: evil, line1: evil, line2: evil, city: evil },
  };

  test('is shown as the letters that it is, wherever it stands', () => {
    const { html } = email(invoice(everywhere));
    expect(html).not.toMatch(/<script|<img/i);
    expect(html.match(/&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt;/g)).toHaveLength(
      // Greeting, two lines, discount; name, two lines and city of the address.
      8,
    );
    expect(shown(html)).toContain(evil);
    const tags = (text: string) => text.match(/<[^>]*>/g)?.map((tag) => tag.split(' ')[0]);
    expect(tags(html)).toEqual(tags(email().html));
  });

  test('of the seller is, too', () => {
    const of = { ...invoice(), seller: { ...seller, name: evil } };
    expect(email(of).html).not.toMatch(/<script|<img/i);
  });

  test('is left alone in the text', () => {
    expect(email(invoice(everywhere)).text).toContain(evil);
  });

  test('or looks like a place in a template is no place', () => {
    const name = '{number} $& $1 {name}';
    const { text, html } = email(invoice({ shippingAddress: { ...address, name } }));
    expect(text).toContain(`Guten Tag ${name},`);
    expect(shown(html)).toContain(`Guten Tag ${name},`);
  });
});
