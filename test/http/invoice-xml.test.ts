// The issued invoice as an e-invoice, for who may see its order.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let consumer: PlacedBody;
let business: PlacedBody;

beforeAll(async () => {
  shop = await startShop();
  consumer = (await shop.client.place(orderBody())).body;
  business = (await shop.client.place({ ...orderBody(), vatId: 'DE129273398' })).body;
});
afterAll(() => shop.end());

async function fetched({ id, accessToken }: PlacedBody, query = '', headers = {}) {
  const answer = await fetch(`${shop.engine.url}/v1/orders/${id}/invoice.xml${query}`, {
    headers: { authorization: `Bearer ${accessToken}`, ...headers },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('the e-invoice of a confirmed order', () => {
  test('is UBL for Peppol where both sides can be reached there', async () => {
    const { status, headers, text } = await fetched(business);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="${business.invoice?.number}.xml"`,
    );
    expect(headers.get('etag')).toBe(`"${createHash('sha256').update(text).digest('hex')}"`);
    expect(text).toContain('<Invoice xmlns="urn:oasis:names:specification:ubl');
    expect(text).toContain('poacc:billing:3.0</cbc:CustomizationID>');
    expect(text).toContain(`<cbc:ID>${business.invoice?.number}</cbc:ID>`);
  });

  test('is of EN 16931 alone where the buyer has an e-mail address only', async () => {
    const { status, text } = await fetched(consumer);

    expect(status).toBe(200);
    expect(text).toContain('<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>');
  });

  test.each([
    ['?format=cii', '<rsm:CrossIndustryInvoice', '<ram:ID>urn:cen.eu:en16931:2017</ram:ID>'],
    ['?format=cii&profile=xrechnung', '<rsm:CrossIndustryInvoice', 'kosit:xrechnung_3.0'],
    ['?profile=xrechnung', '<Invoice', 'kosit:xrechnung_3.0'],
  ])('is what was asked for: %s', async (query, root, specification) => {
    const { status, text } = await fetched(consumer, query);

    expect(status).toBe(200);
    expect(text).toContain(root);
    expect(text).toContain(specification);
  });

  test('is the same whenever it is asked for, and not sent again to who has it', async () => {
    const first = await fetched(consumer);
    const again = await fetched(consumer);
    const etag = first.headers.get('etag') as string;

    expect(again.text).toBe(first.text);
    expect(await fetched(consumer, '', { 'if-none-match': etag })).toMatchObject({
      status: 304,
      text: '',
    });
  });

  test('says the totals that the customer paid', async () => {
    const { text } = await fetched(consumer);
    const total = (consumer.totals.total / 100).toFixed(2);

    expect(text).toContain(`<cbc:TaxInclusiveAmount currencyID="EUR">${total}<`);
    expect(text).toContain(`<cbc:PrepaidAmount currencyID="EUR">${total}<`);
    expect(text).toContain('<cbc:PayableAmount currencyID="EUR">0.00<');
  });
});

describe('an e-invoice is refused', () => {
  test('with the rule, where the profile asks for more than the invoice has', async () => {
    const { status, headers, text } = await fetched(consumer, '?profile=peppol');

    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({
      type: '/problems/no-e-invoice',
      detail: expect.stringContaining('PEPPOL-EN16931-CL008') as string,
      rules: [{ id: 'PEPPOL-EN16931-CL008' }],
    });
  });

  test.each(['?format=pdf', '?profile=zugferd', '?language=de'])(
    'where nobody knows what is asked for: %s',
    async (query) => {
      expect((await fetched(consumer, query)).status).toBe(400);
    },
  );

  test('for an order that was never confirmed', async () => {
    const parked = await shop.client.place(paidWith('tok_timeout_lost'));
    const { status, text } = await fetched(parked.body);

    expect(status).toBe(404);
    expect(JSON.parse(text)).toMatchObject({ type: '/problems/not-found' });
  });
});
