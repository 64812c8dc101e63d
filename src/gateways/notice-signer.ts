// Standard Webhooks as its library has them, but for the HMAC: that one is computed in JavaScript there,
// on the main thread; Node has it natively.

import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const PREFIX = 'whsec_';

export class NoticeSigner extends Webhook {
  readonly #secret: Buffer;

  /** Base64, with or without `whsec_`. @throws Error where it is empty. */
  constructor(secret: string) {
    super(secret);
    const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
    this.#secret = Buffer.from(encoded, 'base64');
  }

  /** Also what `verify` compares with. */
  override sign(id: string, at: Date, payload: string | Buffer): string {
    const seconds = Math.floor(at.getTime() / 1_000);
    const hmac = createHmac('sha256', this.#secret).update(`${id}.${seconds}.`).update(payload);
    return `v1,${hmac.digest('base64')}`;
  }
}
