// What is sent to somebody who has forgotten their password: one link, and how long it works.

import type { Language } from '../core/invoice.js';
import type { EmailContent } from './compose-email.js';
import { type ShortLetter, shortHtmlLetter } from './html-letter.js';
import { fill, lettersOf } from './texts/texts.js';

export interface ResetMail {
  /** Unique, and fit for a file's name. */
  id: string;
  to: { name: string; address: string };
  language: Language;
  /** The shop's name. */
  sender: string;
  url: string;
  minutes: number;
}

export function resetEmail({ id, to, language, sender, url, minutes }: ResetMail): EmailContent {
  const letters = lettersOf(language);
  const words = letters.passwordReset;
  const letter: ShortLetter = {
    language,
    subject: words.subject,
    sender,
    heading: words.heading,
    paragraphs: [fill(letters.greeting, { name: to.name }), words.opening],
    link: { label: words.choose, url, note: fill(words.expires, { minutes: String(minutes) }) },
    closing: [words.ignore],
    footer: [sender],
  };
  const { paragraphs, link, closing } = letter;
  const text = [
    ...paragraphs,
    `${link.label}:\n${url}\n${link.note}`,
    ...closing,
    `-- \n${sender}`,
  ];
  const { subject } = letter;
  return {
    id,
    to,
    subject,
    text: `${text.join('\n\n')}\n`,
    html: shortHtmlLetter(letter),
    attachments: [],
  };
}
