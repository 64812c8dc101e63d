// E-mail over SMTP, on a few connections that are kept open.

import { createTransport } from 'nodemailer';
import type { EmailOutcome, Mailer } from './mailer.js';

const CONNECTIONS_MAX = 8;
/** Some servers drop a connection that has carried many messages. */
const MESSAGES_PER_CONNECTION = 1_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** How long a server may say nothing in the middle of a conversation. */
const SILENCE_TIMEOUT_MS = 20_000;

type SendMailOptions = Parameters<ReturnType<typeof createTransport>['sendMail']>[0];

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  url: string;
  connectTimeoutMs?: number;
  silenceTimeoutMs?: number;
}

export function smtpMailer(options: SmtpOptions): Mailer {
  const {
    url,
    connectTimeoutMs = CONNECT_TIMEOUT_MS,
    silenceTimeoutMs = SILENCE_TIMEOUT_MS,
  } = options;
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxMessages: MESSAGES_PER_CONNECTION,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0]);
  const password = decodeURIComponent(new URL(url).password);
  // What a connection dies of is also told to whoever had a message on it.
  transport.on('error', () => {});
  return {
    target: withoutCredentials(url),
    send: async ({ raw, envelope, messageId }, signal) => {
      // As objects, since a text would be read as a list of addresses.
      const to = envelope.to.map((address) => ({ name: '', address }));
      const message = { raw, envelope: { ...envelope, to }, messageId, signal };
      try {
        // The signal also takes it out of the library's queue: what nobody waits for is not sent.
        await transport.sendMail(message as SendMailOptions);
        return { type: 'sent' };
      } catch (error) {
        return failure(error as SmtpError, password);
      }
    },
    close: () => transport.close(),
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
}

/**
 * Only a refusal (5xx) of this very recipient or message is final; a server that does not know us,
 * or cannot be reached, may be mended. Its words are kept for operators.
 */
function failure(
  { message, code, command, responseCode }: SmtpError,
  password: string,
): EmailOutcome {
  const isRefusal = responseCode !== undefined && responseCode >= 500;
  const isOfMessage =
    code === 'EENVELOPE' ? command?.startsWith('RCPT') === true : code === 'EMESSAGE';
  // Some servers say what they were told.
  const words = password === '' ? message : message.replaceAll(password, '[password]');
  const reason = `mail server: ${words}`;
  return { type: 'failed', reason, permanent: isRefusal && isOfMessage };
}

/** For people to see: nothing that opens anything. */
export function withoutCredentials(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
