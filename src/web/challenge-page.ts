// What the simulated bank asks its customer, in place of 3-D Secure.

import type { Language } from '../core/invoice.js';
import { formatMoney } from '../core/money.js';
import { escaped } from '../documents/html.js';
import { fill, lettersOf } from '../documents/texts/texts.js';
import { page } from './page.js';

export interface Challenge {
  /** The built page that it is written into. */
  frame: string;
  language: Language;
  id: string;
  /** Minor units. */
  amount: number;
  currency: string;
  isOpen: boolean;
}

export function challengePage({ frame, language, id, isOpen, ...money }: Challenge): string {
  const texts = lettersOf(language).page.bank;
  const { name, question, closed } = texts;
  const text = fill(texts.text, { amount: formatMoney(money) });
  const path = `/demo/payments/${encodeURIComponent(id)}`;
  const button = (word: string, label: string, weight: string) =>
    `<form method="post" action="${escaped(`${path}/${word}`)}"><button class="button button-${weight}">${escaped(label)}</button></form>`;
  const content = isOpen
    ? `<h1>${escaped(question)}</h1>
<p>${escaped(text)}</p>
<div class="answers">
${button('approve', texts.approve, 'primary')}
${button('decline', texts.decline, 'plain')}
</div>`
    : `<h1>${escaped(closed.title)}</h1>\n<p>${escaped(closed.text)}</p>`;
  return page({ frame, title: name, seller: name, description: text, content });
}
