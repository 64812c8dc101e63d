// Reads that are not sent again to who has them: each 200 carries an ETag, and is a 304 where
// `If-None-Match` names it (RFC 9110, 13.1.2).

import { createHash } from 'node:crypto';
import type { onSendHookHandler } from 'fastify';
import type { App } from './doors.js';

/** Of the routes of this plugin; no others pay for a hash of each answer. */
export const tagReads = (app: App): void => void app.addHook('onSend', tagged);

const tagged: onSendHookHandler<unknown> = (request, reply, payload, done) => {
  // A condition is not looked at where the answer is a refusal; that would become a 304 as well.
  if (reply.statusCode !== 200 || !isWhole(payload)) return done();
  const etag = (reply.getHeader('etag') as string | undefined) ?? weakTagOf(payload);
  reply.header('etag', etag);
  const condition = request.headers['if-none-match'];
  if (condition === undefined || !isNamed(etag, condition)) return done();
  reply.code(304);
  // The length that HEAD is told is that of the answer to GET; a 304 of GET has none.
  done(null, request.method === 'HEAD' ? payload : null);
};

const isWhole = (payload: unknown): payload is string | Buffer =>
  typeof payload === 'string' || payload instanceof Buffer;

const weakTagOf = (payload: string | Buffer): string =>
  `W/"${createHash('sha1').update(payload).digest('base64')}"`;

/**
 * Whether `If-None-Match` names a tag: by itself, in a list, or as `*`, which is whatever there is.
 * Compared weakly, as the RFC wants: `W/` makes no difference. A tag may hold commas.
 */
export function isNamed(etag: string, condition: string): boolean {
  if (condition.trim() === '*') return true;
  const opaque = etag.replace(/^W\//, '');
  return condition.match(/"[^"]*"/g)?.some((named) => named === opaque) ?? false;
}
