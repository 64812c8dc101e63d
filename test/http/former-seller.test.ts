// A shop that moves: what it issued before says what it said then, in every form.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.js';
import { startEngine } from '../../src/main.js';
import { run } from '../support/command-line.js';
import { OPERATOR_KEY as as, Client, orderBody, type PlacedBody } from '../support/http-client.js';
import { pdfText } from '../support/pdf-text.js';
import { readZip } from '../support/read-zip.js';
import { testSettings } from '../support/shop.js';
import { readFrom } from '../support/sqlite-store.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const dataDir = temporaryFolder();
afterAll(() => removeFolder(dataDir));

const berlin = {
  ...{ name: 'Laden GmbH', line1: 'Alte Gasse 1', city: 'Berlin', postalCode: '10115' },
  ...{ country: 'DE', vatId: 'DE123456788' },
  accounting: { currency: 'EUR', rates: [{ currency: 'USD', since: '2020-01-01', rate: '0.91' }] },
};
const hamburg = {
  ...{ ...berlin, line1: 'Neuer Wall 2', city: 'Hamburg', postalCode: '20354' },
  accounting: { currency: 'EUR', rates: [{ currency: 'USD', since: '2020-01-01', rate: '0.5' }] },
};

/** Whatever `use` answers, of a shop of this seller on the same data as all others here. */
async function asSeller<Value>(
  seller: object,
  use: (client: Client) => Promise<Value>,
): Promise<Value> {
  const file = join(dataDir, 'seller.json');
  writeFileSync(file, JSON.stringify(seller));
  const config = readConfig({ ...testSettings(dataDir), SELLER_FILE: file });
  const engine = await startEngine(config, pino({ level: 'silent' }), '0.0.0-test');
  const client = new Client(engine.url);
  try {
    return await use(client);
  } finally {
    await client.close();
    await engine.stop();
  }
}

const xmlOf = async (client: Client, path: string, query = ''): Promise<string> =>
  (await client.get(`/v1/orders/${path}.xml${query}`, { as })).text;

const FORMS = ['', '?format=ubl', '?format=cii', '?format=cii&profile=en16931'];

test('an invoice keeps its seller and its exchange rate when the shop has others', async () => {
  const [order, before] = await asSeller(berlin, async (client) => {
    const { body } = await client.place(orderBody({ currency: 'USD' }));
    const forms = FORMS.map((query) => xmlOf(client, `${body.id}/invoice`, query));
    return [body as PlacedBody, await Promise.all(forms)] as const;
  });
  expect(before[0]).toContain('Alte Gasse 1');

  await asSeller(hamburg, async (client) => {
    const now = await Promise.all(
      FORMS.map((query) => xmlOf(client, `${order.id}/invoice`, query)),
    );
    expect(now).toEqual(before);
    const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
    const path = `/v1/orders/${order.id}/refunds`;
    const refund = await client.post(path, { as, body: { lines, reason: 'returned' } });
    expect(refund.status).toBe(201);
    const { number } = refund.body.creditNote as { number: string };
    const note = await xmlOf(client, `${order.id}/credit-notes/${number}`);
    expect(note).toContain('Neuer Wall 2');
    // The tax goes back at the rate at which it was invoiced.
    const tax = Math.round((refund.body.totals as { tax: number }).tax * 0.91);
    expect(note).toContain(`<cbc:TaxAmount currencyID="EUR">${(tax / 100).toFixed(2)}<`);
    const next = await client.place(orderBody());
    expect(await xmlOf(client, `${next.body.id}/invoice`)).toContain('Neuer Wall 2');
  });
});

test('so it does where a command collects it, whoever the command takes for the seller', async () => {
  const zip = join(dataDir, 'all.zip');
  const file = join(dataDir, 'seller.json');
  const { code, stderr } = await run(
    ['invoices', '--from', '2000-01', '--to', '2099-12', '--zip', zip, '--xml'],
    { DATA_DIR: dataDir, SELLER_FILE: file, INVOICE_THREADS: '1' },
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const entries = readZip(readFileSync(zip));
  const bytesOf = (name: RegExp) => entries.find((entry) => name.test(entry.name))?.bytes as Buffer;
  expect(bytesOf(/^INV-\d+-000001\.xml$/).toString()).toContain('Alte Gasse 1');
  expect(await pdfText(bytesOf(/^INV-\d+-000001\.pdf$/))).toContain('Alte Gasse 1');
});

test('a command that opens the closed shop leaves no seller behind', async () => {
  const sellers = () =>
    readFrom(join(dataDir, 'ledger.db'), (db) =>
      db.prepare('select count(*) from sellers').pluck().get(),
    );
  expect(sellers()).toBe(2);
  const { code } = await run(['keys', 'create', '--name', 'till', '--scopes', 'orders:read'], {
    ...{ DATA_DIR: dataDir, SELLER_FILE: '', DEMO: 'true' },
  });
  expect(code).toBe(0);
  expect(sellers()).toBe(2);
});
