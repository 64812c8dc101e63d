import { describe, expect, test } from 'vitest';
import { type Invoice, invoiceOf, type Seller } from '../../src/core/invoice.js';
import type { OrderDocument, OrderFacts } from '../../src/core/order.js';
import { documentEmail } from '../../src/documents/confirmation-email.js';

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
  customer: { email: 'erika@example.com', name: 'Erika Mustermann' },
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
const english = {
  shippingAddress: abroad,
  customer: { ...document.customer, name: 'Jane Doe' },
};
const pdf = new Uint8Array([37, 80, 68, 70]);
const link = { url: 'https://shop.example/orders/01J0?token=a.b', goodUntil: '2026-08-30' };
const email = (of: Invoice = invoice()) => documentEmail('01J0', of, pdf, link);

/** The rows of amounts in a text, as label and amount. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('  ') && line.includes('EUR'))
    .map((row) => row.trim().split(/ {2,}/));

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

Ihre Bestellung 2026-000001 und Ihre Zahlung über 1.228,12 EUR sind eingegangen.

  2 × Becher „Blau“                25,80 EUR
  600 × Ton                     1.200,00 EUR

  Zwischensumme                 1.225,80 EUR
  Zehn Prozent (Gutschein TEN)     −2,58 EUR
  Versand: Standardversand          4,90 EUR
  Gesamtbetrag                  1.228,12 EUR
  Enthaltene MwSt. 19\u00a0%           196,09 EUR

Lieferung an:
  Erika Mustermann
  Invalidenstr. 1
  Hinterhaus
  10115 Berlin

Bestellung ansehen:
https://shop.example/orders/01J0?token=a.b
Der Link braucht kein Kundenkonto und gilt bis zum 30.08.2026.

Ihre Rechnung INV-2026-000001 liegt bei.
Fragen? Antworten Sie einfach auf diese E-Mail.

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
    expect(text).toContain(
      'We have received your order 2026-000001 and your payment of EUR 1,228.12.',
    );
    expect(rowsOf(text)).toEqual([
      ['2 × Becher „Blau“', 'EUR 25.80'],
      ['600 × Ton', 'EUR 1,200.00'],
      ['Subtotal', 'EUR 1,225.80'],
      ['Zehn Prozent (coupon TEN)', 'EUR −2.58'],
      ['Shipping: standard delivery', 'EUR 4.90'],
      ['Total', 'EUR 1,228.12'],
      ['Included VAT 19%', 'EUR 196.09'],
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
    const rows = rowsOf(text);
    expect(rows).toHaveLength(7);
    expect(html).toContain(`href="${link.url}"`);
    for (const [, money = ''] of rows) expect(words).toContain(money.replace(/ ?EUR ?/, ''));
    for (const line of [
      rows.find(([label]) => label === (language === 'de' ? 'Gesamtbetrag' : 'Total'))?.[1] ?? '?',
      ...(language === 'de' ? ['2 × 12,90', '600 × 2,00'] : ['2 × 12.90', '600 × 2.00']),
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
      taxes: [{ code: 'VAT', jurisdiction: 'DE', rate: '19', base: 2500, amount: 475 }],
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
    expect(rowsOf(email(invoice(net)).text)).toEqual([
      ['2 × Mug', 'EUR 20.00'],
      ['Subtotal', 'EUR 20.00'],
      ['Shipping: standard delivery', 'EUR 5.00'],
      ['Net amount', 'EUR 25.00'],
      ['VAT 19%', 'EUR 4.75'],
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

describe('the e-mail with a credit note', () => {
  const credit = (more: Partial<OrderDocument> = {}): Invoice => ({
    ...invoice(more),
    kind: 'credit-note',
    number: 'CN-2026-000007',
    corrects: { number: 'INV-2026-000001', issueDate: '2026-06-01' },
  });

  test('says what goes back, and which invoice is corrected', () => {
    const { id, subject, text, attachments } = email(credit(english));
    expect(id).toBe('credit-note.CN-2026-000007');
    expect(subject).toBe('Your refund for order 2026-000001');
    expect(text).toContain('We are refunding EUR 1,228.12 of your order 2026-000001.');
    expect(text).toContain('credit note CN-2026-000007 is attached. It corrects invoice INV-2026-');
    expect(attachments.map(({ filename }) => filename)).toEqual(['CN-2026-000007.pdf']);
  });

  test('names no delivery: neither an address, nor shipping that does not go back', () => {
    const { text } = email(credit({ ...english, shipping: { method: 'standard', gross: 0 } }));
    expect(text).not.toContain('Delivery to');
    expect(text).not.toContain('Shipping');
    expect(email(credit(english)).text).toContain('Shipping: standard delivery');
  });

  test('does so in German, too', () => {
    const { text } = email(credit());
    expect(text).toContain('wir erstatten Ihnen 1.228,12 EUR Ihrer Bestellung 2026-000001.');
    expect(text).toContain('Rechnungskorrektur CN-2026-000007 zur Rechnung INV-2026-000001');
  });
});

test('an order of hundreds of lines names the first, and is short enough to be shown whole', () => {
  const [line] = document.lines;
  if (!line) throw new Error('the sample has lines');
  const name = 'An article whose name is about as long as names are';
  const lines = Array.from({ length: 675 }, (_, index) => ({ ...line, name: `${name} ${index}` }));
  const { text, html } = email(invoice({ ...english, lines }));
  expect(Buffer.byteLength(html)).toBeLessThan(100_000);
  for (const words of [text, shown(html)]) {
    expect(words).toContain(`${name} 59`);
    expect(words).not.toContain(`${name} 60`);
    expect(words).toContain('… and 615 more: see the attached document.');
  }
});

describe('what only some orders have', () => {
  const rows = (of: Invoice) => rowsOf(email(of).text);

  test('is named between the subtotal and what is payable', () => {
    const of: Invoice = {
      ...invoice(english),
      allowances: [{ reason: 'Damaged box', amount: 500, taxes: [] }],
      charges: [{ reason: 'Gift wrap', amount: 300, taxes: [] }],
      totals: { ...document.totals, withheld: 100, prepaid: 1_000, rounding: 3, payable: 121_715 },
    };
    expect(rows(of).slice(3)).toEqual([
      ['Zehn Prozent (coupon TEN)', 'EUR −2.58'],
      ['Damaged box', 'EUR −5.00'],
      ['Gift wrap', 'EUR 3.00'],
      ['Shipping: standard delivery', 'EUR 4.90'],
      ['Total', 'EUR 1,228.12'],
      ['Included VAT 19%', 'EUR 196.09'],
      ['Tax withheld', 'EUR −1.00'],
      ['Paid in advance', 'EUR −10.00'],
      ['Rounding', 'EUR 0.03'],
      ['Payable', 'EUR 1,217.15'],
    ]);
  });

  test('is said of a line below its name: what the price is for, and its own reductions', () => {
    const [first, ...others] = invoice().lines;
    const changed = {
      ...(first as Invoice['lines'][number]),
      priceQuantity: 100,
      allowances: [{ reason: 'Scratch', amount: 50 }],
    };
    const { html } = email({ ...invoice(), lines: [changed, ...others] });
    expect(shown(html)).toContain('2 × 12,90 / 100, Scratch −0,50');
  });

  test('stands as a sentence of its own: why no tax is charged', () => {
    const notes = ['Reverse charge'];
    const { text, html } = email({ ...invoice(), notes });
    expect(text).toContain('\n\nReverse charge\n\n');
    expect(shown(html)).toContain('Reverse charge\n');
  });

  test('is the address of the invoice, where the goods go elsewhere', () => {
    const billingAddress = { ...address, name: 'Muster GmbH', city: 'Bonn' };
    expect(email(invoice({ billingAddress })).text).toContain('Rechnung an:\n  Muster GmbH\n');
    expect(email().text).not.toContain('Rechnung an:');
  });
});

describe('a name that is HTML', () => {
  const evil = '<script>alert("x")</script> & <img src=x onerror=\'alert(1)\'>';
  const everywhere: Partial<OrderDocument> = {
    lines: document.lines.map((line) => ({ ...line, name: evil })),
    discounts: [{ promotion: 'ten', name: evil, amount: 258 }],
    customer: { ...document.customer, name: evil },
    shippingAddress: { ...address, name: evil, line1: evil, line2: evil, city: evil },
  };

  test('is shown as the letters that it is, wherever it stands', () => {
    const { html } = email(invoice(everywhere));
    expect(html).not.toMatch(/<script|<img/i);
    expect(html.match(/&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt;/g)).toHaveLength(
      // Greeting, two lines, discount; name, two lines and city of the address, here and on the invoice.
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
    const { text, html } = email(invoice({ customer: { ...document.customer, name } }));
    expect(text).toContain(`Guten Tag ${name},`);
    expect(shown(html)).toContain(`Guten Tag ${name},`);
  });

  test('that turns the direction of writing round turns nothing in a letter', () => {
    const name = 'Tasse \u202e(kostenlos) \u2066';
    const lines = document.lines.map((line) => ({ ...line, name }));
    const { text, html, to } = email(invoice({ lines, customer: { ...document.customer, name } }));
    for (const written of [text, html, to.name]) {
      expect(written).toContain('Tasse (kostenlos)');
      expect(written).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

describe('a present', () => {
  const gift = invoice({ customer: { ...document.customer, name: 'Gerda Geber' } });

  test('is confirmed to whoever gives it, not to whoever gets it', () => {
    const { to, text, html } = email(gift);
    expect(to).toEqual({ name: 'Gerda Geber', address: 'erika@example.com' });
    expect(text).toMatch(/^Guten Tag Gerda Geber,\n/);
    expect(shown(html)).toContain('Guten Tag Gerda Geber,');
    expect(text).toContain('Lieferung an:\n  Erika Mustermann\n');
  });
});

test('words without blanks break instead of widening the letter', () => {
  const { html } = email(invoice({ shippingAddress: { ...address, line1: 'S'.repeat(200) } }));
  for (const place of ['card', 'edge'])
    expect(html).toMatch(new RegExp(`class="${place}" style="word-break:break-word;`));
});

test('a letter is dark where its reader’s screen is', () => {
  const { html } = email();
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  const [dark = ''] = /@media \(prefers-color-scheme:dark\)\{.*?\}\}/.exec(html) ?? [];
  for (const [, name = ''] of dark.matchAll(/\.(\w+)/g)) expect(html).toContain(`class="${name}"`);
  expect(dark).toMatch(/^.*body,\.page\{background:#191917 !important\}/);
});
