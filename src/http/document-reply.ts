import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A document as it was issued: it never changes, and its hash tells one from another. */
export const sendPdf = (
  reply: FastifyReply,
  number: string,
  { bytes, sha256 }: { bytes: Buffer; sha256: string },
): FastifyReply => send(reply, 'application/pdf', `${number}.pdf`, sha256, bytes);

export const sendXml = (reply: FastifyReply, number: string, xml: string): FastifyReply => {
  const sha256 = createHash('sha256').update(xml).digest('hex');
  return send(reply, 'application/xml; charset=utf-8', `${number}.xml`, sha256, xml);
};

const send = (
  reply: FastifyReply,
  type: string,
  filename: string,
  sha256: string,
  payload: Buffer | string,
): FastifyReply =>
  reply
    .type(type)
    .header('etag', `"${sha256}"`)
    .header('cache-control', 'private, no-cache')
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `inline; filename="${filename}"`)
    .send(payload);
