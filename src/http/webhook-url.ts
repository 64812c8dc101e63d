// Where endpoints may be: said when one is registered, so that whoever mistypes it learns it at once.
// What its name stands for is judged at each delivery, by the address that is connected to.

import { isIP } from 'node:net';

export interface WebhookUrlRules {
  /** Inside the shop's own network: what is not delivered to is not to be registered either. */
  allowsPlain: boolean;
}

const HOME_NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;

const HINT = ' (inside your own network with WEBHOOK_PRIVATE_NETWORKS=true)';

/** What is wrong with it, or `null`. */
export function webhookUrlFault(text: string, { allowsPlain }: WebhookUrlRules): string | null {
  // The parser leaves some of them out, so that what is kept would not be what is called.
  if (/[\s\p{Cc}]/u.test(text)) return 'must hold no spaces and no control characters';
  if (!URL.canParse(text)) return 'must be a URL such as https://erp.example.com/orders';
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && !(allowsPlain && protocol === 'http:'))
    return `must begin with https://${protocol === 'http:' ? HINT : ''}`;
  if (username !== '' || password !== '') return 'must not hold a user or password';
  if (hash !== '') return 'must not hold a #fragment';
  if (allowsPlain) return null;
  // The parser has made one of every way to write an address, decimal and hexadecimal ones too.
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    return `must name its host, not an address${HINT}`;
  // The dot of the root is part of the name, and changes nothing of what it stands for.
  const name = hostname.replace(/\.$/, '');
  if (HOME_NAMES.test(name) || !name.includes('.')) return `must be a host on the internet${HINT}`;
  return null;
}
