// What is wrong before there is a request: too slow, too long, or no HTTP at all. It is answered on the
// bare socket, as a problem like every other.

import type { Socket } from 'node:net';
import { problemOf, type Refusal } from '../core/problems.js';

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** It has not arrived within the time that requests have. */
export const isLate = ({ code }: { code?: string | undefined }): boolean =>
  code === 'ERR_HTTP_REQUEST_TIMEOUT';

function refusalOf(code: string | undefined): Refusal {
  if (isLate({ code })) return { type: 'request-timeout' };
  if (code === 'HPE_HEADER_OVERFLOW') return { type: 'headers-too-large' };
  const errors = [{ pointer: '', detail: 'this is no HTTP request' }];
  return { type: 'invalid-request', errors };
}

export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Whoever has gone hears nothing.
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, body } = problemOf(refusalOf(error.code));
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Bad Request'}`,
    'Content-Type: application/problem+json',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
  socket.destroySoon();
}
