// Takes a file to the disk as it arrives, whatever its size: it is never in memory.

import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { transferLimits } from '../core/transfers.js';

export type SpoolRefusal =
  | { type: 'payload-too-large'; detail: string }
  | { type: 'request-timeout' }
  | { type: 'shutting-down' };

/** Why a file is not taken to its end. */
export class Cut extends Error {
  constructor(readonly refusal: SpoolRefusal) {
    super(refusal.type);
  }
}

const tooLarge: SpoolRefusal = {
  type: 'payload-too-large',
  detail: `a file has at most ${transferLimits.bytes} bytes`,
};
/** Nobody is there to hear it. */
const senderGone: SpoolRefusal = { type: 'request-timeout' };

/**
 * The source outlives what goes wrong here: who sends it is to be answered.
 * @throws Cut
 */
export async function spool(source: Readable, file: string, signal: AbortSignal) {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > transferLimits.bytes ? new Cut(tooLarge) : null, chunk);
    },
  });
  source.once('close', () => source.readableEnded || counted.destroy(new Cut(senderGone)));
  signal.addEventListener('abort', () => counted.destroy(new Cut(signal.reason)));
  source.pipe(counted);
  await pipeline(counted, createWriteStream(file, { mode: 0o600 }));
  return { bytes, sha256: hash.digest('hex') };
}
