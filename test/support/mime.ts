/** Reads e-mails: as much of RFC 5322 and MIME as a mail program needs, and nothing of nodemailer. */

export interface MimePart {
  /** Unfolded, by their lower-case names; a name that occurs twice has two values. */
  headers: Map<string, string[]>;
  type: string;
  /** Decoded. */
  content: Buffer;
  parts: MimePart[];
}

export function readMime(raw: Buffer | string): MimePart {
  const text = typeof raw === 'string' ? raw : raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('a message without a body');
  const headers = readHeaders(text.slice(0, end));
  const body = text.slice(end + 4);
  const full = only(headers, 'content-type') ?? 'text/plain';
  const type = (full.split(';')[0] as string).trim().toLowerCase();
  const boundary = /boundary="?([^";]+)"?/i.exec(full)?.[1];
  const parts = boundary ? split(body, boundary).map(readMime) : [];
  const encoding = (only(headers, 'content-transfer-encoding') ?? '7bit').toLowerCase();
  return { headers, type, parts, content: decoded(body, encoding) };
}

function readHeaders(text: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name = '', value = ''] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`no header: ${line}`);
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
  }
  return headers;
}

/** @throws Error where there are several. */
export function only(headers: ReadonlyMap<string, string[]>, name: string): string | undefined {
  const values = headers.get(name) ?? [];
  if (values.length > 1) throw new Error(`${values.length} headers ${name}`);
  return values[0];
}

function split(body: string, boundary: string): string[] {
  const [whole = ''] = `\r\n${body}`.split(`\r\n--${boundary}--`);
  return whole.split(`\r\n--${boundary}\r\n`).slice(1);
}

function decoded(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const text = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

/** Every part that holds no others. */
export const leaves = (part: MimePart): MimePart[] =>
  part.parts.length === 0 ? [part] : part.parts.flatMap(leaves);

/** The only part of that type. @throws Error where there is none, or several. */
export function partOf(message: MimePart, type: string): MimePart {
  const [part, ...more] = leaves(message).filter((leaf) => leaf.type === type);
  if (!part || more.length > 0) throw new Error(`not one part ${type}`);
  return part;
}

export const textOf = (message: MimePart, type: string): string =>
  partOf(message, type).content.toString('utf8').replaceAll('\r\n', '\n');

/** RFC 2047: `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=`, with the space between two of them taken out. */
export function decodeWords(value: string): string {
  return value
    .replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/((?:=\?[^?]+\?[BQ]\?[^?]*\?=)+)/gi, (words) => {
      const bytes = [...words.matchAll(/=\?[^?]+\?([BQ])\?([^?]*)\?=/gi)].map(
        ([, kind = '', text = '']) =>
          kind.toUpperCase() === 'B'
            ? Buffer.from(text, 'base64')
            : decoded(text.replaceAll('_', ' '), 'quoted-printable'),
      );
      return Buffer.concat(bytes).toString('utf8');
    });
}

export interface Mailbox {
  name: string;
  address: string;
}

/** The mailboxes of a header such as To: quoted names may hold commas and brackets. */
export function mailboxes(value: string): Mailbox[] {
  const parts = value.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? [];
  return parts.map((part) => {
    const [, shown = '', angled] = /^(.*?)<([^<>]*)>\s*$/s.exec(part) ?? [];
    if (angled === undefined) return { name: '', address: part.trim() };
    const quoted = /^"((?:\\.|[^"\\])*)"$/s.exec(shown.trim())?.[1];
    const name = quoted === undefined ? decodeWords(shown.trim()) : quoted.replace(/\\(.)/g, '$1');
    return { name, address: angled };
  });
}
