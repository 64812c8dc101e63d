import { describe, expect, test } from 'vitest';
import type { EmailContent } from '../../src/documents/compose-email.js';
import { composer } from '../../src/documents/compose-email.js';
import { mailboxes, only, partOf, readMime, textOf } from '../support/mime.js';

const AT = Date.UTC(2026, 5, 1, 12);
const compose = composer({ name: 'Töpferei', address: 'orders@shop.example' });
const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => index % 256);

const contentOf = (more: Partial<EmailContent> = {}): EmailContent => ({
  id: 'confirmation.01J0',
  to: { name: 'Erika', address: 'erika@example.com' },
  subject: 'Ihre Bestellung für 10 €',
  text: `Größe: „L“ 😀\n.\nFrom here on\n${'ä'.repeat(3_000)}\n`,
  html: `<p>Größe: „L“ 😀</p>\r\n<p>${'x'.repeat(3_000)}</p>\n`,
  attachments: [{ filename: 'Rechnung.pdf', contentType: 'application/pdf', content: bytes }],
  ...more,
});

describe('a composed e-mail', () => {
  test('is of seven bits, in lines that CRLF ends and that no server finds too long', async () => {
    const name = 'Ærøskøbing 山田太郎 '.repeat(9);
    const { raw } = await compose(contentOf({ to: { name, address: 'erika@example.com' } }), AT);
    expect(raw.replace(/[\x20-\x7e\t]|\r\n/g, '')).toBe('');
    expect(Math.max(...raw.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
  });

  test('goes to the one who is named, under the id that it was given', async () => {
    const { id, messageId, envelope, raw } = await compose(contentOf(), AT);
    const { headers } = readMime(raw);
    expect(id).toBe('confirmation.01J0');
    expect(messageId).toBe('<confirmation.01J0@shop.example>');
    expect(only(headers, 'message-id')).toBe(messageId);
    expect(envelope).toEqual({ from: 'orders@shop.example', to: ['erika@example.com'] });
    expect(mailboxes(only(headers, 'to') as string)).toEqual([contentOf().to]);
    expect(Date.parse(only(headers, 'date') as string)).toBe(AT);
  });

  test('says as text and as HTML what it was given, and has the bytes attached', async () => {
    const message = readMime((await compose(contentOf(), AT)).raw);
    expect(textOf(message, 'text/plain').trimEnd()).toBe(contentOf().text.trimEnd());
    expect(textOf(message, 'text/html').trimEnd()).toBe(
      contentOf().html.replaceAll('\r\n', '\n').trimEnd(),
    );
    expect(partOf(message, 'application/pdf').content.equals(bytes)).toBe(true);
  });

  test('has only the attached part of a larger memory in it', async () => {
    const part = bytes.subarray(100, 200);
    const attachments = [
      { filename: 'a.pdf', contentType: 'application/pdf', content: part },
    ] satisfies EmailContent['attachments'];
    const message = readMime((await compose(contentOf({ attachments }), AT)).raw);
    expect(partOf(message, 'application/pdf').content.equals(part)).toBe(true);
  });

  test('is composed beside others without anything of them', async () => {
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    const emails = await Promise.all(
      numbers.map((number) => compose(contentOf({ id: `c.${number}`, text: `${number}\n` }), AT)),
    );
    for (const [number, { id, raw }] of emails.entries()) {
      expect(id).toBe(`c.${number}`);
      expect(textOf(readMime(raw), 'text/plain').trimEnd()).toBe(String(number));
    }
  });
});
