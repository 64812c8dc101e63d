// Secrets of operators: made here, shown once, kept as a hash.

import { randomBytes } from 'node:crypto';
import { hashKey } from './access.js';

const SECRET_BYTES = 24;

export function newKeySecret(): { secret: string; hash: string } {
  const secret = `olk_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { secret, hash: hashKey(secret) };
}
