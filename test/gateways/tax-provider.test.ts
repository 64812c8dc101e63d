// A tax provider over HTTP: what it is asked, what is taken of its answer, and that nothing it does
// wrong is more than a failure with a reason.

import { afterEach, describe, expect, test } from 'vitest';
import { GuardedTaxes } from '../../src/gateways/tax/guarded-taxes.js';
import { httpTaxProvider } from '../../src/gateways/tax/http-provider.js';
import {
  type ProvidedTaxes,
  type TaxProvider,
  TaxProviderFailed,
  type TaxRequest,
} from '../../src/gateways/tax/provider.js';
import { closedPort, startRawServer } from '../support/mail-server.js';
import { type Answering, startWebServer, status, type WebServer } from '../support/web-server.js';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const asked: TaxRequest = {
  currency: 'USD',
  date: '2026-11-25',
  priceBasis: 'net',
  seller: { country: 'US', region: 'WI', postalCode: '53703', city: 'Madison', line1: '1 Main St' },
  destination: { country: 'US', region: 'NY', postalCode: '10001', city: null, line1: null },
  customer: { groups: ['b2c'], vatId: null, exemption: null },
  lines: [{ sku: 'MÜG', taxCategory: 'standard', quantity: '2', unitPrice: '12.9' }],
  shipping: { method: 'standard' },
};

const sales = { code: 'SALES', jurisdiction: 'US-NY', ppm: 40_000 };
const answered = { lines: [{ taxes: [sales] }], shipping: { taxes: [] } };

const json =
  (body: unknown): Answering =>
  (_asked, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

async function server(answer: Answering): Promise<WebServer> {
  const started = await startWebServer(answer);
  stops.push(() => started.close());
  return started;
}

function providerAt(url: string, { secret = '', timeoutMs = 5_000 } = {}): TaxProvider {
  const provider = httpTaxProvider({ url, secret, timeoutMs });
  stops.push(() => provider.close());
  return provider;
}

const ask = (provider: TaxProvider, signal = new AbortController().signal) =>
  provider.taxesOf(asked, signal);

async function reasonAt(url: string, timeoutMs?: number): Promise<string> {
  const provider = providerAt(url, timeoutMs === undefined ? {} : { timeoutMs });
  const error = await ask(provider).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TaxProviderFailed);
  return (error as Error).message;
}

const reasonOf = async (answer: Answering): Promise<string> => reasonAt((await server(answer)).url);

describe('a request', () => {
  test('says everything that taxes depend on, as JSON, under the secret', async () => {
    const { url, asked: requests } = await server(json(answered));
    await ask(providerAt(`${url}/taxes?shop=1`, { secret: 's3cret' }));
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', path: '/taxes?shop=1' });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer s3cret',
    });
    expect(JSON.parse(request?.text as string)).toEqual(asked);
  });

  test('carries no authorisation where there is no secret', async () => {
    const { url, asked: requests } = await server(json(answered));
    await ask(providerAt(url));
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  test('is told to people without user and password, which are sent', async () => {
    const { url, asked: requests } = await server(json(answered));
    const provider = providerAt(url.replace('//', '//me:hunter%402@'));
    expect(provider.target).toBe(`${url}/`);
    await ask(provider);
    const basic = Buffer.from('me:hunter@2').toString('base64');
    expect(requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
  });
});

describe('an answer', () => {
  test('gives the taxes of each line and of shipping, with all that a tax may have', async () => {
    const qst = {
      code: 'QST',
      jurisdiction: 'CA-QC',
      ppm: 99_750,
      compoundOn: ['SALES'],
      isWithheld: true,
      treatment: 'S',
      reason: 'Réduit',
    };
    const body = { lines: [{ taxes: [sales, qst] }], shipping: { taxes: [sales] } };
    expect(await ask(providerAt((await server(json(body))).url))).toEqual({
      lines: [[sales, qst]],
      shipping: [sales],
    });
  });

  const lines = (...taxes: unknown[]) => ({ lines: [{ taxes }], shipping: { taxes: [] } });
  test.each<[what: string, body: unknown, reason: RegExp]>([
    ['no JSON', '<html>', /not JSON/],
    ['nothing', '', /not JSON/],
    ['null', 'null', /the answer/],
    ['a list', [], /the answer/],
    ['no shipping', { lines: [{ taxes: [] }] }, /shipping/],
    ['too few lines', { ...answered, lines: [] }, /0 lines for a cart of 1/],
    ['too many lines', { ...answered, lines: [{ taxes: [] }, { taxes: [] }] }, /2 lines/],
    ['a field that nobody asked for', { ...answered, total: 5 }, /\/total is no field known here/],
    ['an amount', lines({ ...sales, amount: 5 }), /\/lines\/0\/taxes\/0/],
    ['a rate below zero', lines({ ...sales, ppm: -1 }), /\/lines\/0\/taxes\/0\/ppm/],
    ['a rate above one hundred per cent', lines({ ...sales, ppm: 1_000_001 }), /ppm/],
    ['a part of a millionth', lines({ ...sales, ppm: 0.5 }), /ppm/],
    ['a rate as text', lines({ ...sales, ppm: '40000' }), /ppm/],
    ['a rate that is no number', '{"lines":[{"taxes":[{"ppm":1e999}]}]}', /.+/],
    ['no code', lines({ jurisdiction: 'US-NY', ppm: 1 }), /code/],
    ['an empty code', lines({ ...sales, code: '' }), /code/],
    ['a code of a control character', lines({ ...sales, code: 'A\u0007' }), /code/],
    ['a code that ends in a space', lines({ ...sales, code: 'A ' }), /code/],
    ['a code of other scripts', lines({ ...sales, code: 'ＶＡＴ' }), /code/],
    ['a code of 41 letters', lines({ ...sales, code: 'A'.repeat(41) }), /code/],
    ['a jurisdiction of two lines', lines({ ...sales, jurisdiction: 'US\nNY' }), /jurisdiction/],
    ['a treatment that nobody knows', lines({ ...sales, treatment: 'X' }), /treatment/],
    ['a reason of two lines', lines({ ...sales, reason: 'a\nb' }), /reason/],
    ['the same tax twice', lines(sales, sales), /\/lines\/0\/taxes\/1 repeats SALES of US-NY/],
    ['a tax on itself', lines({ ...sales, compoundOn: ['SALES'] }), /compoundOn: no SALES/],
    [
      'a tax on a later one',
      lines({ ...sales, compoundOn: ['B'] }, { ...sales, code: 'B' }),
      /no B/,
    ],
    [
      'eleven taxes',
      lines(...Array.from({ length: 11 }, (_, n) => ({ ...sales, code: `T${n}` }))),
      /taxes/,
    ],
    [
      'eleven taxes of shipping',
      { ...answered, shipping: { taxes: Array(11).fill(sales) } },
      /shipping/,
    ],
  ])('with %s is a failure with its place', async (_what, body, reason) => {
    expect(await reasonOf(json(body))).toMatch(reason);
  });

  test('of ten taxes is taken', async () => {
    const taxes = Array.from({ length: 10 }, (_, n) => ({ ...sales, code: `T${n}` }));
    const { url } = await server(json(lines(...taxes)));
    expect((await ask(providerAt(url))).lines).toEqual([taxes]);
  });

  test.each([201, 204, 400, 401, 404, 429, 500, 503])(
    'with the status %i is a failure',
    async (code) => {
      expect(await reasonOf(status(code))).toBe(`answered ${code}`);
    },
  );

  test.each([301, 302, 307, 308])('with %i is not followed', async (code) => {
    const elsewhere = await server(json(answered));
    const reason = await reasonOf(status(code, { location: elsewhere.url }));
    expect(reason).toMatch(`answered ${code}: redirects are not followed`);
    expect(elsewhere.asked).toEqual([]);
  });

  test('that is too large is not read to its end', async () => {
    let written = 0;
    const huge: Answering = (_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && written < 64_000_000) {
          written += 65_536;
          if (!response.write(' '.repeat(65_536))) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    };
    expect(await reasonOf(huge)).toMatch(/size/i);
    expect(written).toBeLessThan(64_000_000);
  });

  test('that is cut off is a failure', async () => {
    const reason = await reasonOf((_asked, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"lines":', () => response.destroy());
    });
    expect(reason).not.toBe('');
  });

  test('never comes from a closed port, or over a line that is dropped', async () => {
    expect(await reasonAt(`http://127.0.0.1:${await closedPort()}/`)).toMatch(/ECONNREFUSED/);
    const dropping = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    stops.push(() => dropping.close());
    expect(await reasonAt(`http://127.0.0.1:${dropping.port}/`)).not.toBe('');
  });

  test('is no longer awaited when the signal says so, also in the middle of it', async () => {
    const hangUp = new AbortController();
    const { url } = await server((_asked, response) => {
      response.writeHead(200);
      response.write('{"lines"', () => hangUp.abort(new Error('too late')));
    });
    await expect(ask(providerAt(url), hangUp.signal)).rejects.toThrow(TaxProviderFailed);
  });
});

describe('a provider under guard', () => {
  const provided: ProvidedTaxes = { lines: [[sales]], shipping: [] };

  function guarded(
    taxesOf: TaxProvider['taxesOf'],
    options: { countries?: string[]; timeoutMs?: number; failuresMax?: number } = {},
  ) {
    const clock = { now: 0 };
    const { countries = [], timeoutMs = 5_000, failuresMax = 2 } = options;
    const guard = new GuardedTaxes({
      provider: { target: 'test', taxesOf, close: async () => {} },
      countries: new Set(countries),
      timeoutMs,
      failuresMax,
      pauseMs: 100,
      now: () => clock.now,
    });
    return { guard, clock };
  }

  const failing = async () => {
    throw new TaxProviderFailed('down');
  };

  test('is asked about the countries of the settings, or about all', () => {
    const { guard } = guarded(failing, { countries: ['US', 'CA'] });
    expect(['US', 'CA', 'DE'].map((country) => guard.isAskedAbout(country))).toEqual([
      true,
      true,
      false,
    ]);
    expect(guarded(failing).guard.isAskedAbout('DE')).toBe(true);
  });

  test('has failed at the deadline, also when it does not listen to its signal', async () => {
    const signals: AbortSignal[] = [];
    const deaf = (_request: TaxRequest, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>(() => {});
    };
    const { guard } = guarded(deaf, { timeoutMs: 10 });
    await expect(guard.taxesOf(asked)).rejects.toThrow('no answer within 10 ms');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(guard.figures()).toMatchObject({ asked: 1, failed: 1, skipped: 0 });
  });

  test('is left alone after failures in a row, and tried by one for all after a while', async () => {
    let answer: () => Promise<ProvidedTaxes> = failing;
    const { guard, clock } = guarded(() => answer());
    const outcome = () => guard.taxesOf(asked).catch((error: Error) => error.message);

    expect([await outcome(), await outcome()]).toEqual(['down', 'down']);
    expect(await outcome()).toBeNull();
    expect(guard.figures()).toEqual({ asked: 2, failed: 2, skipped: 1, paused: true });

    clock.now = 100;
    let give: (taxes: ProvidedTaxes) => void = () => {};
    const open = new Promise<ProvidedTaxes>((resolve) => {
      give = resolve;
    });
    answer = () => open;
    const trial = outcome();
    expect(await outcome()).toBeNull();
    give(provided);
    expect(await trial).toEqual(provided);
    answer = async () => provided;
    expect(await outcome()).toEqual(provided);
    expect(guard.figures()).toEqual({ asked: 4, failed: 2, skipped: 2, paused: false });
  });

  test('is left alone again when the trial fails', async () => {
    const { guard, clock } = guarded(failing);
    const outcome = () => guard.taxesOf(asked).catch((error: Error) => error.message);
    await outcome();
    await outcome();
    clock.now = 100;
    expect(await outcome()).toBe('down');
    clock.now = 199;
    expect(await outcome()).toBeNull();
    clock.now = 200;
    expect(await outcome()).toBe('down');
  });

  test('forgets its failures with every answer that can be used', async () => {
    const outcomes = [failing, async () => provided, failing, async () => provided];
    const { guard } = guarded(() => (outcomes.shift() as () => Promise<ProvidedTaxes>)());
    for (let count = 0; count < 4; count += 1) await guard.taxesOf(asked).catch(() => {});
    expect(guard.figures()).toEqual({ asked: 4, failed: 2, skipped: 0, paused: false });
  });
});
