// The order as its customer sees it: how it stands, what was bought, its documents, what happened.

import { type Language, printAmount, statementOf } from '../core/invoice.js';
import type { OrderFacts } from '../core/order.js';
import type { OrderState } from '../core/order-states.js';
import type { TaskState, Topic } from '../core/tasks.js';
import { escaped } from '../documents/html.js';
import { addressLines } from '../documents/layout/postal-address.js';
import { amountRows, itemRows } from '../documents/statement.js';
import { fill, lettersOf } from '../documents/texts/texts.js';
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
  /** Grows with each event of the order. */
  sequence: number;
  at: number;
  state: OrderState;
  task: { topic: Topic; state: TaskState } | null;
}

export function orderPage({ frame, seller, language, ...shown }: OrderPage): string {
  const { order, timeZone } = shown;
  const texts = lettersOf(language).page;
  const number = order.number ?? '';
  const title = number === '' ? texts.unnumbered : fill(texts.title, { order: number });
  const outlook = texts.outlooks[order.state];
  const printTime = timePrinter(language, timeZone);
  const placedOn = fill(texts.placedOn, { date: printTime(order.createdAt) });
  const content = [
    `<h1>${unbroken(title, number)}</h1>`,
    `<p class="soft">${escaped(placedOn)}</p>`,
    // How far the page has heard: what its script is told later is news.
    `<p class="state" data-sequence="${shown.events.at(-1)?.sequence ?? 0}">${escaped(texts.states[order.state])}</p>`,
    `<p>${escaped(outlook)}</p>`,
    paymentStep(order, language),
    amounts(order, language, printTime),
    `<div class="columns">${address(order, seller.country, language)}${documents(order, language, shown.token)}</div>`,
    // Drawn by the script, from the order's stream of events.
    `<div id="live" data-order="${escaped(order.id)}"></div>`,
    timeline(shown.events, language, printTime),
  ];
  const description = `${placedOn}. ${outlook}`;
  return page({ frame, title, seller: seller.name, description, content: content.join('\n') });
}

/** Where the payment waits for its customer: at another address, or with the provider's own script. */
function paymentStep({ payment, state }: OrderFacts, language: Language): string {
  const { nextAction } = payment;
  if (!nextAction || state !== 'payment-pending') return '';
  const { title, text, go } = lettersOf(language).page.payment;
  const { url, clientSecret = '', publishableKey = '' } = nextAction;
  const way =
    url === undefined
      ? `<button type="button" class="button button-primary" data-client-secret="${escaped(clientSecret)}" data-publishable-key="${escaped(publishableKey)}">${escaped(go)}</button>`
      : `<a class="button button-primary" href="${escaped(url)}">${escaped(go)}</a>`;
  return `<section class="payment-step"><h2>${escaped(title)}</h2><p>${escaped(text)}</p>${way}</section>`;
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
  const refunds = (order.refunds ?? []).map(({ at, state, amounts: { totals } }) => {
    const text = state === 'refunded' ? texts.refunded : texts.refunding;
    const label = fill(text, { date: printTime(at) });
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
  const { invoiceNumber } = order;
  if (invoiceNumber === null) return '';
  const query = token === null ? '' : `?token=${encodeURIComponent(token)}`;
  const base = `../v1/orders/${encodeURIComponent(order.id)}`;
  /** `label` is markup. */
  const link = (path: string, label: string) =>
    `<li><a href="${escaped(`${base}/${path}${query}`)}">${label}</a></li>`;
  const creditNotes = (order.refunds ?? []).map(({ creditNoteNumber: number }) =>
    link(
      `credit-notes/${encodeURIComponent(number)}.pdf`,
      unbroken(fill(texts.creditNotePdf, { number }), number),
    ),
  );
  const links = [
    link('invoice.pdf', unbroken(fill(texts.invoicePdf, { number: invoiceNumber }), invoiceNumber)),
    link('invoice.xml', escaped(texts.invoiceXml)),
    ...creditNotes,
  ];
  return section(texts.documents, `<ul>${links.join('')}</ul>`);
}

/** Lines break at hyphens, and within a number they would. */
const unbroken = (text: string, number: string): string =>
  number === ''
    ? escaped(text)
    : escaped(text).replace(escaped(number), (found) => `<span class="number">${found}</span>`);

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
  return page({ frame, title, seller, description: text, content });
}
