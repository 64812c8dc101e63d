/**
 * Orders as complete HTTP requests, built once before the load starts: sending one then costs a
 * write and nothing else, which matters where the generator shares its cores with the server.
 */
import { randomUUID } from 'node:crypto';
import { pickLines } from '../tune/mix.js';
import { benchSku } from './catalogue.js';
import type { Workload } from './messages.js';

const REQUESTS = 4096;
const SEED = 20_260_101;
const KEY_HEADER = 'Idempotency-Key: ';

/** Gives the next request; 4,096 different orders go round. */
export function orderRequests(workload: Workload, port: number): () => Buffer {
  const random = mulberry32(SEED);
  const requests = Array.from({ length: REQUESTS }, () =>
    httpRequest(orderBody(workload, random), port, workload.idempotencyKeys),
  );
  const keyAt = requests[0]?.indexOf(KEY_HEADER) ?? -1;
  let next = -1;
  return () => {
    next = (next + 1) % REQUESTS;
    const request = requests[next] as Buffer;
    // Written in place: a request comes round again long after its last answer arrived.
    if (workload.idempotencyKeys) request.write(randomUUID(), keyAt + KEY_HEADER.length, 'latin1');
    return request;
  };
}

/** An order as the HTTP contract has it, of a guest in Germany who can pay. */
export function orderBody(workload: Workload, random: () => number): string {
  const lines = workload.mix ? pickLines(workload.mix, random()) : workload.linesPerOrder;
  const skus = workload.hot ? [benchSku(0)] : differentSkus(workload.products, lines, random);
  return JSON.stringify({
    customer: {
      email: `customer${Math.floor(random() * 1_000_000)}@example.com`,
      name: 'Example Customer',
    },
    currency: 'EUR',
    lines: skus.map((sku) => ({ sku, quantity: 1 + Math.floor(random() * 3) })),
    shippingAddress: {
      name: 'Example Customer',
      line1: `Invalidenstr. ${1 + Math.floor(random() * 160)}`,
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    },
    shippingMethod: 'standard',
    payment: { method: 'simulated', token: 'tok_approve' },
  });
}

function differentSkus(products: number, lines: number, random: () => number): string[] {
  const chosen = new Set<number>();
  while (chosen.size < lines) {
    chosen.add(Math.floor(random() * products));
  }
  return [...chosen].map(benchSku);
}

function httpRequest(body: string, port: number, idempotencyKeys: boolean): Buffer {
  const head = [
    'POST /v1/orders HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: keep-alive',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  // Ahead of the content length, whose digits vary: the key is at the same offset everywhere.
  if (idempotencyKeys) head.splice(2, 0, KEY_HEADER + randomUUID());
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A seeded generator (public domain, Tommy Ettinger): every server gets the same orders. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
