/** A real SMTP server on a free port of this machine, which does with a message what the test says. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type MimePart, only, readMime } from './mime.js';

export interface Received {
  /** `MAIL FROM` and `RCPT TO`. */
  from: string;
  to: string[];
  raw: Buffer;
  message: MimePart;
  messageId: string;
}

export interface MailServer {
  port: number;
  url: string;
  /** Messages that it has taken, oldest first. */
  received: Received[];
  /** Connections that were made so far. */
  connections(): number;
  close(): Promise<void>;
}

export class SmtpRefusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

export interface MailServerChanges extends SMTPServerOptions {
  port?: number;
  /** Asked once a message has come whole; throws to refuse it. */
  take?: (received: Received) => void;
}

export async function startMailServer(changes: MailServerChanges = {}): Promise<MailServer> {
  const { port = 0, take, ...options } = changes;
  const received: Received[] = [];
  let connected = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      connected += 1;
      done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const mail = receivedOf(Buffer.concat(chunks), session.envelope);
        try {
          take?.(mail);
        } catch (error) {
          return done(error as Error);
        }
        received.push(mail);
        done();
      });
    },
    ...options,
  });
  // A client that hangs up in the middle is what some tests are about.
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const bound = (server.server.address() as AddressInfo).port;
  return {
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    received,
    connections: () => connected,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Envelope = Parameters<NonNullable<SMTPServerOptions['onData']>>[1]['envelope'];

function receivedOf(raw: Buffer, { mailFrom, rcptTo }: Envelope): Received {
  const message = readMime(raw);
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    raw,
    message,
    messageId: only(message.headers, 'message-id') ?? '',
  };
}

/** A server of the test's own manners, for what no mail server does on purpose. */
export interface RawServer {
  port: number;
  connections: Socket[];
  close(): Promise<void>;
}

export async function startRawServer(serve: (socket: Socket) => void): Promise<RawServer> {
  const connections: Socket[] = [];
  const server: Server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    close: async () => {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port on which nobody listens any more. */
export async function closedPort(): Promise<number> {
  const { port, close } = await startRawServer(() => {});
  await close();
  return port;
}

/** Speaks SMTP line by line: `reply` answers what to say to a command, or to `.`, the end of a message. */
export const scripted =
  (reply: (line: string, socket: Socket, message: string) => string | null) =>
  (socket: Socket): void => {
    let buffered = '';
    let inData = false;
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (chunk) => {
      buffered += chunk.toString('latin1');
      for (;;) {
        const end = inData ? buffered.indexOf('\r\n.\r\n') : buffered.indexOf('\r\n');
        if (end < 0) return;
        const text = buffered.slice(0, end);
        const answer = inData ? reply('.', socket, `${text}\r\n`) : reply(text, socket, '');
        buffered = buffered.slice(end + (inData ? 5 : 2));
        inData = false;
        if (answer === null) continue;
        inData = answer.startsWith('354');
        socket.write(`${answer}\r\n`);
      }
    });
  };

/** What an obliging server says. */
export function obliging(line: string): string {
  const command = line.slice(0, 4).toUpperCase();
  if (command === 'DATA') return '354 go ahead';
  return command === 'QUIT' ? '221 bye' : '250 ok';
}
