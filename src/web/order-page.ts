// The order as its customer sees it: how it stands, what was bought, its documents, what happened.

import { type Language, printAmount, statementOf } from '../core/invoice.js';
import type { OrderFacts } from '../core/order.js';
import type { OrderState } from '../core/order-states.js';
import type { TaskState, Topic } from '../core/tasks.js';
import { escaped } from '../documents/html.js';
import { addressLines } from '../documents/layout/postal-address.js';
import { amountRows, itemRows } from '../documents/statement.js';
import { lettersOf } from '../documents/texts/letters.js';
import { fill } from '../documents/texts/texts.js';
import { page } from './page.js';

export interface OrderPage {
  /** The built page that it is written into. */
  frame: string;
  order: OrderFacts;
  events: readonly OrderPageEvent[];
  seller: { name: string; country: string };
  language: Language;
  timeZone: string;
  /** Links to the order's documents carry it on; `null` for who came by another way. */
  token: string | null;
}

interface OrderPageEvent {
  at: number;
  state: OrderState;
  task: { topic: Topic; state: TaskState } | null;
}

export function orderPage({ frame, seller, language, ...shown }: OrderPage): string {
  const { order, timeZone } = shown;
  const texts = lettersOf(language).page;
  const number = order.number ?? order.id;
  const title = fill(texts.title, { order: number });
  const printTime = timePrinter(language, timeZone);
  const placedOn = fill(texts.placedOn, { date: printTime(order.createdAt) });
  const content = [
    `<h1>${escaped(title)}</h1>`,
    `<p class="soft">${escaped(placedOn)}</p>`,
    `<p class="state" data-state="${order.state}">${escaped(texts.states[order.state])}</p>`,
    `<p>${escaped(texts.outlooks[order.state])}</p>`,
    amounts(order, language, printTime),
    `<div class="columns">${address(order, seller.country, language)}${documents(order, language, shown.token)}</div>`,
    // Drawn by the script, from the order's stream of events.
    `<div id="live" data-order="${escaped(order.id)}"></div>`,
    timeline(shown.events, language, printTime),
  ];
  return page(frame, title, seller.name, content.join('\n'));
}

function amounts(order: OrderFacts, language: Language, printTime: PrintTime): string {
  const { columns, page: texts } = lettersOf(language);
  const statement = statementOf(order);
  const items = itemRows(statement, language).map(
    ({ name, calculation, figure }) =>
      `<tr><td>${escaped(name)}<small>${escaped(calculation)}</small></td><td>${escaped(figure)}</td></tr>`,
  );
  const sums = amountRows(statement, language).map(
    ({ label, figure, money, weight }) =>
      `<tr class="${weight}"><td>${escaped(label)}</td><td>${escaped(weight === 'total' ? money : figure)}</td></tr>`,
  );
  const refunds = (order.refunds ?? []).map(({ at, amounts: { totals } }) => {
    const label = fill(texts.refunded, { date: printTime(at) });
    const figure = printAmount(-totals.payable, order.currency, language);
    return `<tr><td>${escaped(label)}</td><td>${escaped(figure)}</td></tr>`;
  });
  const head = `<tr><th>${escaped(columns.item)}</th><th>${escaped(columns.amount)}</th></tr>`;
  return `<table><thead>${head}</thead>\n<tbody>${items.join('\n')}</tbody>\n<tfoot>${[...sums, ...refunds].join('\n')}</tfoot></table>`;
}

function address({ document }: OrderFacts, from: string, language: Language): string {
  const lines = addressLines(document.shippingAddress, from, language);
  return section(
    lettersOf(language).deliveredTo,
    `<address>${lines.map(escaped).join('<br>')}</address>`,
  );
}

function documents(order: OrderFacts, language: Language, token: string | null): string {
  const texts = lettersOf(language).page;
  if (order.invoiceNumber === null) return '';
  const query = token === null ? '' : `?token=${encodeURIComponent(token)}`;
  const base = `../v1/orders/${encodeURIComponent(order.id)}`;
  const link = (path: string, label: string) =>
    `<li><a href="${escaped(`${base}/${path}${query}`)}">${escaped(label)}</a></li>`;
  const creditNotes = (order.refunds ?? []).map(({ creditNoteNumber: number }) =>
    link(`credit-notes/${encodeURIComponent(number)}.pdf`, fill(texts.creditNotePdf, { number })),
  );
  const links = [
    link('invoice.pdf', fill(texts.invoicePdf, { number: order.invoiceNumber })),
    link('invoice.xml', texts.invoiceXml),
    ...creditNotes,
  ];
  return section(texts.documents, `<ul>${links.join('')}</ul>`);
}

/** Each state that the order came to, and each task that is done. */
function timeline(
  events: readonly OrderPageEvent[],
  language: Language,
  printTime: PrintTime,
): string {
  const texts = lettersOf(language).page;
  // Whatever its first state is called: that is when it was placed.
  let state: OrderState | null = null;
  const entries = events.flatMap((event) => {
    const begun = state === null ? texts.placed : texts.states[event.state];
    const isNew = event.state !== state;
    state = event.state;
    const done = event.task?.state === 'done' ? texts.done[event.task.topic] : undefined;
    const labels = [...(isNew ? [begun] : []), ...(done ? [done] : [])];
    return labels.map((label) => ({ at: event.at, label }));
  });
  const rows = entries.map(
    ({ at, label }) =>
      `<li><time datetime="${new Date(at).toISOString()}">${escaped(printTime(at))}</time>${escaped(label)}</li>`,
  );
  return section(texts.timeline, `<ol class="history">${rows.join('\n')}</ol>`);
}

const section = (title: string, content: string): string =>
  `<section><h2>${escaped(title)}</h2>${content}</section>`;

type PrintTime = (at: number) => string;

function timePrinter(language: Language, timeZone: string): PrintTime {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  return (at) => format.format(at);
}

/** What a person is shown instead of a problem in JSON. */
export function refusalPage(
  frame: string,
  { refusal, status }: { refusal: string; status: number },
  language: Language,
  seller: string,
): string {
  const { expired, notFound, failed } = lettersOf(language).page;
  const { title, text } = refusal === 'link-expired' ? expired : status < 500 ? notFound : failed;
  const content = `<h1>${escaped(title)}</h1>\n<p>${escaped(text)}</p>`;
  return page(frame, title, seller, content);
}
