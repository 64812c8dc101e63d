// Reading orders: ETags, lists, and the timeline that shows what ran beside what.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isTopic, topics } from '../../src/core/tasks.js';
import { OPERATOR_KEY, of, orderBody, type PlacedBody, paidWith } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop({ STEP_DELAYS_MS: 'stock=50,quote=50' });
});
afterAll(() => shop.end());

describe('an order that is read again', () => {
  test('is not sent again to who has it already', async () => {
    const { client } = shop;
    const { body } = await client.place(orderBody());
    await atRest(shop, body.id);
    const read = (tag?: string) =>
      client.get(`/v1/orders/${body.id}`, {
        as: body.accessToken,
        ...(tag ? { headers: { 'if-none-match': tag } } : {}),
      });
    const first = await read();
    const tag = first.headers.etag as string;
    expect(tag).toMatch(/^(W\/)?".+"$/);

    const second = await read(tag);
    expect(second.status).toBe(304);
    expect(second.text).toBe('');
    expect(second.headers.etag).toBe(tag);

    await client.post(`/v1/orders/${body.id}/cancel`, { as: body.accessToken });
    const third = await read(tag);
    expect(third.status).toBe(200);
    expect(third.headers.etag).not.toBe(tag);
  });
});

describe('the list of orders', () => {
  interface Listed {
    items: PlacedBody[];
    nextCursor: string | null;
  }
  const list = (query: string) =>
    shop.client.get<Listed>(`/v1/orders${query}`, { as: OPERATOR_KEY });

  test('gives an operator all of them, newest first, page by page', async () => {
    const { client } = shop;
    const placed: string[] = [];
    for (let n = 0; n < 3; n += 1) placed.unshift((await client.place(orderBody())).body.id);

    const pages: string[][] = [];
    let query = '?limit=2';
    for (;;) {
      const { body } = await list(query);
      pages.push(body.items.map(({ id }) => id));
      if (body.nextCursor === null) break;
      query = `?limit=2&cursor=${body.nextCursor}`;
    }

    const all = pages.flat();
    expect(all.slice(0, 3)).toEqual(placed);
    expect(new Set(all).size).toBe(all.length);
    expect(pages.slice(0, -1).every((page) => page.length === 2)).toBe(true);
    expect((await list('')).body.items.map(({ id }) => id)).toEqual(all);
  });

  test('shows each as it is read alone, without a token', async () => {
    const { body } = await shop.client.place(orderBody());
    await atRest(shop, body.id);

    const [newest] = (await list('?limit=1')).body.items;

    expect(newest).toEqual(await shop.client.order(body.id));
    expect(newest).not.toHaveProperty('accessToken');
  });

  test('can be of one state', async () => {
    const { client } = shop;
    await client.place(paidWith('tok_decline'));

    const failed = (await list('?state=failed')).body.items;
    const confirmed = (await list('?state=confirmed')).body.items;

    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({
      state: 'failed',
      number: null,
      invoice: null,
      payment: { state: 'declined', declineCode: 'card_declined' },
    });
    expect(new Set(confirmed.map(({ state }) => state))).toEqual(new Set(['confirmed']));
  });

  test('refuses what it does not know', async () => {
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?state=lost', '?sort=asc']) {
      const refused = await list(query);
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({
        errors: [{ pointer: `?${/\w+/.exec(query)?.[0]}` }],
      });
    }
  });
});

interface TimelineSpan {
  step: string;
  startedAt: string;
  endedAt: string;
  durationMs: number;
  outcome: string;
}

async function timelineOf({ client }: TestShop, body: unknown): Promise<TimelineSpan[]> {
  const placed = await client.place(body);
  const id = placed.status < 300 ? placed.body.id : (await client.orders('?limit=1'))[0]?.id;
  const path = `/v1/orders/${id}/timeline`;
  const spans = (await client.get<TimelineSpan[]>(path, { as: OPERATOR_KEY })).body;
  // Its tasks join in as they come about, beside each other or not.
  return spans.filter(({ step }) => !isTopic(step));
}

const spanOf = (spans: TimelineSpan[], step: string): TimelineSpan =>
  spans.find((span) => span.step === step) as TimelineSpan;

const overlap = (a: TimelineSpan, b: TimelineSpan): boolean =>
  a.startedAt < b.endedAt && b.startedAt < a.endedAt;

describe('the timeline', () => {
  test('has every step once, from its start to its end', async () => {
    const spans = await timelineOf(shop, orderBody());

    expect(spans.map(({ step }) => step).sort()).toEqual([
      'confirm',
      'pay',
      'quote',
      'reserve',
      'stock',
    ]);
    for (const { startedAt, endedAt, durationMs } of spans) {
      expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
      expect(durationMs).toBeGreaterThanOrEqual(0);
    }
    expect(spanOf(spans, 'pay').outcome).toBe('captured');
    expect(spanOf(spans, 'confirm').outcome).toBe('ok');
  });

  test('shows that stock and quote run beside each other, and nothing else does', async () => {
    const spans = await timelineOf(shop, orderBody());

    expect(overlap(spanOf(spans, 'stock'), spanOf(spans, 'quote'))).toBe(true);
    const order = ['quote', 'reserve', 'pay', 'confirm'].map((step) => spanOf(spans, step));
    for (const [index, span] of order.slice(1).entries()) {
      expect(overlap(order[index] as TimelineSpan, span)).toBe(false);
    }
  });

  test('goes on with the tasks that the order owed, each with its outcome', async () => {
    const { client } = shop;
    const { body } = await client.place(orderBody());
    await atRest(shop, body.id);

    const path = `/v1/orders/${body.id}/timeline`;
    const spans = (await client.get<TimelineSpan[]>(path, { as: body.accessToken })).body;

    const tasks = spans.filter(({ step }) => isTopic(step));
    expect(tasks.map(({ step }) => step).sort()).toEqual([...topics].sort());
    expect(tasks.map(({ outcome }) => outcome)).toEqual(topics.map(() => 'ok'));
    for (const { startedAt } of tasks) {
      expect(startedAt >= spanOf(spans, 'confirm').startedAt).toBe(true);
    }
  });

  test('of a declined order ends with the payment', async () => {
    const spans = await timelineOf(shop, paidWith('tok_decline'));

    expect(spans.map(({ step }) => step)).not.toContain('confirm');
    expect(spanOf(spans, 'pay').outcome).toBe('declined');
  });

  test('shows one step after the other in sequential mode', async () => {
    const sequential = await startShop({
      ORDER_MODE: 'sequential',
      STEP_DELAYS_MS: 'stock=50,quote=50',
    });
    try {
      const spans = await timelineOf(sequential, orderBody(of('MUG-BLUE')));

      expect(spans).toHaveLength(5);
      const [stock, quote] = [spanOf(spans, 'stock'), spanOf(spans, 'quote')];
      expect(overlap(stock, quote)).toBe(false);
      expect(stock.endedAt <= quote.startedAt).toBe(true);
    } finally {
      await sequential.end();
    }
  });
});
