// Signs and verifies as the library of Standard Webhooks does.

import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { NoticeSigner } from '../../src/gateways/notice-signer.js';

const id = 'msg_1';

test('any notice has the signature that the library gives it, whichever way the secret is written', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
      fc.string({ unit: 'binary' }),
      fc.date({ noInvalidDate: true, min: new Date(0) }),
      fc.boolean(),
      (key, body, at, isPrefixed) => {
        const secret = `${isPrefixed ? 'whsec_' : ''}${Buffer.from(key).toString('base64')}`;
        const expected = new Webhook(secret).sign(id, at, body);
        expect(new NoticeSigner(secret).sign(id, at, body)).toBe(expected);
        expect(new NoticeSigner(secret).sign(id, at, Buffer.from(body))).toBe(expected);
      },
    ),
  );
});

test('a notice is taken with its own signature, and with no other', () => {
  const [secret, other] = ['c2VjcmV0', 'b3RoZXI='] as const;
  const at = new Date();
  const body = '{"type":"order.shipped"}';
  const headersBy = (signer: Webhook) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signer.sign(id, at, body),
  });
  const signer = new NoticeSigner(secret);
  expect(signer.verify(body, headersBy(new Webhook(secret)))).toEqual({ type: 'order.shipped' });
  expect(() => signer.verify(`${body} `, headersBy(signer))).toThrow('No matching signature');
  expect(() => signer.verify(body, headersBy(new Webhook(other)))).toThrow('No matching signature');
});

test('there is no empty secret', () => {
  expect(() => new NoticeSigner('')).toThrow();
});
