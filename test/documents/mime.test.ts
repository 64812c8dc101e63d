// Messages as a reader of its own finds them, whatever customers and articles are called.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Message, messageOf } from '../../src/documents/mime.js';
import { decodeWords, leaves, mailboxes, only, partOf, readMime } from '../support/mime.js';

const AT = Date.UTC(2026, 5, 1, 12, 34, 56);
const bytes = Uint8Array.from({ length: 1_000 }, (_, index) => index % 256);

const letter = (more: Partial<Message> = {}): string =>
  messageOf({
    from: { name: 'Töpferei & Söhne', address: 'orders@shop.example' },
    to: { name: 'Erika', address: 'erika@example.com' },
    subject: 'Your order',
    messageId: '<confirmation.1@shop.example>',
    at: AT,
    text: 'Thank you.\n',
    html: '<p>Thank you.</p>\n',
    attachments: [{ filename: 'INV-1.pdf', contentType: 'application/pdf', content: bytes }],
    ...more,
  });

const linesOf = (raw: string): string[] => raw.split('\r\n');
const headerOf = (raw: string, name: string): string => only(readMime(raw).headers, name) as string;
const bodyOf = (raw: string, type: string): string =>
  partOf(readMime(raw), type).content.toString('utf8');

describe('a header', () => {
  test('stands as it is where seven bits and one line are enough', () => {
    expect(linesOf(letter()).slice(1, 7)).toEqual([
      'To: Erika <erika@example.com>',
      'Subject: Your order',
      'Message-ID: <confirmation.1@shop.example>',
      'Date: Mon, 01 Jun 2026 12:34:56 +0000',
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
    ]);
  });

  test.each([
    ['a subject', { subject: 'Hello\r\nBcc: all@example.com' }],
    ['a name', { to: { name: 'Eve\r\nBcc: all@example.com', address: 'eve@example.com' } }],
    ['an address', { to: { name: 'Eve', address: 'eve@example.com\r\nBcc: all@example.com' } }],
    ['an id', { messageId: '<1@a>\r\nBcc: all@example.com' }],
    [
      "a file's name",
      {
        attachments: [
          { filename: 'a\r\nBcc: all@example.com', contentType: 'text/css', content: bytes },
        ],
      },
    ],
  ])('does not come out of %s', (_, more) => {
    expect(linesOf(letter(more)).filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(readMime(letter(more)).headers.has('bcc')).toBe(false);
  });

  test.each(['Doe, Jane', 'Jane "J" Doe', 'back\\slash', 'a@b <c>', '=?UTF-8?B?QUFB?=', 'Dr. X;'])(
    'keeps the name %s together',
    (name) => {
      expect(mailboxes(headerOf(letter({ to: { name, address: 'j@example.com' } }), 'to'))).toEqual(
        [{ name, address: 'j@example.com' }],
      );
    },
  );

  test('has the domain of an address in ASCII, and no name where there is none', () => {
    const raw = letter({ to: { name: '', address: 'info@töpferei.example' } });
    expect(headerOf(raw, 'to')).toBe('<info@xn--tpferei-90a.example>');
  });

  test.each([
    ['Rechnung "7".pdf', `attachment; filename="Rechnung \\"7\\".pdf"`],
    ['Rëchnung (7).pdf', "attachment; filename*=UTF-8''R%C3%ABchnung%20%287%29.pdf"],
  ])('calls the file %s', (filename, expected) => {
    const attachments = [{ filename, contentType: 'application/pdf', content: bytes }];
    const { headers } = partOf(readMime(letter({ attachments })), 'application/pdf');
    expect(only(headers, 'content-disposition')).toBe(expected);
  });
});

describe('a body', () => {
  test('of seven bits stands as it is', () => {
    const raw = letter({ text: 'One\nTwo = 2\n\n-- \nShop\n' });
    expect(raw).toContain('7bit\r\n\r\nOne\r\nTwo = 2\r\n\r\n-- \r\nShop\r\n\r\n--');
  });

  test.each([
    ['ends a line in a space that some server drops', 'ä \nend\t\n'],
    ['has lines too long for a server', `${'x'.repeat(5_000)}\n`],
    ['looks like the end of its own part', 'a\n--=_alternative--\n--=_mixed\nb\n'],
    ['has line breaks of its own kind', 'a\rb\u2028c\n'],
    ['has a byte cut at every place of a line', `${'x'.repeat(70)}${'äöü€😀'.repeat(40)}\n`],
  ])('that %s arrives as it was', (_, text) => {
    const raw = letter({ text, html: text });
    const sent = text.replaceAll('\n', '\r\n');
    expect(bodyOf(raw, 'text/plain')).toBe(sent);
    expect(bodyOf(raw, 'text/html')).toBe(sent);
    expect(leaves(readMime(raw))).toHaveLength(3);
  });

  test.each([
    [998, '7bit'],
    [999, 'quoted-printable'],
  ])('with a line of %d characters is sent as %s, wherever it stands', (length, encoding) => {
    const line = 'x'.repeat(length);
    for (const text of [
      line,
      `${line}\n`,
      `a\n${line}\nb`,
      `a\n\n${line}`,
      `${line}\n${line}\na`,
    ]) {
      const raw = letter({ text, attachments: [] });

      expect(only(partOf(readMime(raw), 'text/plain').headers, 'content-transfer-encoding')).toBe(
        encoding,
      );
      expect(bodyOf(raw, 'text/plain')).toBe(text.replaceAll('\n', '\r\n'));
    }
  });

  test('without a file is of its two forms alone', () => {
    const raw = letter({ attachments: [] });
    expect(headerOf(raw, 'content-type')).toMatch(/^multipart\/alternative;/);
    expect(leaves(readMime(raw)).map(({ type }) => type)).toEqual(['text/plain', 'text/html']);
  });
});

describe('properties', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  /** A header is one line: controls become spaces, and those around it go. */
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const shown = (value: string): string => value.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();

  test('whatever is written arrives, in seven bits and in short enough lines', () => {
    fc.assert(
      fc.property(
        fc.record({ name: text, subject: text, body: text, content: fc.uint8Array() }),
        ({ name, subject, body, content }) => {
          const attachments = [{ filename: 'a.pdf', contentType: 'application/pdf', content }];
          const to = { name, address: 'a@example.com' };
          const raw = letter({ to, subject, text: body, html: body, attachments });

          expect(raw.replace(/[\x20-\x7e\t]|\r\n/g, '')).toBe('');
          expect(Math.max(...linesOf(raw).map(({ length }) => length))).toBeLessThanOrEqual(998);
          expect(decodeWords(headerOf(raw, 'subject'))).toBe(shown(subject));
          expect(mailboxes(headerOf(raw, 'to'))).toEqual([
            { name: shown(name), address: 'a@example.com' },
          ]);
          const sent = body.replace(/\r?\n/g, '\r\n');
          expect(bodyOf(raw, 'text/plain')).toBe(sent);
          expect(bodyOf(raw, 'text/html')).toBe(sent);
          expect(partOf(readMime(raw), 'application/pdf').content.equals(content)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('every encoded line has 76 characters at most', () => {
    fc.assert(
      fc.property(text, (value) => {
        const raw = letter({ subject: `ä${value}`, text: `ä${value}`, html: `ä${value}` });
        expect(Math.max(...linesOf(raw).map(({ length }) => length))).toBeLessThanOrEqual(76);
      }),
      { numRuns: 300 },
    );
  });
});
