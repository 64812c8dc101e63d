// What the simulated bank asks its customer, in place of 3-D Secure.

import { formatMoney } from '../core/money.js';
import { escaped } from '../documents/html.js';
import { page } from './page.js';

export interface Challenge {
  /** The built page that it is written into. */
  frame: string;
  id: string;
  /** Minor units. */
  amount: number;
  currency: string;
  isOpen: boolean;
}

export function challengePage({ frame, id, amount, currency, isOpen }: Challenge): string {
  const path = `/demo/payments/${encodeURIComponent(id)}`;
  const button = (word: string, label: string) =>
    `<form method="post" action="${escaped(`${path}/${word}`)}"><button>${label}</button></form>`;
  const content = isOpen
    ? `<h1>Is this you?</h1>
<p>A shop wants to charge ${escaped(formatMoney({ amount, currency }))} to your card. No money moves: this bank is simulated.</p>
${button('approve', 'Yes, pay')}
<p></p>
${button('decline', 'No, decline')}`
    : '<h1>Nothing to do</h1>\n<p>This payment does not wait for you.</p>';
  // Its words are English, whatever language the frame is in.
  const inEnglish = `<div lang="en">\n${content}\n</div>`;
  return page(frame, 'Simulated bank', 'Simulated bank', inEnglish);
}
