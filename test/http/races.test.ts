// A race: the same rush twice, in processes of their own, watched over HTTP.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEvents, type StreamEvent } from '../support/event-stream.js';
import { startShop, type TestShop } from '../support/shop.js';

interface Event {
  type: string;
  mode: 'sequential' | 'parallel';
  customer?: number;
  step?: string;
  startedMs?: number;
  endedMs?: number;
  outcome?: string;
  pool?: string;
}

const modes = ['sequential', 'parallel'] as const;
const plan = {
  customers: 6,
  stock: 4,
  delaysMs: { stock: 60, quote: 60, pay: 60, email: 60, warehouse: 60 },
};

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.end());

const eventsOf = (messages: readonly StreamEvent[]): Event[] =>
  messages.flatMap(({ data }) => data.events as Event[]);
const isLast = ({ data }: StreamEvent) => data.state === 'finished' || data.state === 'failed';

describe('a race', () => {
  let id: string;
  let live: StreamEvent[];

  beforeAll(async () => {
    const started = await shop.client.post('/v1/races', { body: plan });
    expect(started.status).toBe(202);
    expect(started.headers.location).toBe(`/v1/races/${started.body.id}`);
    expect(started.body).toMatchObject({ state: 'starting', plan: { ...plan, failures: {} } });
    id = started.body.id as string;

    const second = await shop.client.post('/v1/races', { body: plan });
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ type: '/problems/race-under-way', raceId: id });

    const stream = await openEvents(`${shop.engine.url}/v1/races/${id}/events`);
    live = await stream.through(isLast);
    expect(live.at(-1)?.data.state).toBe('finished');
    expect(await stream.next()).toBeNull();
  });

  test('sells the same number of pieces in both modes, and refuses the rest', () => {
    for (const mode of modes) {
      const answers = eventsOf(live).filter((e) => e.mode === mode && e.type === 'answered');
      const got = answers.filter(({ outcome }) => outcome === 'got one');
      expect([answers.length, got.length]).toEqual([plan.customers, plan.stock]);
    }
  });

  test('overlaps the steps of an order in one of them alone', () => {
    for (const mode of modes) {
      const steps = eventsOf(live).filter((e) => e.mode === mode && e.type === 'step');
      const of = (step: string) => steps.find((e) => e.customer === 1 && e.step === step) as Event;
      const overlap = Number(of('quote').startedMs) < Number(of('stock').endedMs);
      expect(overlap).toBe(mode === 'parallel');
    }
  });

  test('shows each step when it begins and when it ends, and the threads at work', () => {
    const events = eventsOf(live);
    const names = (type: string) =>
      events
        .filter((e) => e.type === type)
        .map(({ mode, customer, step }) => `${mode} ${customer} ${step}`)
        .sort();
    expect(names('started')).toEqual(names('step'));
    for (const mode of modes) {
      const pools = new Set(
        events.filter((e) => e.type === 'batch' && e.mode === mode).map(({ pool }) => pool),
      );
      expect(pools).toEqual(new Set(['quote', 'ledger', 'invoice']));
    }
  });

  test('says when the last task of either was done', () => {
    const finished = eventsOf(live).filter(({ type }) => type === 'finished');
    expect(finished.map(({ mode }) => mode).sort()).toEqual(['parallel', 'sequential']);
  });

  test('can be watched again from any message on, also when it is over', async () => {
    const resume = live[2]?.id ?? '';
    const stream = await openEvents(`${shop.engine.url}/v1/races/${id}/events`, {
      lastEventId: resume,
    });
    expect(await stream.through(isLast)).toEqual(live.slice(3));
    expect((await shop.client.get(`/v1/races/${id}`)).body).toMatchObject({ state: 'finished' });
  });

  test('is still there when another one has been run', async () => {
    const other = await shop.client.post('/v1/races', { body: { customers: 1, stock: 1 } });
    expect(other.status).toBe(202);
    const stream = await openEvents(`${shop.engine.url}/v1/races/${other.body.id}/events`);
    await stream.through(isLast);
    const first = await openEvents(`${shop.engine.url}/v1/races/${id}/events`);
    expect(await first.through(isLast)).toEqual(live);
  });
});

test.each([
  [{ customers: 501, stock: 1 }, '/customers'],
  [{ customers: 1, stock: -1 }, '/stock'],
  [{ customers: 1, stock: 1, delaysMs: { pay: 2_001 } }, '/delaysMs/pay'],
  [{ customers: 1, stock: 1, failures: { email: 1 } }, '/failures/email'],
  [{ customers: 1, stock: 1, failures: { stock: 0.1 } }, '/failures/stock'],
])('a race of %j is refused at %s', async (body, pointer) => {
  const { status, body: answer } = await shop.client.post('/v1/races', { body: body });
  expect(status).toBe(400);
  expect((answer.errors as { pointer: string }[]).map((e) => e.pointer)).toContain(pointer);
});

test('an unknown race is not found', async () => {
  expect((await shop.client.get('/v1/races/../../ledger')).status).toBe(404);
  expect((await shop.client.get('/v1/races/01JZZZZZZZZZZZZZZZZZZZZZZZ')).status).toBe(404);
});

test('outside of the demo there are no races', async () => {
  const real = await startShop({ DEMO: 'false' });
  expect((await real.client.post('/v1/races', { body: plan })).status).toBe(404);
  await real.end();
});

test('a shop that stops ends its race', async () => {
  const stopped = await startShop();
  const slow = { ...plan, delaysMs: { pay: 2_000 } };
  expect((await stopped.client.post('/v1/races', { body: slow })).status).toBe(202);
  await stopped.end();
});
