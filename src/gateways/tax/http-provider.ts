// A tax provider behind HTTP. One POST a cart; the body is a `TaxRequest` as JSON:
//
//   {"currency":"USD","date":"2026-11-25","priceBasis":"net",
//    "seller":{"country":"US","region":"WI","postalCode":"53703","city":"Madison","line1":"1 Main St"},
//    "destination":{"country":"US","region":"NY","postalCode":"10001","city":"New York","line1":"…"},
//    "customer":{"groups":[],"vatId":null,"exemption":null},
//    "lines":[{"sku":"MUG","taxCategory":"standard","quantity":"2","unitPrice":"12.9"}],
//    "shipping":{"method":"standard"}}
//
// and the answer, 200, names the taxes of each line in the same order, and of shipping. Rates are
// parts per million; amounts are not asked for:
//
//   {"lines":[{"taxes":[{"code":"SALES","jurisdiction":"US-NY","ppm":40000},
//                       {"code":"SALES","jurisdiction":"US-NY-NEW YORK","ppm":45000}]}],
//    "shipping":{"taxes":[]}}
//
// A tax may further have `compoundOn` (codes before it), `isWithheld`, `treatment` (UNCL 5305) and
// `reason`. Anything else, or more of it than it may be, counts as a failure.

import { Agent, request } from 'undici';
import { addressOf, reasonOf, withoutSecrets } from '../web-address.js';
import { readAnswer } from './answer.js';
import { type TaxProvider, TaxProviderFailed } from './provider.js';

export interface HttpTaxProviderOptions {
  url: string;
  /** Sent as a bearer token; none when empty. */
  secret: string;
  timeoutMs: number;
}

const CONNECTIONS_MAX = 64;
/** A cart of 1,000 lines with ten taxes each stays below. */
const ANSWER_MAX_BYTES = 2_000_000;

export function httpTaxProvider({ url, secret, timeoutMs }: HttpTaxProviderOptions): TaxProvider {
  const { target, authorization } = addressOf(url);
  const bearer = secret === '' ? authorization : { authorization: `Bearer ${secret}` };
  const agent = new Agent({
    connections: CONNECTIONS_MAX,
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: ANSWER_MAX_BYTES,
  });
  return {
    target: withoutSecrets(url),
    taxesOf: async (cart, signal) => {
      try {
        const answer = await request(target, {
          method: 'POST',
          dispatcher: agent,
          signal,
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            'user-agent': 'Orderloom',
            ...bearer,
          },
          body: JSON.stringify(cart),
        });
        if (answer.statusCode !== 200) {
          await answer.body.dump({ limit: ANSWER_MAX_BYTES, signal }).catch(() => {});
          throw new TaxProviderFailed(statusReason(answer.statusCode));
        }
        return readAnswer(await answer.body.text(), cart.lines.length);
      } catch (error) {
        if (error instanceof TaxProviderFailed) throw error;
        throw new TaxProviderFailed(reasonOf(error), { cause: error });
      }
    },
    close: () => agent.destroy(),
  };
}

/** A redirect is not followed: carts and the secret go nowhere but where the shop has said. */
const statusReason = (status: number): string =>
  status >= 300 && status < 400
    ? `answered ${status}: redirects are not followed; set its final address`
    : `answered ${status}`;
