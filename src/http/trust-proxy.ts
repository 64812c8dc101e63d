// Whose word about the address of a caller is believed. Each proxy adds the address that it sees to the
// end of `X-Forwarded-For`, so that only as many entries from the end are true as there are proxies of
// our own: all before them is whatever the caller wrote.

import { isIP } from 'node:net';

export type TrustProxy = false | string[] | ((address: string, hop: number) => boolean);

/**
 * `false`: nobody's; `true`: one proxy's, right in front; a number: so many proxies'; or the addresses
 * and networks that our proxies have. `null` when it is none of these.
 */
export function readTrustProxy(text: string): TrustProxy | null {
  if (text === 'false') return false;
  const hops = text === 'true' ? 1 : Number(text);
  if (Number.isInteger(hops) && hops >= 1 && hops <= 10) return (_address, hop) => hop < hops;
  const networks = text.split(',').map((part) => part.trim());
  return networks.every(isNetwork) ? networks : null;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}
