// What the customer is sent: the order in words, as text and as HTML, with the invoice attached. Of a
// credit note it is the same letter in other words.

import { type Invoice, type Language, printMoney } from '../core/invoice.js';
import type { EmailContent } from './compose-email.js';
import { withoutTurns } from './fonts/printable.js';
import { htmlLetter } from './html-letter.js';
import { addressLines, countryName } from './layout/postal-address.js';
import { type AmountRow, amountRows, type ItemRow, itemRows } from './statement.js';
import { type EmailTexts, fill, lettersOf, printDate, textsOf } from './texts/texts.js';

/** Where the order is to be seen, and until when: `YYYY-MM-DD`. */
export interface OrderLink {
  url: string;
  goodUntil: string;
}

/** A letter's parts in its language, before they become text or HTML. */
export interface Letter {
  language: Language;
  subject: string;
  sender: string;
  heading: string;
  paragraphs: string[];
  link: { label: string; url: string; note: string };
  columns: { item: string; quantity: string; amount: string };
  items: ItemRow[];
  /** Where there are more items than a letter should have. */
  more: string | null;
  amounts: AmountRow[];
  notes: string[];
  addresses: { title: string; lines: string[] }[];
  closing: string[];
  footer: string[];
}

export function documentEmail(
  orderId: string,
  invoice: Invoice,
  pdf: Uint8Array,
  link: OrderLink,
): EmailContent {
  const { kind, number, language, buyer } = invoice;
  const { confirmation, creditNote } = lettersOf(language);
  const isInvoice = kind === 'invoice';
  const letter = letterOf(invoice, isInvoice ? confirmation : creditNote, link);
  return {
    id: isInvoice ? `confirmation.${orderId}` : `credit-note.${number}`,
    to: { name: withoutTurns(buyer.contactName), address: buyer.email },
    subject: letter.subject,
    text: withoutTurns(textLetter(letter)),
    html: htmlLetter(letter),
    attachments: [{ filename: `${number}.pdf`, contentType: 'application/pdf', content: pdf }],
  };
}

/** Nobody reads on, and mail programs cut long letters; the attached document has them all. */
const ITEMS_MAX = 60;

function letterOf(invoice: Invoice, words: EmailTexts, link: OrderLink): Letter {
  const { language, currency, totals, seller, number } = invoice;
  const letters = lettersOf(language);
  const items = itemRows(invoice, language);
  const left = items.length - ITEMS_MAX;
  const values = {
    order: invoice.orderNumber,
    number,
    corrected: invoice.corrects?.number ?? '',
    amount: printMoney(totals.payable, currency, language),
  };
  return {
    language,
    subject: fill(words.subject, values),
    sender: seller.name,
    heading: words.heading,
    paragraphs: [
      fill(letters.greeting, { name: invoice.buyer.contactName }),
      fill(words.opening, values),
    ],
    link: {
      label: letters.viewOrder,
      url: link.url,
      note: fill(letters.linkExpires, { date: printDate(link.goodUntil, textsOf(language)) }),
    },
    columns: letters.columns,
    items: items.slice(0, ITEMS_MAX),
    more: left > 0 ? fill(letters.moreItems, { count: String(left) }) : null,
    amounts: amountRows(invoice, language, { kind: invoice.kind }),
    notes: invoice.notes,
    addresses: addressesOf(invoice),
    closing: [
      fill(words.attached, values),
      ...(seller.email === undefined ? [] : [letters.questions]),
    ],
    footer: [
      ...addressLines(seller, seller.country, language),
      countryName(seller.country, language),
      ...(seller.registration === undefined ? [] : [seller.registration]),
      ...(seller.vatId === undefined
        ? []
        : [fill(textsOf(language).sellerVatId, { vatId: seller.vatId })]),
    ],
  };
}

/** That of the invoice only where the goods go elsewhere; none where nothing is delivered. */
function addressesOf(invoice: Invoice): Letter['addresses'] {
  const { kind, language, buyer, deliveryAddress, seller } = invoice;
  if (kind === 'credit-note') return [];
  const letters = lettersOf(language);
  const delivered = addressLines(deliveryAddress, seller.country, language);
  const billed = addressLines({ ...buyer.address, name: buyer.name }, seller.country, language);
  const delivery = { title: letters.deliveredTo, lines: delivered };
  return billed.join('\n') === delivered.join('\n')
    ? [delivery]
    : [delivery, { title: letters.billedTo, lines: billed }];
}

/** A line of text stays below this, but for names that are longer by themselves. */
const LABEL_WIDTH_MAX = 56;

function textLetter(letter: Letter): string {
  const { paragraphs, items, more, amounts, notes, addresses, link, closing, footer } = letter;
  const rows = [
    ...items.map(({ name, quantity, money }) => [`${quantity} × ${name}`, money] as const),
    ...amounts.map(({ label, money }) => [label, money] as const),
  ];
  const width = Math.min(LABEL_WIDTH_MAX, Math.max(...rows.map(([label]) => label.length)));
  const figures = Math.max(...rows.map(([, amount]) => amount.length));
  const printed = rows.map(
    ([label, amount]) => `  ${label.padEnd(width)}  ${amount.padStart(figures)}`,
  );
  return [
    ...paragraphs.flatMap((paragraph) => [paragraph, '']),
    ...printed.slice(0, items.length),
    ...(more === null ? [] : [`  ${more}`]),
    ...(items.length === 0 ? [] : ['']),
    ...printed.slice(items.length),
    '',
    ...notes.flatMap((note) => [note, '']),
    ...addresses.flatMap(({ title, lines }) => [
      `${title}:`,
      ...lines.map((line) => `  ${line}`),
      '',
    ]),
    `${link.label}:`,
    link.url,
    link.note,
    '',
    ...closing,
    '',
    '-- ',
    ...footer,
    '',
  ].join('\n');
}
