// What the customer is sent: the order in words, as text and as HTML, with the invoice attached.

import { type Invoice, type Language, printMoney } from '../core/invoice.js';
import { addressLines, countryName } from './layout/postal-address.js';

export interface EmailContent {
  /** Becomes the Message-ID's local part; unique, and stable over repetitions. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string; content: Uint8Array }[];
}

interface Texts {
  subject: string;
  greeting: string;
  thanks: string;
  columns: { item: string; quantity: string; amount: string };
  discount: string;
  shipping: string;
  total: string;
  includedTax: string;
  addedTax: string;
  deliveredTo: string;
  attached: string;
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    subject: 'Your order {number}',
    greeting: 'Hello {name},',
    thanks: 'thank you for your order {number}. We have received your payment.',
    columns: { item: 'Item', quantity: 'Quantity', amount: 'Amount' },
    discount: 'Discount: {name}',
    shipping: 'Shipping',
    total: 'Total',
    includedTax: 'Tax included',
    addedTax: 'Tax',
    deliveredTo: 'We deliver to:',
    attached: 'Your invoice {number} is attached.',
  },
  de: {
    subject: 'Ihre Bestellung {number}',
    greeting: 'Guten Tag {name},',
    thanks: 'vielen Dank für Ihre Bestellung {number}. Ihre Zahlung ist eingegangen.',
    columns: { item: 'Artikel', quantity: 'Menge', amount: 'Betrag' },
    discount: 'Rabatt: {name}',
    shipping: 'Versand',
    total: 'Summe',
    includedTax: 'Darin enthaltene Steuer',
    addedTax: 'Steuer',
    deliveredTo: 'Wir liefern an:',
    attached: 'Ihre Rechnung {number} liegt bei.',
  },
};

export function confirmationEmail(
  orderId: string,
  invoice: Invoice,
  pdf: Uint8Array,
): EmailContent {
  const content = contentOf(invoice);
  return {
    id: `confirmation.${orderId}`,
    to: { name: invoice.buyer.name, address: invoice.buyer.email },
    subject: content.subject,
    text: textOf(content),
    html: htmlOf(content, invoice.language),
    attachments: [
      { filename: `${invoice.number}.pdf`, contentType: 'application/pdf', content: pdf },
    ],
  };
}

interface Content {
  subject: string;
  paragraphs: string[];
  columns: Texts['columns'];
  lines: { item: string; quantity: string; amount: string }[];
  sums: { label: string; amount: string }[];
  delivery: { title: string; lines: string[] };
  attached: string;
  seller: string[];
}

function contentOf(invoice: Invoice): Content {
  const { language, currency, totals, priceBasis, seller, deliveryAddress } = invoice;
  const words = texts[language];
  const money = (amount: number) => printMoney(amount, currency, language);
  const tax = { label: words.addedTax, amount: money(totals.tax) };
  const total = { label: words.total, amount: money(totals.total) };
  return {
    subject: filled(words.subject, { number: invoice.orderNumber }),
    paragraphs: [
      filled(words.greeting, { name: deliveryAddress.name }),
      filled(words.thanks, { number: invoice.orderNumber }),
    ],
    columns: words.columns,
    lines: invoice.lines.map(({ name, quantity, subtotal }) => ({
      item: name,
      quantity: String(quantity),
      amount: money(subtotal),
    })),
    sums: [
      ...invoice.discounts.map(({ name, amount }) => ({
        label: filled(words.discount, { name }),
        amount: money(-amount),
      })),
      { label: words.shipping, amount: money(invoice.shipping.amount) },
      ...(priceBasis === 'net' ? [tax, total] : [total, { ...tax, label: words.includedTax }]),
    ],
    delivery: {
      title: words.deliveredTo,
      lines: addressLines(deliveryAddress, seller.country, language),
    },
    attached: filled(words.attached, { number: invoice.number }),
    seller: [
      ...addressLines(seller, seller.country, language),
      countryName(seller.country, language),
    ],
  };
}

const filled = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

function textOf(content: Content): string {
  const { paragraphs, lines, sums, delivery, attached, seller } = content;
  const rows = [
    ...lines.map(({ item, quantity, amount }) => [`${quantity} × ${item}`, amount] as const),
    ...sums.map(({ label, amount }) => [label, amount] as const),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const figures = Math.max(...rows.map(([, amount]) => amount.length));
  const printed = rows.map(
    ([label, amount]) => `  ${label.padEnd(Math.min(width, 56))}  ${amount.padStart(figures)}`,
  );
  return [
    ...paragraphs.flatMap((paragraph) => [paragraph, '']),
    ...printed.slice(0, lines.length),
    '',
    ...printed.slice(lines.length),
    '',
    delivery.title,
    ...delivery.lines.map((line) => `  ${line}`),
    '',
    attached,
    '',
    '-- ',
    ...seller,
    '',
  ].join('\n');
}

const STYLE = {
  body: 'margin:0;padding:24px;background:#f4f4f2;color:#1d1d1b;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif',
  card: 'max-width:600px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px',
  head: 'padding:8px 0;border-bottom:2px solid #1d1d1b;text-align:left;font-size:14px',
  cell: 'padding:8px 0;border-bottom:1px solid #e2e2de;vertical-align:top',
  sum: 'padding:4px 0',
  right: ';text-align:right;white-space:nowrap;padding-left:16px',
  small: 'color:#60605b;font-size:13px',
} as const;

function htmlOf(content: Content, language: Language): string {
  const { subject, paragraphs, columns, lines, sums, delivery, attached, seller } = content;
  const cell = (style: string, text: string, more = '') =>
    `<td style="${style}"${more}>${escaped(text)}</td>`;
  const right = (style: string) => style + STYLE.right;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="${STYLE.body}"><div style="${STYLE.card}">
${paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
<table role="presentation" width="100%" cellspacing="0" style="border-collapse:collapse">
<tr><th style="${STYLE.head}">${escaped(columns.item)}</th><th style="${right(STYLE.head)}">${escaped(columns.quantity)}</th><th style="${right(STYLE.head)}">${escaped(columns.amount)}</th></tr>
${lines
  .map(
    ({ item, quantity, amount }) =>
      `<tr>${cell(STYLE.cell, item)}${cell(right(STYLE.cell), quantity)}${cell(right(STYLE.cell), amount)}</tr>`,
  )
  .join('\n')}
${sums
  .map(
    ({ label, amount }) =>
      `<tr>${cell(STYLE.sum, label, ' colspan="2"')}${cell(right(STYLE.sum), amount)}</tr>`,
  )
  .join('\n')}
</table>
<p><strong>${escaped(delivery.title)}</strong><br>${delivery.lines.map(escaped).join('<br>')}</p>
<p>${escaped(attached)}</p>
<p style="${STYLE.small}">${seller.map(escaped).join('<br>')}</p>
</div></body></html>
`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] as string);
