/** Fills the engine's catalogue and stock as an operator would: through its HTTP interface. */
import { type BenchProduct, benchProducts, ON_HAND } from './catalogue.js';

const IN_FLIGHT = 32;
const TIMEOUT_MS = 30_000;

export async function fillEngine(
  port: number,
  operatorKey: string,
  products: number,
): Promise<void> {
  const remaining = benchProducts(products).values();
  const workers = Array.from({ length: IN_FLIGHT }, async () => {
    // All share one iterator: whoever is free takes the next product.
    for (const product of remaining) await putProduct(port, operatorKey, product);
  });
  await Promise.all(workers);
}

async function putProduct(port: number, key: string, product: BenchProduct): Promise<void> {
  await put(port, key, `/v1/admin/products/${product.sku}`, {
    name: product.name,
    category: 'Bench',
    taxCategory: 'standard',
    prices: { EUR: (product.priceMinor / 100).toFixed(2) },
  });
  await put(port, key, `/v1/admin/stock/${product.sku}`, { onHand: ON_HAND });
}

async function put(port: number, key: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`PUT ${path} was answered ${response.status}: ${text}`);
}
