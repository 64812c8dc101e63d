// What a mail server says is kept in the order's history, shown to operators and logged. It must name
// nobody: people are forgotten at their own request, and logs are not.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failing, Outbox, type Work } from '../support/outbox.js';

let outbox: Outbox;

beforeEach(() => {
  outbox = new Outbox();
});
afterEach(() => outbox.close());

const topic = 'confirmation-email';

/** Everything that is kept of one attempt: the row, its event, and the log. */
async function keptOf(work: Work): Promise<string[]> {
  const [order = ''] = await outbox.orders(1);
  const { logged, settled } = outbox.start({
    handlers: { [topic]: work },
    settings: { attemptsMax: 1 },
  });
  await settled();
  const { lastError, state } = await outbox.task(order, topic);
  const [attempt] = await outbox.attempts(order, topic);
  expect(state).toBe('dead');
  expect(logged).toHaveLength(1);
  return [lastError as string, attempt?.detail as string, logged[0] as string];
}

/** Local parts, each one that the API takes, written as mail servers write an address. */
describe.each(['erika.mustermann', "erika.o'hara", 'erika+shop', 'erikaö', '"erika..mustermann"'])(
  'the address of %s@example.com',
  (localPart) => {
    const address = `${localPart}@example.com`;
    test.each([
      `550 5.1.1 <${address}>: Recipient address rejected`,
      `Can't send mail - all recipients were rejected: 451 ${address}, try later`,
      `to=${address}; no such user (${address})`,
    ])('is not kept of “%s”', async (reason) => {
      for (const kept of await keptOf(failing(reason))) {
        expect(kept).toContain('[address]');
        expect(kept).not.toMatch(/erika|example\.com/);
      }
    });
  },
);

test('what else a server said is kept for operators', async () => {
  const [lastError] = await keptOf(failing('mail server: 550 5.1.1 <erika@example.com> unknown'));
  expect(lastError).toBe('mail server: 550 5.1.1 <[address]> unknown');
});

test('the address in what a handler throws is not kept either', async () => {
  const kept = await keptOf(async () => {
    throw new Error('connect failed for erika@example.com');
  });
  expect(kept.join()).not.toContain('erika');
});

test('a long reason is cut', async () => {
  const [lastError] = await keptOf(failing('no '.repeat(10_000)));
  expect(lastError).toBe('no '.repeat(10_000).slice(0, 500));
});

test('an address at the cut is not half kept', async () => {
  const reason = `${'x '.repeat(246)}erika@example.com`;
  for (const kept of await keptOf(failing(reason))) expect(kept).not.toContain('erika');
});

// A mail server's answer may be a megabyte. Reading it must not take the square of its length: the
// main loop stands still meanwhile, and the test runs out of time.
test('a reason that is one endless word holds nothing up', async () => {
  const [lastError] = await keptOf(failing('x'.repeat(80_000)));
  expect(lastError).toHaveLength(500);
}, 3_000);
