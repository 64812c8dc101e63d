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

export function createLogger(
  level: string,
  stream: DestinationStream = destination({ dest: 1, sync: false, minLength: 4096 }),
): Logger {
  const options = {
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { req: ({ id, method }: { id: string; method: string }) => ({ id, method }) },
  };
  return pino(options, stream);
}
