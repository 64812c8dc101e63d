// Where endpoints may be: said when one is registered, so that whoever mistypes it learns it at once.
// What its name stands for is judged at each delivery, by the address that is connected to.

import { isIP } from 'node:net';

export interface WebhookUrlRules {
  /** For demonstrations, and inside the shop's own network. */
  allowsPlain: boolean;
}

const HOME_NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;

/** What is wrong with it, or `null`. */
export function webhookUrlFault(text: string, { allowsPlain }: WebhookUrlRules): string | null {
  if (!URL.canParse(text)) return 'must be a URL such as https://erp.example.com/orders';
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && !(allowsPlain && protocol === 'http:'))
    return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not hold a user or password';
  if (hash !== '') return 'must not hold a #fragment';
  if (allowsPlain) return null;
  // The parser has made one of every way to write an address, decimal and hexadecimal ones too.
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'must name its host, not an address';
  if (HOME_NAMES.test(hostname) || !hostname.includes('.')) return 'must be a host on the internet';
  return null;
}
