// A message as RFC 5322 and MIME have it, for letters of text, HTML and files. Everything is encoded to
// seven bits, so that text stands for the bytes, and the same letter has the same bytes.
// https://www.rfc-editor.org/rfc/rfc5322, rfc2045, rfc2047, rfc2231

import { domainToASCII } from 'node:url';

export interface Mailbox {
  name: string;
  address: string;
}

export interface Attachment {
  filename: string;
  contentType: string;
  content: Uint8Array;
}

export interface Message {
  from: Mailbox;
  to: Mailbox;
  subject: string;
  messageId: string;
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
  html: string;
  attachments: readonly Attachment[];
}

const CRLF = '\r\n';
/** Neither base64 nor quoted-printable can contain it, and nothing else is passed on that does. */
const BOUNDARY_MARK = '=_';
const MIXED = `${BOUNDARY_MARK}mixed`;
const ALTERNATIVE = `${BOUNDARY_MARK}alternative`;

export function messageOf(message: Message): string {
  const { from, to, subject, messageId, at, text, html, attachments } = message;
  const letter = multipart('alternative', ALTERNATIVE, [
    textPart('plain', text),
    textPart('html', html),
  ]);
  const files = attachments.map(filePart);
  return [
    `From: ${mailbox(from, 'From: '.length)}`,
    `To: ${mailbox(to, 'To: '.length)}`,
    `Subject: ${words(subject, 'Subject: '.length)}`,
    `Message-ID: ${oneLine(messageId)}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    files.length === 0 ? letter : multipart('mixed', MIXED, [letter, ...files]),
    '',
  ].join(CRLF);
}

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const head = `Content-Type: multipart/${kind}; boundary="${boundary}"${CRLF}`;
  const body = parts.map((part) => `${CRLF}--${boundary}${CRLF}${part}`).join('');
  return `${head}${body}${CRLF}--${boundary}--`;
}

/** What must not stand in a message as it is: other bits, control characters. */
const UNFIT = /[^\t\r\n\x20-\x7e]|\r(?!\n)/;
const LINE_MAX = 998;

function textPart(kind: string, text: string): string {
  const lines = text.replace(/\r?\n/g, CRLF);
  const isFit = !UNFIT.test(lines) && !hasLongLine(lines) && !lines.includes(BOUNDARY_MARK);
  const encoding = isFit ? '7bit' : 'quoted-printable';
  return [
    `Content-Type: text/${kind}; charset=utf-8`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    isFit ? lines : quotedPrintable(lines),
  ].join(CRLF);
}

/** Not a pattern's work: it would count ahead from each character anew. */
function hasLongLine(lines: string): boolean {
  let from = 0;
  while (lines.length - from > LINE_MAX) {
    const end = lines.indexOf(CRLF, from);
    if (end === -1 || end - from > LINE_MAX) return true;
    from = end + CRLF.length;
  }
  return false;
}

const PRINTED_MAX = 76;

const encodedByte = (byte: string): string =>
  `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

function quotedPrintable(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .split(CRLF)
    .map((line) =>
      softly(line.replace(/[^\t\x20-\x3c\x3e-\x7e]/g, encodedByte).replace(/[\t ]$/, encodedByte)),
    )
    .join(CRLF);
}

/** A line of encoded text in lines of at most 76 characters. */
function softly(line: string): string {
  if (line.length <= PRINTED_MAX) return line;
  const lines: string[] = [];
  let from = 0;
  while (line.length - from > PRINTED_MAX) {
    let to = from + PRINTED_MAX - 1;
    if (line[to - 1] === '=') to -= 1;
    else if (line[to - 2] === '=') to -= 2;
    lines.push(`${line.slice(from, to)}=`);
    from = to;
  }
  return [...lines, line.slice(from)].join(CRLF);
}

function filePart({ filename, contentType, content }: Attachment): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return [
    `Content-Type: ${oneLine(contentType)}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment;${CRLF} ${filenameParameter(oneLine(filename))}`,
    '',
    // At its end, the next boundary's line break.
    inLines(bytes.toString('base64')),
  ].join(CRLF);
}

/** Sliced: a pattern that finds each line takes twice as long. */
function inLines(base64: string): string {
  const lines: string[] = [];
  for (let from = 0; from < base64.length; from += PRINTED_MAX) {
    lines.push(base64.slice(from, from + PRINTED_MAX));
  }
  return lines.join(CRLF);
}

const filenameParameter = (name: string): string =>
  /^[\x20-\x7e]*$/.test(name)
    ? `filename="${name.replace(/["\\]/g, '\\$&')}"`
    : `filename*=UTF-8''${encodeURIComponent(Buffer.from(name).toString()).replace(/['()*!]/g, percent)}`;

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Nothing that somebody was given to write begins a header of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const oneLine = (text: string): string => text.replace(/[\x00-\x1f\x7f]+/g, ' ');

function mailbox({ name, address }: Mailbox, taken: number): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const ascii = domainToASCII(domain) || domain;
  const angled = `<${oneLine(address.slice(0, at + 1) + ascii).replace(/[<>]/g, '')}>`;
  const shown = oneLine(name).trim();
  if (shown === '') return angled;
  const phrase = isPlain(shown, taken) ? quoted(shown) : encodedWords(shown, taken);
  const gap = phrase.length + angled.length + taken > PRINTED_MAX ? `${CRLF} ` : ' ';
  return `${phrase}${gap}${angled}`;
}

/** A name of atoms stands as it is; one with commas or brackets in quotes. */
const quoted = (name: string): string =>
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]*$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;

function words(text: string, taken: number): string {
  const line = oneLine(text).trim();
  return isPlain(line, taken) ? line : encodedWords(line, taken);
}

/** Neither longer than a line nor taken for an encoded word. */
const isPlain = (text: string, taken: number): boolean =>
  /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && text.length + taken <= PRINTED_MAX;

const WORD_HEAD = '=?UTF-8?B?';
const WORD_TAIL = '?=';
/** An encoded word has 75 characters at most, of which base64 fills four for three bytes. */
const bytesInWord = (room: number): number =>
  Math.floor((room - WORD_HEAD.length - WORD_TAIL.length) / 4) * 3;

/** RFC 2047; each word holds whole characters. */
function encodedWords(text: string, taken: number): string {
  const encoded: string[] = [];
  let word = '';
  let bytes = 0;
  const flush = () => {
    encoded.push(`${WORD_HEAD}${Buffer.from(word, 'utf8').toString('base64')}${WORD_TAIL}`);
    word = '';
    bytes = 0;
  };
  for (const character of text) {
    const length = Buffer.byteLength(character, 'utf8');
    const room = encoded.length === 0 ? PRINTED_MAX - taken : PRINTED_MAX - 1;
    if (bytes + length > bytesInWord(Math.min(room, 75))) flush();
    word += character;
    bytes += length;
  }
  flush();
  return encoded.join(`${CRLF} `);
}
