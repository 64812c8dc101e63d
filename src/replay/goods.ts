/**
 * Makes the shop ready for the sales: every article with enough stock for all of them, and every
 * customer. Without these no sale could be placed, so the first refusal ends the replay.
 */
import type { Answer, Client } from './client.js';
import { backoffMs, field } from './client.js';
import { formatMicros } from './decimal.js';
import { inParallel } from './in-parallel.js';
import type { Product, SalesFile } from './sales.js';

const STOCK_ATTEMPTS_MAX = 8;

export async function prepareShop(client: Client, file: SalesFile, workers: number): Promise<void> {
  await inParallel(file.products, workers, async (product) => {
    await putProduct(client, product);
    await ensureStock(client, product);
  });
  await inParallel(file.customerIds, workers, (id) => putCustomer(client, id));
}

export function customerOf(id: string): { id: string; email: string; name: string } {
  return { id, email: `customer-${id}@example.invalid`, name: `Customer ${id}` };
}

async function putProduct(client: Client, product: Product): Promise<void> {
  const path = `/v1/admin/products/${encodeURIComponent(product.sku)}`;
  const body = {
    name: product.name,
    category: 'Replay',
    taxCategory: 'standard',
    prices: { GBP: formatMicros(product.priceMicros) },
  };
  expectSuccess(`PUT ${path}`, await client.send({ method: 'PUT', path, body }));
}

async function putCustomer(client: Client, id: string): Promise<void> {
  const path = `/v1/admin/customers/${encodeURIComponent(id)}`;
  const { email, name } = customerOf(id);
  expectSuccess(`PUT ${path}`, await client.send({ method: 'PUT', path, body: { email, name } }));
}

// Adding stock is not safe to repeat: when the answer is lost, the level is read anew instead.
async function ensureStock(client: Client, product: Product): Promise<void> {
  const path = `/v1/admin/stock/${encodeURIComponent(product.sku)}`;
  for (let attempt = 1; ; attempt += 1) {
    const missing = product.demand - (await readAvailable(client, path));
    if (missing <= 0) return;
    const body = { delta: missing, reason: 'replay' };
    const answer = await client.sendUnlessLost({ method: 'POST', path, body });
    if (answer.status !== null || attempt === STOCK_ATTEMPTS_MAX) {
      expectSuccess(`POST ${path}`, answer);
      return;
    }
    await client.pause(backoffMs(attempt));
  }
}

async function readAvailable(client: Client, path: string): Promise<number> {
  const answer = await client.send({ method: 'GET', path });
  expectSuccess(`GET ${path}`, answer);
  const available = field(answer.body, 'available');
  if (typeof available !== 'number') throw new Error(`GET ${path}: the answer has no "available"`);
  return available;
}

function expectSuccess(request: string, answer: Answer): void {
  if (answer.status !== null && answer.status >= 200 && answer.status < 300) return;
  const outcome = answer.status === null ? 'got' : `answered ${answer.status}:`;
  throw new Error(`${request} ${outcome} ${JSON.stringify(answer.body)}`);
}
