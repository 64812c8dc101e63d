// Structured logs: request and order ids, never a person, a token or a key.

import { type DestinationStream, destination, type Logger, pino } from 'pino';

/** Paths that must never be printed, should somebody ever log an object that has them. */
const REDACTED = [
  'customer',
  'shippingAddress',
  'billingAddress',
  'token',
  'payment.token',
  'accessToken',
  'email',
  'headers.authorization',
  'req.headers.authorization',
  'req.headers.cookie',
];

/** Lines are written many at once, but what an idle shop has to say is not kept back for long. */
const BUFFER_BYTES = 4096;
const FLUSH_EVERY_MS = 250;

export function createLogger(
  level: string,
  stream: DestinationStream = destination({
    dest: 1,
    sync: false,
    minLength: BUFFER_BYTES,
    periodicFlush: FLUSH_EVERY_MS,
  }),
): Logger {
  const options = {
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { req: ({ id, method }: { id: string; method: string }) => ({ id, method }) },
  };
  return pino(options, stream);
}
