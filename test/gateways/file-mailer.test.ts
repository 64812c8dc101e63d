import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EmailContent } from '../../src/documents/compose-email.js';
import { composer } from '../../src/documents/compose-email.js';
import { emailDrafter, type FileMailer, fileMailer } from '../../src/gateways/email/file-mailer.js';
import { mailboxes, only, partOf, readMime, textOf } from '../support/mime.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const NOW = Date.UTC(2026, 5, 1);
const compose = composer({ name: 'Shop', address: 'orders@shop.example' });
const pdf = Buffer.alloc(300_000, 'invoice ');

const emailOf = (more: Partial<EmailContent> = {}): EmailContent => ({
  id: 'confirmation.01J0',
  to: { name: 'Erika', address: 'erika@example.com' },
  subject: 'Your order',
  text: 'Hello\n',
  html: '<p>Hello</p>\n',
  attachments: [{ filename: 'invoice.pdf', contentType: 'application/pdf', content: pdf }],
  ...more,
});

let folder: string;
let mail: string;
let mailer: FileMailer;

beforeEach(() => {
  folder = temporaryFolder();
  mail = join(folder, 'data', 'mail');
  mailer = fileMailer(mail);
});
afterEach(() => {
  mailer.close();
  removeFolder(folder);
});

const send = async (email = emailOf(), signal = new AbortController().signal) =>
  mailer.send(await compose(email, NOW), signal);
const file = () => join(mail, 'confirmation.01J0.eml');

describe('without a mail server', () => {
  test('each e-mail becomes a file that a mail program opens', async () => {
    expect(await send()).toEqual({ type: 'sent' });
    const message = readMime(readFileSync(file()));
    expect(only(message.headers, 'message-id')).toBe('<confirmation.01J0@shop.example>');
    expect(mailboxes(only(message.headers, 'to') as string)).toEqual([emailOf().to]);
    expect(textOf(message, 'text/plain').trimEnd()).toBe('Hello');
    expect(textOf(message, 'text/html').trimEnd()).toBe('<p>Hello</p>');
    expect(partOf(message, 'application/pdf').content.equals(pdf)).toBe(true);
    expect(Date.parse(only(message.headers, 'date') as string)).toBe(NOW);
    expect(readdirSync(mail)).toEqual(['confirmation.01J0.eml']);
    expect(mailer.target).toBe(mail);
  });

  test('a repetition replaces what it repeats', async () => {
    await send(emailOf({ subject: 'first' }));
    await send(emailOf({ subject: 'second' }));
    expect(readdirSync(mail)).toEqual(['confirmation.01J0.eml']);
    expect(only(readMime(readFileSync(file())).headers, 'subject')).toBe('second');
  });

  test('nobody ever sees half a message: it comes under its name when it is whole', async () => {
    const sizes: number[] = [];
    const watcher = watch(mail, (_event, name) => {
      if (name?.endsWith('.eml') && existsSync(file())) sizes.push(statSync(file()).size);
    });
    for (let times = 0; times < 20; times += 1) await send();
    await until('something was seen', () => sizes.length > 0);
    watcher.close();
    expect(new Set(sizes)).toEqual(new Set([statSync(file()).size]));
  });

  test('many at once each have their own file', async () => {
    const ids = Array.from({ length: 30 }, (_, number) => `confirmation.${number}`);
    await Promise.all(ids.map((id) => send(emailOf({ id }))));
    expect(readdirSync(mail).sort()).toEqual(ids.map((id) => `${id}.eml`).sort());
  });
});

describe('a draft', () => {
  const draft = async (id: string) =>
    emailDrafter(mail)?.(await compose(emailOf({ id }), NOW)) as { draft: string };
  const { signal } = new AbortController();

  test('comes under its name when it is delivered, and not before', async () => {
    expect(await draft('confirmation.01J0')).toEqual({ draft: 'confirmation.01J0' });
    expect(readdirSync(mail)).toEqual(['confirmation.01J0.eml.part']);
    const written = readFileSync(join(mail, 'confirmation.01J0.eml.part'));
    expect(await mailer.deliver({ draft: 'confirmation.01J0' }, signal)).toEqual({ type: 'sent' });
    expect(readdirSync(mail)).toEqual(['confirmation.01J0.eml']);
    expect(readFileSync(file()).equals(written)).toBe(true);
  });

  test('that is gone fails alone', async () => {
    const drafts = await Promise.all(['a', 'b', 'c'].map(draft));
    rmSync(join(mail, 'b.eml.part'));
    const outcomes = await Promise.all(drafts.map((one) => mailer.deliver(one, signal)));
    expect(outcomes.map(({ type }) => type)).toEqual(['sent', 'failed', 'sent']);
    expect(readdirSync(mail).sort()).toEqual(['a.eml', 'c.eml']);
  });

  test('that nobody waits for any more is discarded', async () => {
    const one = await draft('a');
    expect(await mailer.deliver(one, AbortSignal.abort())).toMatchObject({ type: 'failed' });
    expect(readdirSync(mail)).toEqual([]);
  });

  test('is nothing that a shop with a mail server has', () => {
    expect(emailDrafter(undefined)).toBeUndefined();
  });
});

describe('a folder that cannot be written', () => {
  test('because it is gone fails the attempt, and the next one succeeds when it is back', async () => {
    rmSync(mail, { recursive: true });
    expect(await send()).toEqual({
      type: 'failed',
      reason: expect.stringContaining('ENOENT') as string,
      permanent: false,
    });
    mailer = fileMailer(mail);
    expect(await send()).toEqual({ type: 'sent' });
  });

  test('because a file stands in its place fails the attempt', async () => {
    rmSync(mail, { recursive: true });
    writeFileSync(mail, '');
    expect(await send()).toMatchObject({ type: 'failed', permanent: false });
  });

  test.skipIf(process.platform !== 'linux')(
    'because the disk is full fails the attempt, and leaves the older file as it is',
    async () => {
      await send(emailOf({ subject: 'first' }));
      // Whatever is written there meets a disk without room.
      symlinkSync('/dev/full', `${file()}.part`);
      expect(await send(emailOf({ subject: 'second' }))).toEqual({
        type: 'failed',
        reason: expect.stringContaining('ENOSPC') as string,
        permanent: false,
      });
      expect(readdirSync(mail)).toEqual(['confirmation.01J0.eml']);
      expect(only(readMime(readFileSync(file())).headers, 'subject')).toBe('first');
      expect(await send(emailOf({ subject: 'third' }))).toEqual({ type: 'sent' });
    },
  );

  test('or nobody waits for any more fails the attempt, and leaves nothing behind', async () => {
    expect(await send(emailOf(), AbortSignal.abort())).toMatchObject({ type: 'failed' });
    expect(readdirSync(mail)).toEqual([]);
  });
});
