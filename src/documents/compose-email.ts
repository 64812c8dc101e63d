// An e-mail as RFC 5322 text. One with its attachment is large: it is composed in the thread that has
// rendered the attachment.

import type { ComposedEmail, Sender } from '../core/email.js';
import { type Attachment, type Mailbox, messageOf } from './mime.js';

export interface EmailContent {
  /** Becomes the Message-ID's local part; unique, and stable over repetitions. */
  id: string;
  to: Mailbox;
  subject: string;
  text: string;
  html: string;
  attachments: Attachment[];
}

/** Answers a function that composes; `at` dates the message, in milliseconds since the epoch. */
export function composer(
  sender: Sender,
): (content: EmailContent, at: number) => Promise<ComposedEmail> {
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return async ({ id, to, subject, text, html, attachments }, at) => {
    const messageId = `<${id}@${domain}>`;
    const raw = messageOf({ from: sender, to, subject, messageId, at, text, html, attachments });
    const envelope = { from: sender.address, to: [to.address] };
    return { id, messageId, envelope, raw };
  };
}
