// An order's own stream of server-sent events.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { topics } from '../../src/core/tasks.js';
import { openEvents, type StreamEvent } from '../support/event-stream.js';
import { OPERATOR_KEY, orderBody, type PlacedBody } from '../support/http-client.js';
import { atRest } from '../support/settled.js';
import { startShop, type TestShop } from '../support/shop.js';

let shop: TestShop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const placed = async (): Promise<PlacedBody> => (await shop.client.place(orderBody())).body;

const urlOf = ({ engine }: TestShop, id: string): string => `${engine.url}/v1/orders/${id}/events`;

const isState =
  (state: string) =>
  ({ event, data }: StreamEvent): boolean =>
    event === 'state' && data.state === state;

/** Tasks come and go beside what else happens to their order. */
const isNoTask = ({ event }: StreamEvent): boolean => event !== 'task';

const isRefunded = ({ data }: StreamEvent): boolean => data.detail === 'refunded';

describe('the stream of an order', () => {
  test('begins with everything that has happened, each step and each state', async () => {
    const { id, accessToken } = await placed();

    const stream = await openEvents(urlOf(shop, id), { as: accessToken });
    const events = await stream.through(isState('confirmed'));
    await stream.close();

    expect(stream.contentType).toMatch(/^text\/event-stream/);
    const told = events.map(({ event, data }) => `${event} ${data.step ?? data.state}`);
    expect(told.slice(0, 2).sort()).toEqual(['step quote', 'step stock']);
    expect(told.slice(2)).toEqual([
      'step reserve',
      'state payment-pending',
      'step pay',
      'step confirm',
      'state confirmed',
    ]);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  test('goes on with each change as it is committed', async () => {
    const { id, accessToken } = await placed();
    const stream = await openEvents(urlOf(shop, id), { as: accessToken });
    await stream.through(isState('confirmed'));

    await shop.client.post(`/v1/orders/${id}/cancel`, { as: accessToken });
    const events = await stream.through(isRefunded);
    await stream.close();

    expect(events.filter(isNoTask).map(({ data }) => [data.state, data.detail])).toEqual([
      ['cancelled', expect.stringMatching(/^CN-/)],
      ['cancelled', 'refunded'],
    ]);
  });

  test('tells each attempt at a task, with its outcome and how long it took', async () => {
    const { id, accessToken } = await placed();
    await atRest(shop, id);

    const stream = await openEvents(urlOf(shop, id), { as: accessToken });
    const told: StreamEvent[] = [];
    await stream.through((event) => {
      if (event.event === 'task') told.push(event);
      return told.length === topics.length;
    });
    await stream.close();

    expect(told.map(({ data }) => data.topic).sort()).toEqual([...topics].sort());
    for (const { data } of told) {
      const { topic } = data;
      expect(data).toEqual({
        topic,
        step: topic,
        state: 'done',
        outcome: 'ok',
        startedAt: expect.stringMatching(/Z$/),
        endedAt: expect.stringMatching(/Z$/),
        durationMs: expect.any(Number),
      });
    }
  });

  test('resumes after any event that was the last to arrive', async () => {
    const { id, accessToken } = await placed();
    await atRest(shop, id);
    await shop.client.post(`/v1/orders/${id}/cancel`, { as: accessToken });
    const first = await openEvents(urlOf(shop, id), { as: accessToken });
    const all = await first.through(isRefunded);
    await first.close();
    expect(all.filter(({ event }) => event === 'task')).toHaveLength(topics.length);

    for (const [index, { id: lastEventId }] of all.slice(0, -1).entries()) {
      const stream = await openEvents(urlOf(shop, id), { as: accessToken, lastEventId });
      const rest = await stream.through(isRefunded);
      await stream.close();
      expect(rest).toEqual(all.slice(index + 1));
    }
  });

  test('resumed at its end tells only what is new', async () => {
    const { id, accessToken } = await placed();
    await atRest(shop, id);
    const first = await openEvents(urlOf(shop, id), { as: accessToken });
    let tasks = 0;
    const all = await first.through(({ event }) => event === 'task' && ++tasks === topics.length);
    await first.close();
    const lastEventId = all.at(-1)?.id as string;

    const stream = await openEvents(urlOf(shop, id), { as: accessToken, lastEventId });
    await shop.client.post(`/v1/orders/${id}/cancel`, { as: accessToken });

    expect(await stream.next()).toMatchObject({ event: 'state', data: { state: 'cancelled' } });
    await stream.close();
  });

  test('begins anew after an id that it never gave', async () => {
    const { id, accessToken } = await placed();

    const lastEventId = 'last night';
    const stream = await openEvents(urlOf(shop, id), { as: accessToken, lastEventId });
    const events = await stream.through(isState('confirmed'));
    await stream.close();

    expect(events.map(({ event, data }) => [event, data.state])).toContainEqual([
      'state',
      'payment-pending',
    ]);
  });

  test('tells several readers the same', async () => {
    const { id, accessToken } = await placed();
    const streams = await Promise.all(
      [1, 2, 3].map(() => openEvents(urlOf(shop, id), { as: OPERATOR_KEY })),
    );

    await shop.client.post(`/v1/orders/${id}/cancel`, { as: accessToken });
    const told = await Promise.all(streams.map((stream) => stream.through(isRefunded)));
    await Promise.all(streams.map((stream) => stream.close()));

    expect(told[0]?.length).toBeGreaterThan(0);
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  test('ends when the server stops, and does not keep it from stopping', async () => {
    const stopping = await startShop();
    const { body } = await stopping.client.place(orderBody());
    const stream = await openEvents(urlOf(stopping, body.id), { as: body.accessToken });
    await stream.through(isState('confirmed'));
    await atRest(stopping, body.id);

    const ended = stream.through(() => false);
    await Promise.all([expect(ended).rejects.toThrow(/the stream ended/), stopping.end()]);
  });
});
