// What a business wants on its e-invoice: given with the order, frozen with it, and said everywhere.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, OPERATOR_KEY, orderBody, type PlacedBody } from '../support/http-client.js';
import { pdfText } from '../support/pdf-text.js';
import { startShop, type TestShop } from '../support/shop.js';
import { address } from '../support/store-orders.js';

const buyer = {
  name: 'Weberei Müller GmbH',
  reference: '04011000-12345-67',
  electronicAddress: { scheme: '0088', id: '4000001000005' },
  legalId: { scheme: '0002', id: '732829320' },
};

let shop: TestShop;
let placed: PlacedBody;

beforeAll(async () => {
  shop = await startShop();
  const { status, body } = await shop.client.place({ ...orderBody(), buyer });
  expect(status).toBe(201);
  placed = body;
});
afterAll(() => shop.end());

async function document(path: string): Promise<Uint8Array> {
  const headers = { authorization: `Bearer ${placed.accessToken}` };
  const answer = await fetch(`${shop.engine.url}/v1/orders/${placed.id}/${path}`, { headers });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

const xml = async (path: string): Promise<string> =>
  Buffer.from(await document(path)).toString('utf8');

test('what the buyer wants is in the order', async () => {
  expect(placed).toMatchObject({ buyer });
  expect(await shop.client.order(placed.id)).toMatchObject({ buyer });
});

test('it is in the invoice as UBL', async () => {
  const ubl = await xml('invoice.xml?format=ubl');
  expect(ubl).toContain(`<cbc:BuyerReference>${buyer.reference}</cbc:BuyerReference>`);
  expect(ubl).toContain('<cbc:EndpointID schemeID="0088">4000001000005</cbc:EndpointID>');
  expect(ubl).toContain('<cbc:CompanyID schemeID="0002">732829320</cbc:CompanyID>');
  expect(ubl).toContain(`<cbc:RegistrationName>${buyer.name}</cbc:RegistrationName>`);
});

test('and as CII, also in that of XRechnung', async () => {
  for (const path of ['invoice.xml?format=cii', 'invoice.xml?format=cii&profile=xrechnung']) {
    const cii = await xml(path);
    expect(cii).toContain(`<ram:BuyerReference>${buyer.reference}</ram:BuyerReference>`);
    expect(cii).toContain('<ram:URIID schemeID="0088">4000001000005</ram:URIID>');
    expect(cii).toContain('<ram:ID schemeID="0002">732829320</ram:ID>');
    expect(cii).toContain(`<ram:Name>${buyer.name}</ram:Name>`);
  }
});

test('its name and reference are on the PDF', async () => {
  const text = await pdfText(await document('invoice.pdf'));
  expect(text).toContain(buyer.name);
  expect(text).toContain(buyer.reference);
});

test('a credit note says the same', async () => {
  const refund = await shop.client.post<Json>(`/v1/orders/${placed.id}/refunds`, {
    as: OPERATOR_KEY,
    body: { goodwill: { amount: 1, reason: 'Late' }, reason: 'Late' },
  });
  expect(refund.status).toBe(201);
  const { number } = refund.body.creditNote as { number: string };
  expect(await xml(`credit-notes/${number}.xml`)).toContain(
    `<cbc:BuyerReference>${buyer.reference}</cbc:BuyerReference>`,
  );
});

test.each([
  ['/buyer/electronicAddress/scheme', { electronicAddress: { scheme: '9999', id: '1' } }],
  ['/buyer/electronicAddress/scheme', { electronicAddress: { scheme: 'x', id: '1' } }],
  ['/buyer/electronicAddress/id', { electronicAddress: { scheme: 'EM', id: ' ' } }],
  ['/buyer/electronicAddress', { electronicAddress: { id: '1' } }],
  ['/buyer/legalId/scheme', { legalId: { scheme: '0001', id: '1' } }],
  ['/buyer/legalId/id', { legalId: { id: '' } }],
  ['/buyer/reference', { reference: `x${'y'.repeat(200)}` }],
  ['/buyer/reference', { reference: 'a\nb' }],
  ['/buyer/name', { name: '  ' }],
  ['/buyer', { leitwegId: '1' }],
])('an order and a quote are refused where %s cannot be: %j', async (pointer, wrong) => {
  const { customer: _, payment: __, ...quote } = orderBody({ buyer: wrong });
  const answers = [
    await shop.client.place({ ...orderBody(), buyer: wrong }),
    await shop.client.post('/v1/quotes', { body: quote }),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(400);
    const { errors } = body as unknown as { errors: { pointer: string }[] };
    expect(errors.map((error) => error.pointer).some((at) => at.startsWith(pointer))).toBe(true);
  }
});

test('a quote may name it and is the same', async () => {
  const { customer: _, payment: __, ...quote } = orderBody();
  const plain = await shop.client.post<Json>('/v1/quotes', { body: quote });
  const named = await shop.client.post<Json>('/v1/quotes', { body: { ...quote, buyer } });
  expect(named.status).toBe(200);
  expect(named.body.totals).toEqual(plain.body.totals);
});

test.each([
  ['/customer/name', { customer: { email: 'customer@example.com', name: ' ' } }],
  ['/shippingAddress/name', { shippingAddress: { ...address, name: '\ufffe' } }],
  ['/shippingAddress/line1', { shippingAddress: { ...address, line1: '\u200b' } }],
  ['/billingAddress/city', { billingAddress: { ...address, city: '\u3000' } }],
])('an order is refused where nothing can be read in %s', async (pointer, wrong) => {
  const { status, body } = await shop.client.place(orderBody(wrong));
  expect(status).toBe(400);
  expect(body).toMatchObject({ errors: [{ pointer }] });
});
