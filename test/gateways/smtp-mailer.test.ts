import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { EmailContent } from '../../src/documents/compose-email.js';
import { composer } from '../../src/documents/compose-email.js';
import type { EmailOutcome, Mailer } from '../../src/gateways/email/mailer.js';
import { smtpMailer, withoutCredentials } from '../../src/gateways/email/smtp-mailer.js';
import {
  closedPort,
  type MailServer,
  type MailServerChanges,
  obliging,
  type RawServer,
  SmtpRefusal,
  scripted,
  startMailServer,
  startRawServer,
} from '../support/mail-server.js';
import { decodeWords, mailboxes, only, partOf, readMime, textOf } from '../support/mime.js';
import { until } from '../support/until.js';

const NOW = Date.UTC(2026, 5, 1, 12);
const sender = { name: 'Café Müller & Söhne, “Berlin”', address: 'orders@shop.example' };
const composed = composer(sender);
const compose = (email: EmailContent) => composed(email, NOW);
const pdf = randomBytes(40_000);

const emailOf = (more: Partial<EmailContent> = {}): EmailContent => ({
  id: 'confirmation.01J0',
  to: { name: 'Erika Mustermann', address: 'erika@example.com' },
  subject: 'Ihre Bestellung 2026-000001',
  text: 'Guten Tag Erika,\n\nvielen Dank für Ihre Bestellung: 1 Becher „Blau“.\n.\nEnde\n',
  html: '<!doctype html>\n<p>Vielen Dank für Ihre Bestellung: 1 Becher „Blau“.</p>\n',
  attachments: [{ filename: 'INV-2026-000001.pdf', contentType: 'application/pdf', content: pdf }],
  ...more,
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function mailerTo(url: string, timeouts: { connect?: number; silence?: number } = {}): Mailer {
  const { connect = 5_000, silence = 5_000 } = timeouts;
  const limits = { connectTimeoutMs: connect, silenceTimeoutMs: silence };
  const mailer = smtpMailer({ url, ...limits });
  stops.push(() => mailer.close());
  return mailer;
}

async function mailServer(changes?: MailServerChanges): Promise<MailServer> {
  const server = await startMailServer(changes);
  stops.push(() => server.close());
  return server;
}

async function rawServer(serve: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
  const server = await startRawServer(serve);
  stops.push(() => server.close());
  return server;
}

const send = async (mailer: Mailer, email = emailOf()): Promise<EmailOutcome> =>
  mailer.send(await compose(email), new AbortController().signal);

const temporary = (reason: RegExp) => ({
  type: 'failed',
  reason: expect.stringMatching(reason) as string,
  permanent: false,
});

describe('a message that is delivered', () => {
  test('names sender, recipient, subject, date and an id that stays the same', async () => {
    const server = await mailServer();
    const mailer = mailerTo(server.url);
    expect(await send(mailer)).toEqual({ type: 'sent' });
    expect(await send(mailer)).toEqual({ type: 'sent' });
    expect(server.received.map(({ messageId }) => messageId)).toEqual([
      '<confirmation.01J0@shop.example>',
      '<confirmation.01J0@shop.example>',
    ]);
    const [{ from, to, message }] = server.received as [(typeof server.received)[0]];
    expect({ from, to }).toEqual({ from: 'orders@shop.example', to: ['erika@example.com'] });
    const { headers } = message;
    expect(mailboxes(only(headers, 'from') as string)).toEqual([sender]);
    expect(mailboxes(only(headers, 'to') as string)).toEqual([emailOf().to]);
    expect(only(headers, 'subject')).toBe('Ihre Bestellung 2026-000001');
    expect(Date.parse(only(headers, 'date') as string)).toBe(NOW);
    expect(only(headers, 'auto-submitted')).toBe('auto-generated');
    expect(headers.has('cc') || headers.has('bcc')).toBe(false);
  });

  test('says the same as text and as HTML, letter by letter', async () => {
    const server = await mailServer();
    await send(mailerTo(server.url));
    const { message } = server.received[0] as (typeof server.received)[0];
    expect(textOf(message, 'text/plain').trimEnd()).toBe(emailOf().text.trimEnd());
    expect(textOf(message, 'text/html').trimEnd()).toBe(emailOf().html.trimEnd());
  });

  test('has the document attached, byte for byte', async () => {
    const server = await mailServer();
    await send(mailerTo(server.url));
    const { message } = server.received[0] as (typeof server.received)[0];
    const attached = partOf(message, 'application/pdf');
    expect(attached.content.equals(pdf)).toBe(true);
    expect(only(attached.headers, 'content-disposition')).toBe(
      'attachment; filename="INV-2026-000001.pdf"',
    );
  });

  test('arrives as it was composed, byte for byte, also with dots at the beginning of lines', async () => {
    const server = await mailServer();
    const text = `.\n..\n.dot\n${'.'.repeat(500)}\n`;
    const email = await compose(emailOf({ text }));
    await mailerTo(server.url).send(email, new AbortController().signal);
    const [{ raw, to, message }] = server.received as [(typeof server.received)[0]];
    expect(raw.toString('latin1').trimEnd()).toBe(email.raw.trimEnd());
    expect(to).toEqual(email.envelope.to);
    expect(textOf(message, 'text/plain').trimEnd()).toBe(text.trimEnd());
  });

  test('may be one of many at once: each arrives once, on few connections', async () => {
    const server = await mailServer();
    const mailer = mailerTo(server.url);
    const ids = Array.from({ length: 60 }, (_, number) => `confirmation.${number}`);
    const outcomes = await Promise.all(ids.map((id) => send(mailer, emailOf({ id }))));
    expect(outcomes.every(({ type }) => type === 'sent')).toBe(true);
    expect(server.received.map(({ messageId }) => messageId).sort()).toEqual(
      ids.map((id) => `<${id}@shop.example>`).sort(),
    );
    expect(server.connections()).toBeLessThanOrEqual(8);
  });

  test('knows the password that the server wants', async () => {
    const server = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'shop' && password === 'p@ss word'
          ? done(null, { user: username })
          : done(new Error('no')),
    });
    const url = `smtp://shop:${encodeURIComponent('p@ss word')}@127.0.0.1:${server.port}`;
    expect(await send(mailerTo(url))).toEqual({ type: 'sent' });
  });
});

describe('a server that refuses', () => {
  const refusing = (code: number, words: string) => ({
    onRcptTo: (_address: unknown, _session: unknown, done: (error?: Error) => void) =>
      done(new SmtpRefusal(code, words)),
  });

  test('the recipient for good has refused permanently', async () => {
    const server = await mailServer(refusing(550, '5.1.1 no such user'));
    expect(await send(mailerTo(server.url))).toEqual({
      type: 'failed',
      reason: expect.stringMatching(/550.*no such user/) as string,
      permanent: true,
    });
  });

  test('the recipient for now is asked again later: it keeps a grey list', async () => {
    const server = await mailServer(refusing(451, '4.7.1 try again later'));
    expect(await send(mailerTo(server.url))).toEqual(temporary(/451.*try again later/));
  });

  test('the message itself for good has refused permanently', async () => {
    const server = await mailServer({
      take: () => {
        throw new SmtpRefusal(554, 'looks like spam');
      },
    });
    expect(await send(mailerTo(server.url))).toMatchObject({ permanent: true });
  });

  test('the message for now is asked again later', async () => {
    const server = await mailServer({
      take: () => {
        throw new SmtpRefusal(452, 'no room');
      },
    });
    expect(await send(mailerTo(server.url))).toEqual(temporary(/452.*no room/));
  });

  test('the sender may be mended', async () => {
    const server = await mailServer({
      onMailFrom: (_address, _session, done) => done(new SmtpRefusal(550, 'not from you')),
    });
    expect(await send(mailerTo(server.url))).toEqual(temporary(/550.*not from you/));
  });

  test('the password may be mended, and the password is not repeated', async () => {
    const server = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) =>
        done(new SmtpRefusal(535, `bad credentials: ${password}`)),
    });
    const outcome = await send(mailerTo(`smtp://shop:hunter2@127.0.0.1:${server.port}`));
    expect(outcome).toEqual(temporary(/535|Invalid login/));
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|aHVudGVyMg|c2hvcA/);
  });

  test('everybody, because it is closed for repairs, is asked again later', async () => {
    const server = await mailServer({
      onConnect: (_session, done) => done(new SmtpRefusal(554, 'closed for repairs')),
    });
    expect(await send(mailerTo(server.url))).toMatchObject({ type: 'failed', permanent: false });
  });

  test('one message takes the next one', async () => {
    let refused = 0;
    const server = await mailServer({
      onRcptTo: ({ address }, _session, done) => {
        if (address !== 'gone@example.com') return done();
        refused += 1;
        done(new SmtpRefusal(550, 'gone'));
      },
    });
    const mailer = mailerTo(server.url);
    const gone = emailOf({ to: { name: 'Gone', address: 'gone@example.com' } });
    expect(await send(mailer, gone)).toMatchObject({ permanent: true });
    expect(await send(mailer)).toEqual({ type: 'sent' });
    expect(refused).toBe(1);
  });
});

describe('a server that cannot be talked to', () => {
  const short = { connect: 60, silence: 60 };

  test('because nobody listens: the attempt fails, and nothing is thrown', async () => {
    const mailer = mailerTo(`smtp://127.0.0.1:${await closedPort()}`);
    expect(await send(mailer)).toEqual(temporary(/ECONNREFUSED/));
  });

  test('because its name leads nowhere', async () => {
    expect(await send(mailerTo('smtp://mail.invalid:25'))).toEqual(temporary(/mail server: ./));
  });

  test('because it stalls after the connection', async () => {
    const server = await rawServer(() => {});
    expect(await send(mailerTo(`smtp://127.0.0.1:${server.port}`, short))).toEqual(
      temporary(/mail server: .*(time|greeting)/i),
    );
  });

  test('because it stalls in the middle of the message', async () => {
    const stalling = scripted((line) => (line === '.' ? null : obliging(line)));
    const server = await rawServer(stalling);
    expect(await send(mailerTo(`smtp://127.0.0.1:${server.port}`, short))).toEqual(
      temporary(/mail server: .*time/i),
    );
  });

  test('because it speaks another language', async () => {
    const server = await rawServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await send(mailerTo(`smtp://127.0.0.1:${server.port}`, short))).toEqual(
      temporary(/mail server: ./),
    );
  });

  test('because it hangs up at once', async () => {
    const server = await rawServer((socket) => socket.end());
    expect(await send(mailerTo(`smtp://127.0.0.1:${server.port}`, short))).toEqual(
      temporary(/mail server: ./),
    );
  });

  test('takes the mail again once it is back', async () => {
    const port = await closedPort();
    const mailer = mailerTo(`smtp://127.0.0.1:${port}`);
    expect(await send(mailer)).toMatchObject({ type: 'failed' });
    const server = await mailServer({ port });
    expect(await send(mailer)).toEqual({ type: 'sent' });
    expect(server.received).toHaveLength(1);
  });
});

describe('a line that breaks after the message was taken', () => {
  /** Takes every message, and breaks the line instead of saying so, so many times. */
  async function breaking(options: { breaks: number; after?: number }) {
    const ids: string[] = [];
    let { breaks, after = 0 } = options;
    const server = await rawServer(
      scripted((line, socket, message) => {
        if (line !== '.') return obliging(line);
        ids.push(only(readMime(message).headers, 'message-id') as string);
        if (after-- > 0 || breaks-- <= 0) return '250 ok';
        socket.destroy();
        return null;
      }),
    );
    return { ids, mailer: mailerTo(`smtp://127.0.0.1:${server.port}`) };
  }
  const id = '<confirmation.01J0@shop.example>';

  test('is a failed attempt that has sent the message once', async () => {
    const { ids, mailer } = await breaking({ breaks: 1_000 });
    expect(await send(mailer)).toEqual(temporary(/mail server: ./));
    expect(ids).toEqual([id]);
  });

  test('leaves a repetition under the same id', async () => {
    const { ids, mailer } = await breaking({ breaks: 1 });
    expect(await send(mailer)).toMatchObject({ type: 'failed' });
    expect(await send(mailer)).toEqual({ type: 'sent' });
    expect(ids).toEqual([id, id]);
  });

  test('is a failed attempt also on a connection that has carried a message before', async () => {
    const { ids, mailer } = await breaking({ breaks: 1_000, after: 1 });
    expect(await send(mailer, emailOf({ id: 'confirmation.first' }))).toEqual({ type: 'sent' });
    expect(await send(mailer)).toEqual(temporary(/mail server: ./));
    expect(ids).toEqual(['<confirmation.first@shop.example>', id]);
  });

  test('costs the other messages nothing', async () => {
    const { ids, mailer } = await breaking({ breaks: 1 });
    const emails = Array.from({ length: 20 }, (_, number) => emailOf({ id: `c.${number}` }));
    const outcomes = await Promise.all(emails.map((email) => send(mailer, email)));
    expect(outcomes.filter(({ type }) => type === 'failed')).toHaveLength(1);
    expect(new Set(ids).size).toBe(20);
    expect(ids).toHaveLength(20);
  });
});

describe('a message that nobody waits for any more', () => {
  /** Says nothing to anybody until it is let go. */
  async function stalling() {
    const ids: string[] = [];
    const held: Socket[] = [];
    let isStalled = true;
    const serve = scripted((line, _socket, message) => {
      if (line !== '.') return obliging(line);
      ids.push(only(readMime(message).headers, 'message-id') as string);
      return '250 ok';
    });
    const server = await rawServer((socket) => {
      if (isStalled) held.push(socket);
      else serve(socket);
    });
    const letGo = () => {
      isStalled = false;
      for (const socket of held) serve(socket);
    };
    return { ids, held, letGo, mailer: mailerTo(`smtp://127.0.0.1:${server.port}`) };
  }

  test('is not sent when the server comes back: its repetition is', async () => {
    const { ids, held, letGo, mailer } = await stalling();
    const CONNECTIONS = 8;
    const first = Array.from({ length: CONNECTIONS }, (_, number) =>
      send(mailer, emailOf({ id: `first.${number}` })),
    );
    await until('every connection waits', () => held.length === CONNECTIONS);
    const patience = new AbortController();
    const given = await compose(emailOf({ id: 'given-up' }));
    let outcome: EmailOutcome | undefined;
    void mailer.send(given, patience.signal).then((value) => {
      outcome = value;
    });
    // Handed over after it, so that it is in the queue behind it.
    const last = send(mailer, emailOf({ id: 'last' }));
    patience.abort();
    letGo();
    await Promise.all(first);
    expect(await last).toEqual({ type: 'sent' });
    await until('it has come to an end', () => outcome);
    expect(outcome).toMatchObject({ type: 'failed', permanent: false });
    expect(ids).toHaveLength(CONNECTIONS + 1);
    expect(ids).not.toContain('<given-up@shop.example>');
  });

  test('is let go of at once, and does not keep its place in the queue', async () => {
    const { mailer } = await stalling();
    const patience = new AbortController();
    const outcome = mailer.send(await compose(emailOf()), patience.signal);
    patience.abort();
    expect(await outcome).toMatchObject({ type: 'failed', permanent: false });
  }, 3_000);
});

describe('a name that tries to be more than a name', () => {
  test.each([
    ['a line break and a header', 'Erika\r\nBcc: everybody@example.com'],
    ['a bare line feed and a header', 'Erika\nX-Evil: 1'],
    ['a bare carriage return', 'Erika\rBcc: everybody@example.com'],
    ['an end of the headers', 'Erika\r\n\r\n<h1>Hello</h1>'],
    ['a comma and an address', 'Mustermann, Erika, evil@example.com'],
    ['an address in brackets', 'Erika <evil@example.com>'],
    ['quotation marks', 'Erika "The Boss" Mustermann'],
    ['a quotation mark that does not close', 'Erika", <evil@example.com>, "'],
    ['a backslash at its end', 'Erika\\'],
    ['a group', 'evil: a@example.com, b@example.com;'],
    ['an encoded word', '=?utf-8?Q?Erika=0D=0ABcc:_a@example.com?='],
    ['letters of many scripts', 'Ærøskøbing 山田太郎 😀 Ελένη'],
    ['text that runs the other way', 'Erika \u202e moc.elpmaxe@live'],
    ['great length', 'Erika '.repeat(33)],
  ])('has one header and one recipient: %s', async (_, name) => {
    const server = await mailServer();
    const email = emailOf({ to: { name, address: 'erika@example.com' } });
    expect(await send(mailerTo(server.url), email)).toEqual({ type: 'sent' });
    const [{ to, message }] = server.received as [(typeof server.received)[0]];
    expect(to).toEqual(['erika@example.com']);
    expect([...message.headers.keys()].sort()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
    const [shown, ...more] = mailboxes(only(message.headers, 'to') as string);
    expect(more).toEqual([]);
    expect(shown?.address).toBe('erika@example.com');
    expect(textOf(message, 'text/plain').trimEnd()).toBe(emailOf().text.trimEnd());
  });

  test('is shown as it is where it is only unusual', async () => {
    const server = await mailServer();
    const names = ['Mustermann, Erika', 'Erika "The Boss"', 'Ærøskøbing 山田太郎', "O'Hara; Ltd."];
    const mailer = mailerTo(server.url);
    for (const name of names) {
      await send(mailer, emailOf({ to: { name, address: 'erika@example.com' } }));
    }
    const shown = server.received.flatMap(({ message }) =>
      mailboxes(only(message.headers, 'to') as string).map(({ name }) => name),
    );
    expect(shown).toEqual(names);
  });

  test('cannot break the subject either', async () => {
    const server = await mailServer();
    const subject = 'Order\r\nBcc: everybody@example.com\r\n\r\nHello 😀';
    await send(mailerTo(server.url), emailOf({ subject }));
    const [{ to, message }] = server.received as [(typeof server.received)[0]];
    expect(to).toEqual(['erika@example.com']);
    expect(message.headers.has('bcc')).toBe(false);
    expect(decodeWords(only(message.headers, 'subject') as string)).toContain('Hello 😀');
  });

  // The API takes none of them; whatever comes here by another way has one @ and no space.
  test.each([
    'postmaster,erika@example.com',
    'erika@example.com,postmaster',
    'erika@example.com>,<postmaster',
    'staff:root,erika@example.com;',
    'root;erika@example.com',
    '<root>erika@example.com',
    'erika(root)@example.com',
    '"root,boss"@example.com',
  ])('nor does an address reach any mailbox but its own: %s', async (address) => {
    const server = await mailServer();
    const outcome = await send(mailerTo(server.url), emailOf({ to: { name: 'Erika', address } }));
    // A local part may be put into quotation marks: that is the same mailbox.
    const unquoted = (text: string) => text.replaceAll('"', '');
    const reached = server.received.map(({ to }) => to.map(unquoted));
    if (outcome.type === 'sent') expect(reached).toEqual([[unquoted(address)]]);
    else expect(reached).toEqual([]);
  });
});

describe('what people are shown of where the mail goes', () => {
  test.each([
    ['smtp://user:secret@mail.example.com:587', 'smtp://mail.example.com:587'],
    ['smtps://user%40shop:s%2Fcret@mail.example.com', 'smtps://mail.example.com'],
    ['smtp://127.0.0.1:25?password=secret', 'smtp://127.0.0.1:25'],
  ])('%s has no password in it', (url, shown) => {
    expect(withoutCredentials(url)).toBe(shown);
    expect(mailerTo(url).target).toBe(shown);
  });

  test('also where nobody answers', async () => {
    const port = await closedPort();
    const outcome = await send(mailerTo(`smtp://user:secret@127.0.0.1:${port}`));
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
});

test('closing the mailer lets go of its connections', async () => {
  const server = await rawServer(scripted(obliging));
  const mailer = mailerTo(`smtp://127.0.0.1:${server.port}`);
  expect(await send(mailer)).toEqual({ type: 'sent' });
  mailer.close();
  await until('it has hung up', () => server.connections.every((socket) => socket.destroyed));
});
