// An e-mail as RFC 5322 text. Composing one with its attachment takes most of a millisecond: that is
// done in the thread that has rendered the attachment.

import MailComposer from 'nodemailer/lib/mail-composer';
import type { ComposedEmail, Sender } from '../core/email.js';

export interface EmailContent {
  /** Becomes the Message-ID's local part; unique, and stable over repetitions. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string; content: Uint8Array }[];
}

/** Answers a function that composes; `at` dates the message, in milliseconds since the epoch. */
export function composer(
  sender: Sender,
): (content: EmailContent, at: number) => Promise<ComposedEmail> {
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  return async ({ id, to, subject, text, html, attachments }, at) => {
    const messageId = `<${id}@${domain}>`;
    const message = new MailComposer({
      from: sender,
      to,
      subject,
      text: withCrlf(text),
      html: withCrlf(html),
      messageId,
      date: new Date(at),
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: attachments.map(({ content, ...rest }) => ({
        ...rest,
        content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      })),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const raw = await message.compile().build();
    const envelope = { from: sender.address, to: [to.address] };
    // Everything is encoded to seven bits, so that text stands for the bytes.
    return { id, messageId, envelope, raw: raw.toString('latin1') };
  };
}

/** Text that needs no encoding is passed on as it is, and lines of a message end so. */
const withCrlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');
