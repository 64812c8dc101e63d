// The body of a quote as a stranger finds it in the OpenAPI document: every field is explained, every
// example works, and what does not fit is told with its place.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY as as, type Json } from '../support/http-client.js';
import { bodyFaults, type OpenApiDocument, resolved } from '../support/openapi.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let document: OpenApiDocument;
let schema: Json;
let examples: Json[];
let answer: NonNullable<OpenApiDocument['paths'][string][string]>['responses'][string];

beforeAll(async () => {
  shop = await startShop();
  document = (await shop.client.get<OpenApiDocument>('/openapi.json')).body;
  const operation = document.paths['/v1/quotes']?.post;
  const asked = operation?.requestBody?.content['application/json'];
  schema = resolved(document, asked?.schema as Json);
  examples = Object.values(asked?.examples ?? {}).map(({ value }) => value);
  answer = operation?.responses[200] as typeof answer;
});
afterAll(() => shop.end());

interface Quoted extends Json {
  lines: Json[];
  allowances: Json[];
  charges: Json[];
  errors: { pointer: string; detail: string }[];
}
const quote = (body: Json) => shop.client.post<Quoted>('/v1/quotes', { as, body });

const tax = { code: 'VAT', rate: '19' };
const line = { unitPrice: '10.00', quantity: 1, taxes: [tax] };
const invoice = (more: Json = {}): Json => ({
  ...{ currency: 'EUR', country: 'DE', priceBasis: 'net', shipping: null },
  lines: [line],
  ...more,
});

/** Fields without a word of explanation, but for those whose names are one. */
function silentFields(schema: Json, pointer = ''): string[] {
  const plain = /\/(lines|reason|id|name|line\d|city|email|country|currency|from|price|action)$/;
  const {
    properties = {},
    items,
    anyOf = [],
  } = schema as {
    properties?: Record<string, Json>;
    items?: Json;
    anyOf?: Json[];
  };
  return [
    ...Object.entries(properties).flatMap(([name, field]) => {
      const place = `${pointer}/${name}`;
      const isSilent = field.description === undefined && !plain.test(place);
      return [...(isSilent ? [place] : []), ...silentFields(field, place)];
    }),
    ...(items ? silentFields(items, `${pointer}/-`) : []),
    ...anyOf.flatMap((form) => silentFields(form, pointer)),
  ];
}

describe('the schema of a quote', () => {
  test('explains every field', () => {
    expect(silentFields(schema)).toEqual([]);
  });

  test('has examples that work as they are', async () => {
    expect(examples.length).toBeGreaterThan(3);

    for (const example of examples) {
      const quoted = await quote(example);
      expect(quoted.body, JSON.stringify(example)).toHaveProperty('totals.payable');
      expect(bodyFaults(document, answer, quoted)).toEqual([]);
    }
  });
});

describe('a quote of an arbitrary invoice', () => {
  test('has the taxes of discounts and charges on the document, as it has those of lines', async () => {
    const { body } = await quote(
      invoice({
        discounts: [{ reason: 'Voucher', amount: '2.00', taxes: [tax] }],
        charges: [{ reason: 'Freight', amount: 100 }],
      }),
    );

    const row = { code: 'VAT', jurisdiction: 'DE', rate: '19' };
    expect(body.allowances).toEqual([
      { reason: 'Voucher', amount: 200, taxes: [{ ...row, base: -200, amount: -38 }] },
    ]);
    expect(body.charges).toEqual([
      { reason: 'Freight', amount: 100, taxes: [{ ...row, base: 100, amount: 19 }] },
    ]);
  });

  test('takes price lists whose prices are for more than a piece', async () => {
    const list = { id: 'nails', name: 'Nails', kind: 'base', currency: 'EUR', basis: 'net' };
    const { body } = await quote(
      invoice({
        lines: [{ sku: 'NAIL', quantity: 250, taxes: [tax] }],
        priceLists: [{ ...list, per: '100', prices: { NAIL: '12.00' } }],
      }),
    );

    expect(body.lines[0]).toMatchObject({ unitPrice: 1200, priceQuantity: 100, net: 3000 });
  });
});

test('a promotion of the request may give away what no catalogue knows', async () => {
  const gift = { type: 'gift', sku: 'TOTE', quantity: 1 };
  const { body } = await quote(
    invoice({
      promotions: [
        { id: 'g', name: 'G', priority: 1, since: '2026-01-01', until: null, action: gift },
      ],
    }),
  );

  expect(body.lines[1]).toMatchObject({ sku: 'TOTE', quantity: 1, net: 0, giftOf: 'g' });
});

test('price lists of the request say whether prices include tax, where nothing else does', async () => {
  const list = { id: 'l', name: 'L', kind: 'sale', currency: 'EUR', basis: 'net' };
  const { body } = await quote({
    ...{ currency: 'EUR', country: 'DE', shipping: null },
    lines: [{ sku: 'ANVIL', quantity: 1 }],
    priceLists: [{ ...list, prices: { ANVIL: '100.00' } }],
  });

  expect(body).toMatchObject({ priceBasis: 'net', totals: { net: 10_000, tax: 1_900 } });
});

const withTax = (more: Json): Json =>
  invoice({ lines: [{ ...line, taxes: [{ ...tax, ...more }] }] });
const withLine = (more: Json): Json => invoice({ lines: [{ ...line, ...more }] });
const forms = 'must be a decimal number with at most';

test.each<[string, Json, string, string]>([
  [
    'a float',
    withLine({ quantity: 2.5 }),
    '/lines/0/quantity',
    'must be integer, or must be string',
  ],
  ['a negative price', withLine({ unitPrice: '-1' }), '/lines/0/unitPrice', forms],
  ['seven decimals', withLine({ quantity: '1.1234567' }), '/lines/0/quantity', forms],
  [
    'an amount beyond measure',
    withLine({ unitPrice: 1e300 }),
    '/lines/0/unitPrice',
    'is too large',
  ],
  [
    'so large a charge',
    invoice({ charges: [{ amount: 1e15 }] }),
    '/charges/0/amount',
    'is too large',
  ],
  [
    'a basis of its own',
    invoice({ priceBasis: 'x' }),
    '/priceBasis',
    'must be "gross", or must be "net"',
  ],
  [
    'a misspelt choice',
    invoice({ settings: { rounding: 'odd' } }),
    '/settings/rounding',
    'must be one of half-away, ',
  ],
  [
    'a misspelt field',
    withTax({ percent: 19 }),
    '/lines/0/taxes/0/percent',
    'is not a known field',
  ],
  ['a missing field', withLine({ quantity: undefined }), '/lines/0/quantity', 'is missing'],
  [
    'a fault inside one of two forms',
    invoice({ shipping: { amount: 1.5 } }),
    '/shipping/amount',
    'must be integer, or must be string',
  ],
  [
    'a reverse charge with a rate',
    withTax({ treatment: 'AE' }),
    '/lines/0/taxes/0/treatment',
    'AE goes with a rate of 0',
  ],
  [
    'yen with decimals',
    invoice({ currency: 'JPY', prepaid: '0.5' }),
    '/prepaid',
    '"0.5" is finer than',
  ],
])('names %s with its place', async (_, body, pointer, detail) => {
  const { status, body: problem } = await quote(body);

  expect(status).toBe(400);
  expect(problem.errors).toEqual([{ pointer, detail: expect.stringContaining(detail) }]);
});
